"""What arrives: a shape that calendar programs understand, and nothing that tells tales."""

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default as modern
from uuid import UUID, uuid4

import pytest
from icalendar import Calendar

from planning.outbox import AccountLink, AccountLinkKind, Message, Notice, NoticeKind, Recipient
from service.mail.rendering import Mail, render
from service.mail.wording import when
from tests.mail.messages import IDENTITY, NOW, SAM, cancellation, invitation


def arrived(mail: Mail) -> EmailMessage:
    return message_from_bytes(mail.body, policy=modern)


def shape(part: MIMEPart) -> object:
    if part.is_multipart():
        return {part.get_content_subtype(): [shape(inner) for inner in part.iter_parts()]}
    return part.get_content_type()


def test_invitation_is_text_html_and_calendar_with_the_calendar_attached_again() -> None:
    mail = arrived(render(invitation(), identity=IDENTITY, now=NOW))
    assert shape(mail) == {
        "mixed": [
            {"alternative": ["text/plain", "text/html", "text/calendar"]},
            "application/ics",
        ]
    }
    plain, html, calendar, attached = [part for part in mail.walk() if not part.is_multipart()]
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_param("charset") == "utf-8"
    assert attached.get_filename() == "meeting.ics"
    assert calendar.get_content().encode() == attached.get_content()
    assert "Tuesday 9 June 2026, 2pm to 3:30pm" in plain.get_content()
    assert "Tuesday 9 June 2026, 2pm to 3:30pm" in html.get_content()


@pytest.mark.parametrize(
    ("sequence", "subject"),
    [
        (0, "OFFICIAL-SENSITIVE: Multi-agency meeting 7K4-QXP"),
        (2, "OFFICIAL-SENSITIVE: Multi-agency meeting 7K4-QXP (updated)"),
    ],
)
def test_headers_of_an_invitation(sequence: int, subject: str) -> None:
    rendered = render(invitation(sequence=sequence), identity=IDENTITY, now=NOW)
    mail = arrived(rendered)
    assert mail["Subject"] == subject
    assert mail["From"] == "Accord <accord@accord.example>"
    assert mail["To"] == "sam.hill@school.example"
    assert mail["Date"] == "Tue, 03 Mar 2026 14:00:00 +0000"
    assert mail["Message-ID"] == rendered.message_id
    assert re.fullmatch(r"<[0-9a-f-]{36}@accord\.example>", rendered.message_id)
    assert (rendered.kind, rendered.sequence) == ("meeting_request", sequence)


def test_cancellation_says_so_to_people_and_to_programs() -> None:
    first = invitation()
    rendered = render(cancellation(first), identity=IDENTITY, now=NOW)
    mail = arrived(rendered)
    assert mail["Subject"] == "OFFICIAL-SENSITIVE: Multi-agency meeting 7K4-QXP (cancelled)"
    (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert part.get_param("method") == "CANCEL"
    calendar = Calendar.from_ical(part.get_content())
    (event,) = calendar.events
    assert (calendar["METHOD"], event["STATUS"], event["UID"]) == ("CANCEL", "CANCELLED", first.uid)
    assert event["SEQUENCE"] == 1
    assert event["ORGANIZER"] == "mailto:meetings+t0ken@accord.example"
    assert event["ATTENDEE"] == "mailto:sam.hill@school.example"


def test_all_notices_read_alike_whatever_they_are_about() -> None:
    subject_id = UUID(int=1)
    texts = {
        re.sub(rb"(Message-ID: <|boundary=\"?|--=*)[^\r\n]*", b"", mail.body)
        for mail in (
            render(Notice(kind, subject_id, SAM), identity=IDENTITY, now=NOW) for kind in NoticeKind
        )
    }
    (only,) = texts
    assert b"There is something waiting for you in Accord" in only
    assert subject_id.hex.encode() not in only


FORBIDDEN = re.compile(
    r"strategy|section 47|s47|exploitation|child|police|operation|escalat|sign-off|minutes|abuse",
    re.IGNORECASE,
)


def test_no_mail_has_a_word_that_tells_what_it_is_about() -> None:
    first = invitation(recipient=Recipient(uuid4(), "a.b@example.org"))
    link = AccountLink(AccountLinkKind.INVITATION, uuid4(), first.recipient, "https://x.example/j")
    notices = [Notice(kind, uuid4(), first.recipient) for kind in NoticeKind]
    messages: list[Message] = [first, cancellation(first), link, *notices]
    found = [
        FORBIDDEN.findall(part.get_content() if part.get_content_maintype() == "text" else "")
        for message in messages
        for part in arrived(render(message, identity=IDENTITY, now=NOW)).walk()
        if not part.is_multipart()
    ]
    assert found == [[] for _ in found]


@pytest.mark.parametrize("kind", list(AccountLinkKind))
def test_account_link_is_given_whole_in_both_texts(kind: AccountLinkKind) -> None:
    url = "https://accord.example/join?token=a&b=<c>"
    mail = render(AccountLink(kind, uuid4(), SAM, url), identity=IDENTITY, now=NOW)
    plain, html = list(arrived(mail).iter_parts())
    assert url in plain.get_content()
    assert 'href="https://accord.example/join?token=a&amp;b=&lt;c&gt;"' in html.get_content()
    assert mail.kind == f"account_{kind.value}"


def test_a_hostile_address_adds_no_header() -> None:
    hostile = Recipient(uuid4(), "a@b.example\r\nBcc: c@d.example")
    mail = arrived(render(invitation(recipient=hostile), identity=IDENTITY, now=NOW))
    assert mail["Bcc"] is None


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (
            datetime(2026, 3, 3, 0, 0, tzinfo=UTC),
            datetime(2026, 3, 3, 12, 5, tzinfo=UTC),
            "Tuesday 3 March 2026, midnight to 12:05pm",
        ),
        (
            datetime(2026, 6, 9, 21, 0, tzinfo=UTC),
            datetime(2026, 6, 9, 23, 30, tzinfo=UTC),
            "Tuesday 9 June 2026, 10pm to Wednesday 10 June 2026, 12:30am",
        ),
    ],
)
def test_times_are_written_in_the_time_of_england(
    start: datetime, end: datetime, words: str
) -> None:
    assert when(start, end) == words
