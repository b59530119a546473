"""Whatever is typed into a case, none of it leaves: not in any part of any mail, however decoded.

Through the real acts and the real outbox. Each field holds a word that is found nowhere else,
among text that tries to break out of its line.
"""

import html
import re
from collections.abc import Iterator
from datetime import date, time
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default as modern
from uuid import UUID

import asyncpg
import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from planning.concerns.rules import NewChild, Opening
from planning.diaries.actions import add_room
from planning.diaries.rules.rooms import RoomDraft
from planning.meetings.actions import (
    Details,
    cancel,
    change_details,
    change_people,
    convene,
    reschedule,
    send_deputy,
)
from planning.meetings.queries import meeting
from planning.meetings.rules.changing import PeopleChange
from planning.meetings.rules.scheduling import Convening, Invitee, LocalTimes, Mode
from planning.people.rules import Actor, AgencyCategory, Role
from planning.plans.actions.start import start_operation
from planning.procedures.actions import install_shipped_profile
from planning.procedures.rules import MeetingKind
from service.mail.outgoing import Outgoing
from service.pages.forms.cleaning import clean_line
from tests.factories import NOW, make_actor, make_agency
from tests.mail.messages import IDENTITY
from tests.planning.operation_world import draft

pytestmark = pytest.mark.usefixtures("committed", "no_mail")
FIELDS = ("child", "operation", "purpose", "agency", "person", "site", "room", "place", "reason")
FORBIDDEN = re.compile(
    r"strategy|section\W?47|s47|exploitation|child|operation|police|abuse|victim|enquir",
    re.IGNORECASE,
)
TELLING = " Strategy meeting, section 47, child exploitation, Operation Larch "
HOSTILE = [
    "\r\nBcc: press@paper.example\r\n\r\n",
    "\r\nATTACH:https://evil.example\r\nX-ALT-DESC;FMTTYPE=text/html:",
    "\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:",
    "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029",
    "\u202e\u2066\u200f\u061c",
    "=?utf-8?q?x?=",
    "</p><script>",
    "🚨👨‍👩‍👧",
    "مرحبا",
    "é" * 40,
    ";,\\\"'<>{{ 7*7 }}",
    TELLING,
]
text = st.sampled_from(HOSTILE) | st.text(
    st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=40
)
words = st.tuples(*(st.tuples(text, text) for _ in FIELDS)).map(
    lambda around: {
        field: f"zq{field}zq".join(pair) for field, pair in zip(FIELDS, around, strict=True)
    }
)


