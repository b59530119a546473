"""Judged by content: an answer is an answer, whatever else its header says."""

import pytest

from planning.meetings.rules.quorum import Answer
from planning.replies.rules import Reply, Unreadable, Why, Words
from service.mail.incoming.addresses import Box
from service.mail.incoming.authentication import Trusted
from service.mail.incoming.reports import Report
from service.mail.incoming.sorting import Nothing, Said, Sorted, sort
from tests.mail.incoming.mails import (
    AWAY,
    EXIM,
    LATE,
    NAME,
    QMAIL,
    RECEIPT,
    calendar,
    from_server,
    mail,
    status,
)

SAM = "sam.hill@school.example"
UNREADABLE = Unreadable(Why.UNREADABLE)


def sorted_as(raw: bytes, *, box: Box = Box.MEETINGS, envelope_from: str = SAM) -> Sorted:
    return sort(raw, box=box, envelope_from=envelope_from, trusted=Trusted(NAME, 1))


def answer_of(found: Sorted) -> Answer | None:
    assert isinstance(found, Said)
    assert isinstance(found.content, Reply)
    return found.content.repliers[0].answer


@pytest.mark.parametrize(
    "message",
    [
        mail("Accepted", invite=calendar()),
        mail("Accepted", attach=calendar()),
        mail("Accepted", invite=calendar(method="REQUEST"), attach=calendar()),
        mail("Yes", invite=calendar(), Auto_Submitted="auto-generated", Precedence="bulk"),
        mail("", subject="Automatic reply: x", html="<p>Yes</p>", invite=calendar()),
    ],
    ids=["alternative", "attachment", "behind our own", "automatic header", "automatic subject"],
)
@pytest.mark.parametrize("envelope_from", [SAM, ""])
def test_a_calendar_reply_is_one_wherever_it_stands(message: object, envelope_from: str) -> None:
    found = sorted_as(from_server(message), envelope_from=envelope_from)  # type: ignore[arg-type]
    assert answer_of(found) is Answer.ACCEPTED
    assert isinstance(found, Said)
    assert (found.sender, found.is_confirmed) == (SAM, True)


def test_a_reply_alone_and_in_another_character_set() -> None:
    for charset in ("utf-8", "iso-8859-1", "utf-16", "x-unknown", "punycode"):
        body = calendar(more="COMMENT:Später\r\n").encode(
            "utf-8" if "-" not in charset or charset == "x-unknown" else charset
        )
        head = (
            f"From: {SAM}\r\nContent-Type: text/calendar; charset={charset}; method=REPLY\r\n\r\n"
        )
        assert answer_of(sorted_as(head.encode() + body)) is Answer.ACCEPTED


def test_nobody_is_confirmed_by_what_a_sender_writes() -> None:
    raw = mail("Yes", invite=calendar(), Authentication_Results=f"{NAME}; dmarc=fail").as_bytes()
    found = sorted_as(raw)
    assert isinstance(found, Said)
    assert not found.is_confirmed


def test_our_own_invitation_that_comes_back_says_nothing() -> None:
    found = sorted_as(from_server(mail("See below", invite=calendar(method="REQUEST"))))
    assert found == Said(Words("See below"), SAM, is_confirmed=False)


def test_a_calendar_that_says_no_purpose_is_left_to_its_words() -> None:
    bare = calendar().replace("METHOD:REPLY\r\n", "")
    assert sorted_as(mail("Here", attach=bare).as_bytes()) == Said(
        Words("Here"), SAM, is_confirmed=False
    )


def test_a_person_s_words() -> None:
    raw = mail("I cannot come before three.\n\nOn Monday Accord wrote:\n> Please answer").as_bytes()
    expected = Said(Words("I cannot come before three."), SAM, is_confirmed=False)
    assert sorted_as(raw) == expected


