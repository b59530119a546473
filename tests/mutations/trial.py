"""Trying mutants: each in a copy of the project, its tests run until the first fails."""

import asyncio
import json
import os
import shutil
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg

from service.database.embedded import EmbeddedServer
from service.database.migrate import migrate
from service.database.roles import OWNER, ensure_database, ensure_roles
from tests.mutations.mutant import Mutant

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("planning", "service", "migrations", "templates", "tests", "docs", "setup")
FILES = ("pyproject.toml", "README.md", "CHANGELOG.md")
NURSERY = "tests/mutations/nursery.py"
_BASE = "mutants_base"
"""The database, migrated once, that every mutant's is made of."""
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


async def judge(mutants: Sequence[Mutant], *, server: EmbeddedServer, at_once: int = 2) -> Verdicts:
    """Try all, some at once; raises `AssertionError` where tests fail with nothing changed."""
    nothing = Mutant(
        "nothing", "", "select", sorted({test for one in mutants for test in one.tests})
    )
    control = Verdicts()
    verdicts = Verdicts()
    await _make_base(server)
    await _work([nothing], control, server, "mutant_0")
    assert control.survivors == [nothing.name]
    waiting = list(reversed(mutants))
    async with asyncio.TaskGroup() as group:
        for number in range(at_once):
            group.create_task(_work(waiting, verdicts, server, f"mutant_{number}"))
    return verdicts


async def _make_base(server: EmbeddedServer) -> None:
    async with _administrating(server) as administrator:
        await ensure_roles(administrator)
        await ensure_database(administrator, _BASE)
    await migrate(server.url(OWNER, _BASE))


async def _work(
    waiting: list[Mutant], verdicts: Verdicts, server: EmbeddedServer, database: str
) -> None:
    async with _copy() as folder, _tests(folder, server, database) as tests:
        while waiting:
            mutant = waiting.pop()
            async with _changed(mutant, folder, server, database):
                code = await tests.run(mutant.tests)
            if code == _FAILED:
                verdicts.noticed += 1
                continue
            (verdicts.broken if code else verdicts.survivors).append(mutant.name)
            sys.stderr.write(f"{'broken' if code else 'survives'}: {mutant.name}\n")


@asynccontextmanager
async def _changed(
    mutant: Mutant, folder: Path, server: EmbeddedServer, database: str
) -> AsyncIterator[None]:
    """The copy says what the mutant says, or the database does what it does."""
    async with _administrating(server) as administrator:
        await administrator.execute(f"drop database if exists {database} with (force)")
        await administrator.execute(f"create database {database} owner {OWNER} template {_BASE}")
    if not mutant.path:
        owner = await asyncpg.connect(server.url(OWNER, database))
        await owner.execute(mutant.text)
        await owner.close()
        yield
        return
    path = folder / mutant.path
    kept = path.read_text(encoding="utf-8")
    path.write_text(mutant.text, encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(kept, encoding="utf-8")


@dataclass
class _Tests:
    """Tests in a folder, on copies of a database, up to the first that fails."""

    process: Process
    asked: dict[str, object]

    async def run(self, tests: Sequence[str]) -> int:
        """The exit code."""
        reading, writing = self.process.stdout, self.process.stdin
        if reading is None or writing is None:
            return _TOO_LONG
        writing.write(json.dumps({**self.asked, "tests": tests}).encode() + b"\n")
        try:
            return int(await asyncio.wait_for(reading.readline(), _LONGEST) or _TOO_LONG)
        except TimeoutError:
            self.process.kill()
            return _TOO_LONG


@asynccontextmanager
async def _tests(folder: Path, server: EmbeddedServer, database: str) -> AsyncIterator[_Tests]:
    environment = {
        "PYTHONPATH": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1",
        "ACCORD_TEST_DATABASE_URL": server.url("postgres", "postgres"),
        "ACCORD_TEST_DATABASE_TEMPLATE": database,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", str(folder / NURSERY),
        cwd=folder, env={**os.environ, "PYTHONPATH": ""}, stdin=PIPE, stdout=PIPE, stderr=DEVNULL,
    )  # fmt: skip
    yield _Tests(process, {"folder": str(folder), "environment": environment})
    if process.stdin:
        process.stdin.close()
    await process.wait()


@asynccontextmanager
async def _administrating(server: EmbeddedServer) -> AsyncIterator[asyncpg.Connection]:
    administrator = await asyncpg.connect(server.url("postgres", "postgres"))
    try:
        yield administrator
    finally:
        await administrator.close()


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
