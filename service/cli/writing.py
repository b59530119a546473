"""Files that a command writes for the person at the terminal."""

import os
from collections.abc import Iterable
from pathlib import Path

from service.cli.telling import say


def write_whole(path: Path, pieces: Iterable[str]) -> None:
    """Whole or not at all, and for nobody but its owner to read: it names people."""
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        file.writelines(pieces)
    part.replace(path)
    say(f"Written: {path}")