@pytest.mark.parametrize(
    "fields",
    [
        {"Auto_Submitted": "auto-replied (vacation)"},
        {"Auto_Submitted": "auto-generated; owner=x"},
        {"X_Auto_Response_Suppress": "OOF"},
        {"X_Autoreply": "yes"},
        {"Precedence": "Bulk"},
        {"subject": "Out of the office: back on Monday"},
        {"subject": "AutoReply: x"},
    ],
)
def test_a_mailbox_s_own_words(fields: dict[str, str]) -> None:
    found = sorted_as(mail("I am away", **fields).as_bytes())
    assert found == Said(Words("I am away", automatic=True), SAM, is_confirmed=False)


@pytest.mark.parametrize(
    "fields", [{"Auto_Submitted": "no"}, {"Precedence": "first-class"}, {"subject": "Autopsy"}]
)
def test_what_only_looks_automatic(fields: dict[str, str]) -> None:
    assert sorted_as(mail("Hello", **fields).as_bytes()) == Said(
        Words("Hello"), SAM, is_confirmed=False
    )


def test_words_of_nobody_are_a_mailbox_s() -> None:
    found = sorted_as(mail("Hello").as_bytes(), envelope_from="")
    assert found == Said(Words("Hello", automatic=True), SAM, is_confirmed=False)


def test_a_message_without_words_is_one_that_cannot_be_read() -> None:
    assert sorted_as(mail("").as_bytes()) == Said(UNREADABLE, SAM, is_confirmed=False)
    assert sorted_as(b"") == Said(UNREADABLE, SAM, is_confirmed=False)


def test_who_sent_it_is_shown_although_nobody_believes_it() -> None:
    raw = b"From: a@b.example, c@d.example\r\n\r\nHello"
    assert sorted_as(raw) == Said(Words("Hello"), "a@b.example", is_confirmed=False)


@pytest.mark.parametrize("box", [Box.MEETINGS, Box.BOUNCES])
def test_receipts(box: Box) -> None:
    expected = Nothing("read_receipt" if box is Box.MEETINGS else "misdirected")
    assert sorted_as(RECEIPT, box=box) == expected


@pytest.mark.parametrize(
    ("raw", "report"),
    [
        (status(), Report("5.1.1", failed=True, message_id="<1@accord.example>")),
        (
            status(action="Failed; x", code="5.7.1 (no)"),
            Report("5.7.1", True, "<1@accord.example>"),
        ),
        (status(action="delayed", code="4.4.1"), Report("4.4.1", False, "<1@accord.example>")),
        (status(action="failed", code="4.4.7"), Report("4.4.7", True, "<1@accord.example>")),
        (status(action="delivered", code="2.0.0"), Report("2.0.0", False, "<1@accord.example>")),
        (status(action="", code="5.0.0"), Report("5.0.0", True, "<1@accord.example>")),
        (QMAIL, Report("5.1.1", failed=True)),
        (EXIM, Report("5.0.0", failed=True)),
        (LATE, Report("", failed=False)),
    ],
    ids=[
        "standard",
        "policy",
        "late",
        "given up",
        "delivered",
        "no action",
        "qmail",
        "exim",
        "warning",
    ],
)
def test_bounces(raw: bytes, report: Report) -> None:
    assert sorted_as(raw, box=Box.BOUNCES, envelope_from="") == report


def test_a_bounce_at_a_meeting_s_address_is_one() -> None:
    assert sorted_as(status(), envelope_from="") == Report("5.1.1", True, "<1@accord.example>")


def test_the_header_alone_may_be_returned() -> None:
    raw = status().replace(b"message/rfc822", b"text/rfc822-headers")
    report = sorted_as(raw, box=Box.BOUNCES)
    assert report == Report("5.1.1", True, "<1@accord.example>")


def test_a_mailbox_that_answers_our_envelope_is_no_bounce() -> None:
    assert sorted_as(AWAY, box=Box.BOUNCES, envelope_from="") == Nothing("auto_reply")
    assert sorted_as(mail("Hi").as_bytes(), box=Box.BOUNCES) == Nothing("misdirected")
    assert sorted_as(mail("Gone").as_bytes(), box=Box.BOUNCES, envelope_from="") == Report("", True)
