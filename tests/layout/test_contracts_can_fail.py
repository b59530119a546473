"""Each import contract in pyproject.toml catches the import that it forbids."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.layout.tree import AREAS, ROOT

MODULES = (
    *(f"planning.{area}.tables" for area in AREAS),
    *(f"planning.{name}" for name in "clock constraints errors outbox paging transactions".split()),
    "planning.meetings.actions",
    "planning.meetings.queries",
    "planning.meetings.rules",
    "planning.people.queries",
    "planning.surge.forecast",
    "planning.surge.forms",
    "planning.surge.solver",
    "service.api.meetings",
    "service.jobs.worker",
    "service.pages.meetings",
)
DELIVERS = "Service delivers what planning decides"
LAYERS = "A planning area knows only the areas below it"
SPEAKS = "Planning speaks no HTTP"
INSIDE = "Acts use views, views never acts"
PURE = "Rules are pure"
PAGES = "A page or an API route makes planning calls"
QUEUE = "Only service.jobs knows"


def broken_by(folder: Path, module: str = "", line: str = "") -> list[str]:
    for name in {*MODULES, module} - {""}:
        file = folder.joinpath(*name.split(".")).with_suffix(".py")
        file.parent.mkdir(parents=True, exist_ok=True)
        for package in (file.parent, file.parent.parent):
            if package != folder:
                (package / "__init__.py").touch()
        file.write_text(f"{line}\n" if name == module else "")
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    run = subprocess.run(
        [sys.executable, "-c", command, "--config", str(ROOT / "pyproject.toml"), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = run.stdout.splitlines()
    assert any(line.startswith("Contracts: ") for line in lines), run.stdout + run.stderr
    return [line.removesuffix(" BROKEN") for line in lines if line.endswith(" BROKEN")]


def test_a_project_that_keeps_them_passes(tmp_path: Path) -> None:
    assert broken_by(tmp_path, "planning.meetings.actions", "import planning.people.queries") == []


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("planning.meetings.actions", "import service.jobs.worker", DELIVERS),
        ("planning.people.queries", "import planning.meetings.queries", LAYERS),
        ("planning.clock", "import planning.transactions", LAYERS),
        ("planning.weather", "", LAYERS),
        ("planning.meetings.queries", "import jinja2", SPEAKS),
        ("planning.meetings.tables", "import planning.meetings.queries", INSIDE),
        ("planning.meetings.queries", "import planning.meetings.actions", INSIDE),
        ("planning.meetings.rules", "import planning.meetings.tables", INSIDE),
        ("planning.meetings.rules", "import asyncpg", PURE),
        ("planning.meetings.rules", "import planning.people.tables", PURE),
        ("planning.meetings.rules.quorum", "import planning.transactions", PURE),
        ("planning.surge.solver", "import planning.surge.tables", PURE),
        ("service.pages.meetings", "import planning.meetings.tables", PAGES),
        ("service.api.meetings", "import piccolo", PAGES),
        ("service.pages.meetings", "import pgqueuer", QUEUE),
    ],
)
def test_a_forbidden_import_breaks_its_contract(
    tmp_path: Path, module: str, line: str, contract: str
) -> None:
    assert any(name.startswith(contract) for name in broken_by(tmp_path, module, line))
