"""What leaves is, byte for byte, what calendar programs were tried with."""

import re
import subprocess
import sys
from email import message_from_bytes
from email.policy import SMTP

import pytest

from tests.calendar.samples import FOLDER, calendars, mails

SAMPLES = {**calendars(), **mails()}


def test_the_folder_holds_every_sample_and_nothing_else() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(SAMPLES)


@pytest.mark.parametrize("name", SAMPLES)
def test_not_one_byte_has_changed(name: str) -> None:
    assert SAMPLES[name] == (FOLDER / name).read_bytes(), f"{name}: see tests/calendar/samples.py"


def test_nothing_is_written_unless_it_is_asked_for() -> None:
    before = {path: path.stat().st_mtime_ns for path in FOLDER.iterdir()}
    done = subprocess.run(
        [sys.executable, "-m", "tests.calendar.samples"], capture_output=True, check=False
    )
    assert done.returncode == 2
    assert b"--write" in done.stderr
    assert {path: path.stat().st_mtime_ns for path in FOLDER.iterdir()} == before


@pytest.mark.parametrize("name", mails())
def test_a_mail_passes_any_server(name: str) -> None:
    """ASCII alone, lines that end in CRLF and stay below the 998 octets of RFC 5322."""
    written = SAMPLES[name]
    assert written.isascii()
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", written)
    assert max(map(len, written.split(b"\r\n"))) <= 998
    mail = message_from_bytes(written, policy=SMTP)
    assert [part.defects for part in mail.walk()] == [[] for _ in mail.walk()]


@pytest.mark.parametrize("name", mails())
def test_both_calendars_of_a_mail_are_one_and_its_method_stands_in_the_header(name: str) -> None:
    mail = message_from_bytes(SAMPLES[name], policy=SMTP)
    parts = {part.get_content_type(): part for part in mail.walk()}
    calendar, attached = parts["text/calendar"], parts["application/ics"]
    assert calendar["Content-Transfer-Encoding"] == "base64"
    written = calendar.get_payload(decode=True)
    assert written == attached.get_payload(decode=True)
    assert f"\r\nMETHOD:{calendar.get_param('method')}\r\n".encode() in written


@pytest.mark.parametrize("name", calendars())
def test_lines_are_folded_at_75_octets_and_never_inside_a_character(name: str) -> None:
    lines = SAMPLES[name].split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line.decode() for line in lines]
