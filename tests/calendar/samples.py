"""Calendar objects and mails of every kind, kept byte for byte in the folder `golden`.

They are what calendar programs were tried with. A changed byte fails a test. When it is meant:

    .venv/bin/python -m tests.calendar.samples --write

and read the difference before it is committed.
"""

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from planning.outbox import MeetingCancellation, MeetingInvitation, Recipient
from service.calendar.invitations import (
    ALARM,
    Entry,
    Method,
    serialise_feed,
    serialise_message,
)
from service.mail.identity import MailIdentity
from service.mail.rendering import render

FOLDER = Path(__file__).with_name("golden")
ORGANISER, RECIPIENT = "meetings+t0ken@accord.example", "sam.hill@school.example"
NOW = datetime(2026, 3, 3, 14, 0, tzinfo=UTC)
SUMMER = Entry(
    uid="0f8fad5b-d9cb-469f-a165-70867728950e@accord",
    sequence=0,
    reference="7K4-QXP",
    starts_at=datetime(2026, 6, 9, 13, 0, tzinfo=UTC),
    ends_at=datetime(2026, 6, 9, 14, 30, tzinfo=UTC),
    link="https://accord.example/meetings/3f0c6c1e-5f0e-4a39-9d2b-0a8f6f2b7c11",
    stamped_at=NOW,
    alarm=ALARM,
)
WINTER = replace(
    SUMMER,
    starts_at=datetime(2027, 1, 12, 10, 0, tzinfo=UTC),
    ends_at=datetime(2027, 1, 12, 11, 0, tzinfo=UTC),
)
NIGHT = replace(
    SUMMER,
    starts_at=datetime(2026, 6, 9, 21, 30, tzinfo=UTC),
    ends_at=datetime(2026, 6, 10, 0, 30, tzinfo=UTC),
)
SPRING_FORWARD = replace(
    SUMMER,
    starts_at=datetime(2027, 3, 27, 23, 0, tzinfo=UTC),
    ends_at=datetime(2027, 3, 28, 3, 0, tzinfo=UTC),
)
TWICE = replace(
    SUMMER,
    starts_at=datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    ends_at=datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
)
SHOWN = replace(
    SUMMER, place="Tŷ Caerfyrddin, ystafell 2; by the lift \\ “side door” 🚪 " + "é" * 60
)
FEED = [
    replace(entry, uid=f"{number}@accord", sequence=number, alarm=None, cancelled=number == 2)
    for number, entry in enumerate([SUMMER, WINTER, NIGHT, SPRING_FORWARD, TWICE, SHOWN])
]
_INVITATION = MeetingInvitation(
    meeting_id=UUID("3f0c6c1e-5f0e-4a39-9d2b-0a8f6f2b7c11"),
    recipient=Recipient(UUID(int=1), RECIPIENT),
    reference=SUMMER.reference,
    uid=SUMMER.uid,
    organiser_token="t0ken",
    sequence=0,
    starts_at=SUMMER.starts_at,
    ends_at=SUMMER.ends_at,
)
_CANCELLATION = MeetingCancellation(
    meeting_id=_INVITATION.meeting_id,
    recipient=_INVITATION.recipient,
    reference=SUMMER.reference,
    uid=SUMMER.uid,
    organiser_token="t0ken",
    sequence=3,
    starts_at=WINTER.starts_at,
    ends_at=WINTER.ends_at,
)


def calendars() -> dict[str, bytes]:
    """Calendar objects by the name of their file."""
    return {
        "request-summer.ics": _request(SUMMER),
        "request-winter.ics": _request(WINTER),
        "request-across-midnight.ics": _request(NIGHT),
        "request-across-the-change-of-clocks.ics": _request(SPRING_FORWARD),
        "request-place-shown.ics": _request(SHOWN),
        "update.ics": _request(replace(WINTER, sequence=1)),
        "cancel.ics": _request(replace(WINTER, sequence=2), Method.CANCEL),
        "feed.ics": serialise_feed(FEED, refresh=timedelta(hours=1)),
        "feed-empty.ics": serialise_feed([], refresh=timedelta(hours=1)),
        "download.ics": serialise_feed([SUMMER]),
    }


def mails() -> dict[str, bytes]:
    """Mails by the name of their file."""
    moved = replace(_INVITATION, sequence=1, starts_at=WINTER.starts_at, ends_at=WINTER.ends_at)
    elsewhere = replace(moved, sequence=2, place=SHOWN.place, asks=False)
    return {
        "request.eml": _mail(_INVITATION),
        "update.eml": _mail(moved),
        "update-of-the-place.eml": _mail(elsewhere),
        "cancel.eml": _mail(_CANCELLATION),
    }


def _mail(message: MeetingInvitation | MeetingCancellation) -> bytes:
    identity = MailIdentity("accord.example", "accord@accord.example", "https://accord.example")
    mail = render(message, identity=identity, now=NOW, mail_id=UUID(int=message.sequence))
    return mail.body


def _request(entry: Entry, method: Method = Method.REQUEST) -> bytes:
    return serialise_message(entry, method=method, organiser=ORGANISER, recipient=RECIPIENT)


def main(arguments: list[str]) -> int:
    """Write the folder anew; only when asked in so many words."""
    if arguments != ["--write"]:
        sys.stderr.write(str(__doc__))
        return 2
    samples = {**calendars(), **mails()}
    for path in FOLDER.iterdir():
        path.unlink()
    for name, content in samples.items():
        (FOLDER / name).write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
