"""Trying mutants: each in a copy of the project, its tests run until the first fails."""

import asyncio
import os
import shutil
import sys
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.mutations.mutant import Mutant

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("planning", "service", "migrations", "templates", "tests", "docs", "setup")
FILES = ("pyproject.toml", "README.md", "CHANGELOG.md")
_FAILED = 1
_LONGEST = 900
"""Seconds; a machine that is too busy for its tests says nothing of them."""
_TOO_LONG = -1


@dataclass
class Verdicts:
    """What the tests said; `survivors` are checks that no test misses."""

    noticed: int = 0
    survivors: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    """Mutants with which tests could not even begin, or did not come to an end."""


async def judge(mutants: Sequence[Mutant], *, server: str, at_once: int = 2) -> Verdicts:
    """Try all, some at once; `server` is PostgreSQL's address for an administrator."""
    waiting = list(reversed(mutants))
    verdicts = Verdicts()
    async with asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(_work(waiting, verdicts, server))
    return verdicts


async def _work(waiting: list[Mutant], verdicts: Verdicts, server: str) -> None:
    async with _copy() as folder:
        while waiting:
            mutant = waiting.pop()
            code = await _try(mutant, folder, server)
            if code == _FAILED:
                verdicts.noticed += 1
            else:
                (verdicts.broken if code else verdicts.survivors).append(mutant.name)
                sys.stderr.write(f"{'broken' if code else 'survives'}: {mutant.name}\n")


async def _try(mutant: Mutant, folder: Path, server: str) -> int:
    """The exit code of its tests."""
    path = folder / mutant.path
    kept = path.read_text(encoding="utf-8") if path.exists() else None
    path.write_text(mutant.text, encoding="utf-8")
    try:
        return await run(mutant.tests, folder, server)
    finally:
        if kept is None:
            path.unlink()
        else:
            path.write_text(kept, encoding="utf-8")


async def run(tests: Sequence[str], folder: Path, server: str) -> int:
    """Tests in a folder, at low priority, up to the first that fails."""
    options = ["-q", "-x", "--no-cov", "-p", "no:cacheprovider", "-p", "no:xdist"]
    known = {"PYTHONPATH": str(folder), "ACCORD_TEST_DATABASE_URL": server}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "pytest", *options, *tests,
        cwd=folder, env={**os.environ, **known, "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=DEVNULL, stderr=DEVNULL, preexec_fn=lambda: os.nice(10),
    )  # fmt: skip
    try:
        return await asyncio.wait_for(process.wait(), _LONGEST)
    except TimeoutError:
        process.kill()
        await process.wait()
        return _TOO_LONG


@asynccontextmanager
async def _copy() -> AsyncIterator[Path]:
    ignored = shutil.ignore_patterns("__pycache__")
    with TemporaryDirectory(prefix="accord-mutant-") as name:
        folder = Path(name)
        for one in COPIED:
            shutil.copytree(ROOT / one, folder / one, ignore=ignored, symlinks=True)
        for one in FILES:
            shutil.copy(ROOT / one, folder / one)
        yield folder
