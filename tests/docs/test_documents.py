"""What the README and its companions say is true."""

import argparse
import re
import shlex
from pathlib import Path

import pytest

from planning.people.rules import Role
from service.cli import COMMANDS
from service.cli.person import arguments as person_arguments
from service.cli.telling import CONFIGURATION_FAULT
from service.database.roles import APP, OWNER, WORKER
from service.demo.cast import PLAYERS
from service.settings import described

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
RUNNING = ROOT / "docs/running.md"
MAIL = ROOT / "docs/mail.md"
DOCUMENTS = [README, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
PICTURES = sorted((ROOT / "docs/pictures").iterdir())
LARGEST_PICTURE = 120_000


def _table_under(heading: str) -> list[list[str]]:
    """The cells of the first table under a heading, without its head."""
    after = README.read_text().split(f"\n{heading}\n", 1)[1]
    table = re.search(r"(?m)^\|.*\n\|[-|]+\n((?:\|.*\n)+)", after)
    assert table is not None
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[1].splitlines()]


def _names(pattern: str) -> set[str]:
    written = "".join(document.read_text() for document in (README, RUNNING, MAIL))
    return set(re.findall(pattern, written))


def test_the_table_of_settings_is_the_settings() -> None:
    rows = [
        [f"`{one.name}`", f"`{one.default}`" if one.default else "", one.meaning]
        for one in described()
    ]
    assert _table_under("### Settings") == rows


def test_no_setting_is_named_that_is_not_there() -> None:
    assert _names(r"\bACCORD_[A-Z_]+\b") - {one.name for one in described()} == set()


def test_the_table_of_commands_names_each_command() -> None:
    cells = " ".join(row[0] for row in _table_under("## Run it for real"))
    assert set(re.findall(r"`accord (\w+)`", cells)) == set(COMMANDS)


def test_every_command_that_is_named_is_there() -> None:
    assert _names(r"(?m)(?:`|^|bin/|\s{2,})accord ([a-z]+)\b") - set(COMMANDS) == set()


def test_every_target_that_is_named_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text()
    named = {target for words in _names(r"(?m)(?:`|^)make ([a-z./ ]+)") for target in words.split()}
    assert named - set(re.findall(r"(?m)^([\w./]+):", makefile)) == set()


def test_the_first_administrator_is_added_by_words_that_are_understood() -> None:
    (written,) = re.findall(r"accord person (add[^`]*?)\naccord", RUNNING.read_text())
    parser = argparse.ArgumentParser()
    person_arguments(parser)
    words = shlex.split(written.replace("\\\n", ""))
    assert parser.parse_args(words).role == [Role.ADMINISTRATOR]


def test_the_roles_are_made_by_the_names_that_migrations_know() -> None:
    made = re.findall(r"create role (\w+) login", RUNNING.read_text())
    assert made == [OWNER, APP, WORKER]


def test_services_do_not_start_again_what_only_a_person_can_mend() -> None:
    assert f"RestartPreventExitStatus={CONFIGURATION_FAULT}\n" in RUNNING.read_text()


def test_the_tour_signs_in_as_accounts_of_the_demo() -> None:
    tour = README.read_text().split("## A tour of three quarters of an hour")[1].split("\n## ")[0]
    named = set(re.findall(r"(?:[Aa]s|as the same as) `([\w.]+)`", tour))
    assert named - {player.key for player in PLAYERS if player.account} == set()
    assert len(named) >= len(("senior manager", "attendee", "scheduler", "chair", "lead"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files_and_headings(document: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", document.read_text())
    broken = [link for link in links if "://" not in link and not _leads_somewhere(document, link)]
    assert broken == []


def _leads_somewhere(document: Path, link: str) -> bool:
    path, _, heading = link.partition("#")
    target = document.parent / path if path else document
    return target.exists() and (not heading or heading in _headings(target))


def _headings(document: Path) -> set[str]:
    lines = re.findall(r"(?m)^#+ (.+)$", document.read_text())
    return {re.sub(r"[^\w -]", "", line).lower().replace(" ", "-") for line in lines}


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.name)
def test_pictures_are_small_and_shown(picture: Path) -> None:
    assert picture.stat().st_size <= LARGEST_PICTURE
    assert f"](docs/pictures/{picture.name})" in README.read_text()
