"""Set-up asks the machine first, changes it only where it may, and otherwise says one line."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.layout.tree import ROOT

SCRIPT = ROOT / "setup" / "system.sh"
MISSING = (
    "Missing on this machine for browser: install chromium (Debian names) and run make again.\n"
)


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of programs: the whole machine, as far as the script can see."""
    for name in ("sh", "mktemp", "tail", "rm", "env", "touch", "chmod"):
        found = shutil.which(name)
        assert found
        (tmp_path / name).symlink_to(found)
    program(tmp_path, "id", "echo 0")
    return tmp_path


def program(machine: Path, name: str, body: str) -> None:
    file = machine / name
    file.write_text(f"#!/bin/sh\n{body}\n")
    file.chmod(0o755)


def set_up(machine: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [SCRIPT, "browser"],
        env={"PATH": str(machine)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_is_done_when_nothing_is_missing(machine: Path) -> None:
    program(machine, "chromium", "exit 0")
    program(machine, "apt-get", f"touch {machine}/called")
    run = set_up(machine)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert not (machine / "called").exists()


def test_root_installs_what_is_missing(machine: Path) -> None:
    browser = machine / "chromium"
    program(machine, "apt-get", f"[ $1 = update ] || {{ touch {browser}; chmod +x {browser}; }}")
    run = set_up(machine)
    assert (run.returncode, run.stdout, run.stderr) == (0, "Installing chromium\n", "")


def test_an_install_that_fails_says_why_and_what_to_install(machine: Path) -> None:
    program(machine, "apt-get", "[ $1 = update ] || echo 'E: no space left'")
    run = set_up(machine)
    assert (run.returncode, run.stderr) == (1, f"E: no space left\n{MISSING}")


def test_without_a_package_manager_one_line_says_what_to_install(machine: Path) -> None:
    run = set_up(machine)
    assert (run.returncode, run.stdout, run.stderr) == (1, "", MISSING)


def test_somebody_who_may_not_install_is_told_what_to_ask_for(machine: Path) -> None:
    program(machine, "id", "echo 1000")
    program(machine, "sudo", "exit 1")
    program(machine, "apt-get", f"touch {machine}/called")
    run = set_up(machine)
    assert (run.returncode, run.stdout, run.stderr) == (1, "", MISSING)
    assert not (machine / "called").exists()


def test_make_alone_lists_every_target_with_one_line() -> None:
    declared = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert declared
    outside = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    run = subprocess.run(
        ["make"], cwd=ROOT, env=outside, capture_output=True, text=True, check=True
    )
    listed = [line.split()[1] for line in run.stdout.splitlines()]
    assert listed == declared[1].split()
    assert all(len(line.split()) > 3 for line in run.stdout.splitlines())
