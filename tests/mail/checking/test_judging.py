"""What a message that came back tells."""

from email.message import EmailMessage
from email.policy import SMTP

import pytest

from service.mail.checking.findings import Outcome
from service.mail.checking.judging import trust_finding, whole_findings
from service.mail.incoming.authentication import Trusted

FROM = b"From: Accord <accord@accord.example>\r\n"
PASS = b"dmarc=pass header.from=accord.example\r\n"
RECEIVED = b"Received: from a by b; now\r\n"
MX = Trusted("mx.example", 1)


def _stamped(*lines: bytes) -> bytes:
    return b"".join(lines) + FROM + b"\r\nHello\r\n"


def test_believed() -> None:
    raw = _stamped(RECEIVED, b"Authentication-Results: mx.example; " + PASS)
    found = trust_finding(raw, MX)
    assert (found.outcome, found.words) == (
        Outcome.GOOD,
        "Its sender is believed, by the word of mx.example.",
    )


@pytest.mark.parametrize("present", ["", "mail.example"])
def test_another_name_is_said_and_what_to_set(present: str) -> None:
    raw = _stamped(RECEIVED, b"Authentication-Results: MX.example; " + PASS)
    found = trust_finding(raw, Trusted(present, 1))
    assert found.outcome is Outcome.WRONG
    assert "by mx.example; ACCORD_RECEIVE_AUTHSERV is" in found.words
    assert found.advice.startswith("Set ACCORD_RECEIVE_AUTHSERV=mx.example, if that is your own")


def test_a_server_without_a_name() -> None:
    raw = _stamped(RECEIVED, b"Authentication-Results: " + PASS)
    found = trust_finding(raw, MX)
    assert "a server that gives no name" in found.words
    assert found.advice.startswith("Set ACCORD_RECEIVE_AUTHSERV=none, if your mail server removes")
    assert trust_finding(raw, Trusted("none", 1)).outcome is Outcome.GOOD


@pytest.mark.parametrize("present", ["", "mx.example"])
def test_too_few_hops_are_counted(present: str) -> None:
    raw = _stamped(*[RECEIVED] * 3, b"Authentication-Results: mx.example; " + PASS)
    found = trust_finding(raw, Trusted(present, 1))
    assert found.outcome is Outcome.WRONG
    assert "ACCORD_RECEIVE_HOPS=3" in found.advice
    assert trust_finding(raw, Trusted("mx.example", 3)).outcome is Outcome.GOOD


def test_no_verdict_proves_nothing() -> None:
    found = trust_finding(_stamped(RECEIVED), MX)
    assert (found.outcome, "own network" in found.words) == (Outcome.NOTE, True)


def test_a_verdict_against_us_is_told_without_more_than_its_words() -> None:
    line = b"Authentication-Results: mx.example; dmarc=fail (p=none) header.from=accord.example;"
    found = trust_finding(_stamped(RECEIVED, line + b" spf=none\r\n"), MX)
    assert found.words == "mx.example does not confirm our own sender: dmarc=fail, spf=none."


def _mail(*, calendar: bytes = b"BEGIN:VCALENDAR\r\n", words: str = "Hello\r\n") -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail.set_content(words)
    if calendar:
        mail.add_alternative(calendar, maintype="text", subtype="calendar")
    return mail.as_bytes()


def test_a_message_that_came_whole() -> None:
    (found,) = whole_findings(RECEIVED + _mail(), _mail())
    assert found.outcome is Outcome.GOOD


@pytest.mark.parametrize(
    ("came", "words", "outcome"),
    [
        (_mail(calendar=b""), "without its calendar part", Outcome.WRONG),
        (
            _mail(words="Hello\r\n\r\nThis mail is confidential.\r\n"),
            "changed its text/plain, as footers do",
            Outcome.NOTE,
        ),
        (_mail(calendar=b"BEGIN:VCALENDAR\r\nX"), "changed its text/calendar", Outcome.NOTE),
        (b"Content-Type: application/ms-tnef\r\n\r\nx\x9f", "as winmail.dat", Outcome.WRONG),
        (b"A: b\r\n" * 3000 + b"\r\n", "so changed that it cannot be read", Outcome.WRONG),
    ],
)
def test_a_message_that_was_changed(came: bytes, words: str, outcome: Outcome) -> None:
    (found,) = whole_findings(came, _mail())
    assert (found.outcome, words in found.words, bool(found.advice)) == (outcome, True, True)


def test_what_a_stranger_wrote_does_not_reach_the_terminal_as_it_is() -> None:
    line = b"Authentication-Results: mx\x1b[2J\xff" + b"x" * 300 + b"; dmarc=pass\r\n"
    found = trust_finding(_stamped(line), MX)
    assert "by mx??2j?" in found.words
    assert len(found.words) < 250
    assert (found.words + found.advice).isprintable()
