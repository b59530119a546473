"""What people's mail programs and mail servers do with what Accord sent."""

import asyncio
import re
import smtplib
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

from icalendar import Calendar

from planning.clock import LONDON
from service.mail.mailbox import calendar_of
from tests.journeys.accord import MAIL_SERVER, Accord, eventually
from tests.journeys.steps.meetings import email
from tests.journeys.visitor import Visitor
from tests.mail.incoming.mails import status

EXCHANGE = Path(__file__).resolve().parents[2] / "calendar" / "replies"


async def when_their_mail_program_answers(
    accord: Accord, meeting: str, key: str, answer: str, *, stamped_at: datetime
) -> None:
    """Exchange's reply to the invitation that came last, confirmed by the mail server."""
    mail = await latest_invitation(accord, meeting, email(key))
    given = {"ATTENDEE;PARTSTAT=ACCEPTED": f"ATTENDEE;PARTSTAT={answer}"}
    calendar = _from_exchange("exchange-accept.ics", mail, stamped_at, given)
    await _reply(accord, mail, calendar, "REPLY")


async def when_their_mail_program_proposes(
    accord: Accord, meeting: str, key: str, starts_at: datetime, *, stamped_at: datetime
) -> None:
    """Exchange's proposal of another time of the same length."""
    mail = await latest_invitation(accord, meeting, email(key))
    event = _event(mail)
    length: timedelta = event["DTEND"].dt - event["DTSTART"].dt
    given = {
        "DTSTART;TZID=GMT Standard Time:20260305T140000": _local("DTSTART", starts_at),
        "DTEND;TZID=GMT Standard Time:20260305T150000": _local("DTEND", starts_at + length),
        "X-MS-OLK-ORIGINALSTART;TZID=GMT Standard Time:20260304T100000": _local(
            "X-MS-OLK-ORIGINALSTART", event["DTSTART"].dt
        ),
    }
    calendar = _from_exchange("exchange-counter.ics", mail, stamped_at, given)
    await _reply(accord, mail, calendar, "COUNTER")


async def when_the_invitation_comes_back(accord: Accord, meeting: str, address: str) -> None:
    """Their server took it, and says later that there is no such mailbox."""
    await latest_invitation(accord, meeting, address)
    returned = accord.return_path(meeting, address)
    await hand_in(accord, status(), sender="", recipient=returned)


async def then_it_shows(visitor: Visitor, path: str, *words: str) -> None:
    """Once the worker has dealt with what came."""

    async def look() -> bool | None:
        await visitor.open(path)
        shown = await visitor.reads()
        return all(word in shown for word in words) or None

    try:
        await eventually(look)
    except TimeoutError:
        raise AssertionError(f"{path}: {await visitor.reads()}") from None


async def latest_invitation(accord: Accord, meeting: str, address: str) -> EmailMessage:
    """The one with the highest number."""
    mails = await accord.mails(meeting, count=1, to=address)
    return max(mails, key=lambda mail: int(_event(mail)["SEQUENCE"]))


async def calendar_messages(accord: Accord, meeting: str, address: str, *, count: int) -> list[str]:
    """Method and number of each calendar message that came, in their order."""
    mails = await accord.mails(meeting, count=count, to=address)
    events = [(int(_event(mail)["SEQUENCE"]), _method(mail)) for mail in mails]
    return [f"{method} {number}" for number, method in sorted(events)]


def _from_exchange(
    sample: str, mail: EmailMessage, stamped_at: datetime, given: dict[str, str]
) -> bytes:
    event = _event(mail)
    text = re.sub(r"\r?\n ", "", (EXCHANGE / sample).read_text(encoding="utf-8"))
    for written, instead in given.items():
        assert written in text
        text = text.replace(written, instead)
    for line, value in (
        (r"(ORGANIZER;CN=Accord:)MAILTO:.*", str(event["ORGANIZER"])),
        (r"(ATTENDEE;PARTSTAT=\w+;CN=Robin Hale:)MAILTO:.*", str(event["ATTENDEE"])),
        (r"(UID:).*", str(event["UID"])),
        (r"((?m:^)SEQUENCE:).*", str(event["SEQUENCE"])),
        (r"(DTSTAMP:).*", f"{stamped_at:%Y%m%dT%H%M%SZ}"),
    ):
        text = _put(text, line, value)
    return text.replace("\r", "").replace("\n", "\r\n").encode()


def _put(text: str, line: str, value: str) -> str:
    """The value after what `line` has in parentheses."""
    put, found = re.subn(line, lambda match: f"{match[1]}{value}", text)
    assert found == 1
    return put


async def _reply(accord: Accord, mail: EmailMessage, calendar: bytes, method: str) -> None:
    answer = EmailMessage(policy=SMTP)
    answer["From"], answer["To"] = mail["To"], str(_event(mail)["ORGANIZER"]).partition(":")[2]
    answer["Subject"] = f"Re: {mail['Subject']}"
    answer.set_content("")
    answer.add_alternative(calendar, maintype="text", subtype="calendar", params={"method": method})
    judged = f"dmarc=pass header.from={str(mail['To']).partition('@')[2]}"
    head = f"Authentication-Results: {MAIL_SERVER}; {judged}\r\n".encode()
    await hand_in(
        accord, head + answer.as_bytes(), sender=str(mail["To"]), recipient=str(answer["To"])
    )


async def hand_in(accord: Accord, body: bytes, *, sender: str, recipient: str) -> None:
    """As the organisation's mail server does."""

    def give() -> None:
        with smtplib.LMTP("127.0.0.1", accord.receives_at) as server:
            assert server.sendmail(sender, [recipient], body) == {}

    await asyncio.to_thread(give)


def _event(mail: EmailMessage) -> Any:
    part = calendar_of(mail)
    assert part is not None
    return next(iter(Calendar.from_ical(part.get_content()).walk("VEVENT")))


def _method(mail: EmailMessage) -> str:
    part = calendar_of(mail)
    assert part is not None
    return str(part.get_param("method"))


def _local(name: str, at: datetime) -> str:
    return f"{name};TZID=GMT Standard Time:{at.astimezone(LONDON):%Y%m%dT%H%M%S}"
