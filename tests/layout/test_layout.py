"""The house rules hold for every file."""

import tomllib
from importlib.metadata import version

import pytest

from tests.layout import lints, measures
from tests.layout.tree import AREAS, ROOT, sources

CODE = [source for source in sources(".py") if source.is_under("planning", "service")]
TEMPLATES = [source for source in sources(".html") if source.is_under("templates")]
# Every act writes history; no page reads it back.
# Finding a time stores nothing and changes nothing.
# A replay reads a partnership's own file and stores nothing of it.
NOT_NEEDED = {
    "planning/history/queries",
    "planning/finding/tables",
    "planning/finding/actions",
    "planning/replays/tables",
    "planning/replays/actions",
    "planning/replays/queries",
}
ROOMS = ("rules", "tables", "actions", "queries")
FLOORS = {
    "litestar": (2, 24),
    "weasyprint": (69,),
    "multipart": (1, 3, 1),
    "icalendar": (7, 3),
    "jinja2": (3, 1, 6),
}


def test_no_file_is_longer_than_one_can_read() -> None:
    files = sources(".py", ".html", ".sql", ".scss", ".css", ".sh")
    assert [found for source in files for found in lints.too_long(source)] == []


def test_no_banned_call() -> None:
    assert [found for source in CODE for found in lints.banned_calls(source)] == []


def test_templates_escape_every_value() -> None:
    assert [found for source in TEMPLATES for found in lints.unescaped_output(source)] == []


def test_one_module_names_the_time_zone() -> None:
    delivered = [*CODE, *TEMPLATES]
    assert [found for source in delivered for found in lints.named_zone(source)] == []


def test_no_file_names_a_registry_or_a_machine() -> None:
    assert [found for source in sources() for found in lints.names_another_place(source)] == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_has_a_version_and_a_hash(name: str) -> None:
    (lock,) = sources(name)
    assert lints.unpinned(lock) == []


def test_the_runtime_lock_is_part_of_the_development_lock() -> None:
    runtime, development = (_pins(f"requirements{kind}.lock") for kind in ("", "-dev"))
    assert runtime - development == set()


def _pins(name: str) -> set[str]:
    lines = (ROOT / name).read_text().splitlines()
    return {line.split()[0] for line in lines if line[:1].isalnum()}


@pytest.mark.parametrize("package", FLOORS)
def test_libraries_stand_on_their_floors(package: str) -> None:
    installed = tuple(int(part) for part in version(package).split(".") if part.isdigit())
    assert installed >= FLOORS[package]


def test_every_area_has_the_same_rooms() -> None:
    missing = [
        f"planning/{area}/{room}"
        for area in AREAS
        for room in ROOMS
        if not any((ROOT / "planning" / area / name).exists() for name in (f"{room}.py", room))
    ]
    assert set(missing) == NOT_NEEDED


def test_no_folder_of_planning_is_unknown() -> None:
    folders = {path.parent.name for path in (ROOT / "planning").glob("*/__init__.py")}
    assert folders == set(AREAS)


def test_docstrings_say_what_the_signature_cannot() -> None:
    assert [found for source in CODE for found in measures.empty_docstrings(source)] == []


def test_functions_stay_short() -> None:
    lengths = measures.function_lengths(CODE)
    assert measures.percentile(lengths, 0.5) <= 9
    assert measures.percentile(lengths, 0.9) <= 30


def test_files_stay_short() -> None:
    lengths = sorted(source.text.count("\n") for source in CODE if source.text)
    assert measures.percentile(lengths, 0.5) <= 110


def test_every_tool_setting_that_is_switched_off_says_why() -> None:
    settings = (ROOT / "pyproject.toml").read_text()
    ignored = tomllib.loads(settings)["tool"]["ruff"]["lint"]["ignore"]
    uncommented = [
        code
        for code in ignored
        if not any(f'"{code}"' in line and "#" in line for line in settings.splitlines())
    ]
    assert uncommented == []