@settings(
    max_examples=10,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(words)
async def test_no_word_of_a_case_is_in_any_mail(
    worker_pool: asyncpg.Pool, case: dict[str, str]
) -> None:
    meeting_id = await the_life_of_a_meeting(case)
    rows = await worker_pool.fetch(
        "select body, address from mail_message where subject_id = $1", meeting_id
    )
    assert len(rows) == 14
    for row in rows:
        read = "\n".join(decoded(row["body"]))
        others = {other["address"] for other in rows} - {row["address"]}
        found = [word for word in FIELDS if f"zq{word}zq" in read.lower()]
        assert (found, [other for other in others if other in read]) == ([], [])
        assert FORBIDDEN.findall(without_random_words(read)) == []
        assert lines_of(row["body"]) <= KNOWN_LINES


async def the_life_of_a_meeting(case: dict[str, str]) -> UUID:
    """Convened, changed, moved, a deputy sent, somebody taken off, cancelled."""
    await install_shipped_profile(now=NOW)
    enqueue = Outgoing(IDENTITY)
    chair, taker, police, deputy, nurse = await people(case)
    convened = await convene(
        convening=Convening(
            kind=MeetingKind.EXPLOITATION,
            purpose=case["purpose"] + TELLING,
            mode=Mode.ROOM,
            decided_at=NOW,
            times=LocalTimes(date(2026, 3, 4), time(10), time(11)),
            chair_id=chair.person_id,
            minute_taker_id=taker.person_id,
            invitees=[Invitee(police.person_id), Invitee(nurse.person_id)],
            opening=Opening(
                children=[NewChild("N-1", case["child"])],
                reason=case["reason"],
                senior_manager_id=chair.person_id,
                team=case["site"],
            ),
            place=case["place"],
            room_id=await room(case),
        ),
        actor=chair,
        now=NOW,
        enqueue=enqueue,
    )
    meeting_id = convened.meeting_id
    await change_details(
        meeting_id=meeting_id,
        details=Details(case["reason"], Mode.VIDEO, chair.person_id, None, case["room"]),
        version=1,
        actor=chair,
        now=NOW,
        enqueue=enqueue,
    )
    await reschedule(
        meeting_id=meeting_id,
        times=LocalTimes(date(2026, 3, 4), time(23), time(1), date(2026, 3, 5)),
        version=2,
        actor=chair,
        now=NOW,
        enqueue=enqueue,
    )
    await send_deputy(
        meeting_id=meeting_id, person_id=deputy.person_id, actor=police, now=NOW, enqueue=enqueue
    )
    await change_people(
        meeting_id=meeting_id,
        change=PeopleChange(remove=[nurse.person_id]),
        version=(await meeting(meeting_id=meeting_id, actor=chair, now=NOW)).version,
        actor=chair,
        now=NOW,
        enqueue=enqueue,
    )
    await cancel(
        meeting_id=meeting_id, reason=case["reason"], actor=chair, now=NOW, enqueue=enqueue
    )
    return meeting_id


async def people(case: dict[str, str]) -> list[Actor]:
    """Chair, minute taker, police and their deputy, a nurse; and an operation of theirs."""
    care = await make_agency(name=f"{case['agency'][:190]}{next(NUMBERS)}")
    chair = await make_actor(*Role, agency_id=care, name=case["person"])
    taker = await make_actor(agency_id=care, name=case["person"])
    police = await make_actor(category=AgencyCategory.POLICE, name=case["person"])
    deputy = await make_actor(agency_id=police.agency_id, name=case["person"])
    nurse = await make_actor(category=AgencyCategory.HEALTH, name=case["person"])
    wanted = draft({police.agency_id: "Leads"}, name=clean_line(case["operation"]))
    await start_operation(
        draft=msgspec.structs.replace(wanted, summary=clean_line(case["purpose"])),
        actor=chair,
        now=NOW,
    )
    return [chair, taker, police, deputy, nurse]


NUMBERS: Iterator[int] = iter(range(10**6))


async def room(case: dict[str, str]) -> UUID:
    keeper = await make_actor(Role.ADMINISTRATOR)
    made = RoomDraft(name=f"{case['room'][:190]}{next(NUMBERS)}", site=case["site"], capacity=9)
    return await add_room(draft=made, actor=keeper, now=NOW)


def decoded(body: bytes) -> Iterator[str]:
    """Everything that a reader could find in a mail: raw, each header, each part in full."""
    yield body.decode()
    for part in message_from_bytes(body, policy=modern).walk():
        yield from (f"{name}: {value}" for name, value in part.items())
        if not part.is_multipart():
            yield content_of(part)
            yield html.unescape(content_of(part))
            yield content_of(part).replace("\r\n ", "").replace("\\", "")


def content_of(part: MIMEPart) -> str:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.decode()


def without_random_words(read: str) -> str:
    """References, tokens and Base64 may spell anything; nobody chose it."""
    for random in (r"meetings\+[\w-]+@", r"\b[2-9A-Z]{3}-[2-9A-Z]{3}\b", r"(?m)^[\w+/]{20,}=*$"):
        read = re.sub(random, "", read)
    return read


def lines_of(body: bytes) -> set[str]:
    """The names of all headers and of all lines of both calendars."""
    mail = message_from_bytes(body, policy=modern)
    assert isinstance(mail, EmailMessage)
    parts: list[MIMEPart] = [part for part in mail.walk() if not part.is_multipart()]
    headers = {name for part in mail.walk() for name in part}
    lines = {
        re.split("[:;]", line)[0]
        for part in parts[2:]
        for line in content_of(part).replace("\r\n ", "").splitlines()
    }
    return headers | lines


KNOWN_LINES = {
    *("Subject", "From", "To", "Date", "Reply-To", "Message-ID", "MIME-Version"),
    *("Content-Type", "Content-Transfer-Encoding", "Content-Disposition"),
    *("BEGIN", "END", "PRODID", "VERSION", "CALSCALE", "METHOD"),
    *("TZID", "RRULE", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO"),
    *("UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "DESCRIPTION"),
    *("CLASS", "STATUS", "TRANSP", "ORGANIZER", "ATTENDEE", "ACTION", "TRIGGER"),
}
