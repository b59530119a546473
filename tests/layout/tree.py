"""The files of the project, as the layout tests read them."""

import ast
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
AREAS = (
    "access",
    "audits",
    "capacity",
    "chains",
    "concerns",
    "diaries",
    "escalations",
    "finding",
    "go_live",
    "groups",
    "history",
    "lessons",
    "measures",
    "meetings",
    "operations",
    "people",
    "plans",
    "procedures",
    "reminders",
    "replays",
    "replies",
    "search",
    "sign_offs",
    "support",
    "surge",
)
_NOT_OURS = {"__pycache__", "accord-data", "build", "data", "dist", "node_modules", "static"}
_HIDDEN_BUT_OURS = {".ci"}


class Source(NamedTuple):
    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def is_under(self, *folders: str) -> bool:
        return self.path.startswith(tuple(f"{folder}/" for folder in folders))


def sources(*suffixes: str) -> list[Source]:
    """Text files by suffix ("" in the list means all), generated and downloaded ones left out."""
    return sorted(
        Source(str(path.relative_to(ROOT)), text)
        for path in _files()
        if path.name.endswith(suffixes or "")
        if (text := _text(path)) is not None
    )


def _files() -> Iterator[Path]:
    for folder, below, names in os.walk(ROOT):
        below[:] = [name for name in below if _is_ours(name)]
        yield from (Path(folder, name) for name in names)


def _is_ours(folder: str) -> bool:
    if folder.startswith("."):
        return folder in _HIDDEN_BUT_OURS
    return folder not in _NOT_OURS


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None
