"""Reading the form that convenes a meeting."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from planning import clock
from planning.concerns.rules import Opening
from planning.finding.rules.search import Sought
from planning.meetings.rules.scheduling import (
    LONGEST_PLACE,
    LONGEST_PURPOSE,
    Convening,
    Invitee,
    Mode,
    time_blockers,
)
from planning.procedures.rules import MeetingKind
from service.pages.concerns.children import child_rows, read_opening
from service.pages.forms import Form, FormInvalid
from service.pages.meetings.times import read_asked, read_slot, read_times

TICKED = "ticked"
"""Sent by the page that asks who is there for which child."""
FEW = 6
"""Of more children it is asked first whether somebody is there for all or for some."""
EVERY, SOME = "all", "some"
NEW = "new "
"""Begins the value that stands for a child whose concern opens with the meeting."""


def read_convening(form: Form, now: datetime) -> Convening:
    """The meeting as typed; raises `FormInvalid` with every fault, in the order of the page."""
    concern_ids = form.uuids("concern_ids", label="Children")
    opening = read_opening(form, clock.today(now)) if child_rows(form) else None
    kind = form.enum("kind", label="Type", kind=MeetingKind, required="Select the type of meeting")
    purpose = form.long_text(
        "purpose",
        label="Purpose",
        required="Say what the meeting is for",
        max_length=LONGEST_PURPOSE,
    )
    decided_at = _decided_at(form, now)
    slot = read_slot(form)
    offered_chair = slot.chair_id if slot else None
    wanted = None if offered_chair else "Select the chair"
    chair = form.uuid("chair_id", label="Chair", required=wanted) or offered_chair
    minute_taker = form.uuid("minute_taker_id", label="Minute taker")
    invited = form.uuids("invitees", label="People to invite")
    mode = form.enum("mode", label="How people meet", kind=Mode, required="Select how people meet")
    times = read_times(form)
    place = form.text("place", label="Place", max_length=LONGEST_PLACE)
    room = form.uuid("room_id", label="Room") or (slot.room_id if slot else None)
    asked = read_asked(form)
    if times:
        form.add_blockers(time_blockers(times, now))
    form.check()
    if kind is None or mode is None or times is None or decided_at is None or chair is None:
        raise FormInvalid(form)
    convening = Convening(
        kind=kind,
        purpose=purpose,
        mode=mode,
        decided_at=decided_at,
        times=times,
        chair_id=chair,
        minute_taker_id=minute_taker or (slot.minute_taker_id if slot else None),
        invitees=_invitees(form, invited, concern_ids, opening),
        concern_ids=concern_ids,
        opening=opening,
        place=place,
        room_id=room,
        place_in_calendars=form.flag("place_in_calendars"),
        ask_although_busy=asked,
    )
    form.check()
    return convening


def read_sought(form: Form, now: datetime) -> Sought:
    """What finding a time needs of the form; raises `FormInvalid` with every fault of that."""
    opening = read_opening(form, clock.today(now)) if child_rows(form) else None
    kind = form.enum("kind", label="Type", kind=MeetingKind, required="Select the type of meeting")
    decided_at = _decided_at(form, now)
    mode = form.enum("mode", label="How people meet", kind=Mode, required="Select how people meet")
    minutes = form.integer("minutes", label="Length", required="Select how long it lasts")
    invited = form.uuids("invitees", label="People to invite")
    concern_ids = form.uuids("concern_ids", label="Children")
    chair, taker = (
        form.uuid("chair_id", label="Chair"),
        form.uuid("minute_taker_id", label="Minute taker"),
    )
    form.check()
    if kind is None or mode is None or decided_at is None or minutes is None:
        raise FormInvalid(form)
    return Sought(
        kind=kind,
        mode=mode,
        decided_at=decided_at,
        minutes=minutes,
        invitees=[Invitee(person_id) for person_id in invited],
        concern_ids=concern_ids,
        references=[child.reference for child in opening.children] if opening else [],
        chair_id=chair,
        minute_taker_id=taker,
        find_minute_taker=form.flag("find_minute_taker"),
        room_id=form.uuid("room_id", label="Room"),
    )


def _decided_at(form: Form, now: datetime) -> datetime | None:
    return form.moment(
        "decided_at",
        label="When it was decided to meet",
        required="Enter when it was decided to meet",
        repeated_hour="ask",
        not_future=now,
    )


def ticks_for(person_id: UUID) -> str:
    """The name of the checkboxes that say which children a person is there for."""
    return f"for-{person_id}"


def which_for(person_id: UUID) -> str:
    """The name of the answer to whether a person is there for all of many children."""
    return f"{ticks_for(person_id)}-which"


def which_answers(children: int) -> list[tuple[str, str]]:
    """What is asked first of each person when there are many children."""
    if children <= FEW:
        return []
    return [(EVERY, f"All {children} children"), (SOME, "Only some of them")]


def child_values(concern_ids: list[UUID], opening: Opening | None) -> list[str]:
    """The children of a meeting as values of those checkboxes."""
    references = [child.reference for child in opening.children] if opening else []
    return [*map(str, concern_ids), *(NEW + reference for reference in references)]


def _invitees(
    form: Form, invited: list[UUID], concern_ids: list[UUID], opening: Opening | None
) -> list[Invitee]:
    values = child_values(concern_ids, opening)
    if not form.flag(TICKED) or len(values) < 2:  # noqa: PLR2004 - one child: nothing to choose
        return [Invitee(person_id) for person_id in invited]
    return [read_invitee(form, person_id, values) for person_id in invited]


def read_invitee(form: Form, person_id: UUID, values: Sequence[str]) -> Invitee:
    """Somebody with the children for whom they are ticked."""
    if len(values) > FEW and _which(form, person_id) != SOME:
        return Invitee(person_id)
    ticked = form.choices(
        ticks_for(person_id),
        label="Children",
        options=values,
        required="Select at least one child, or leave this person out",
    )
    return Invitee(
        person_id,
        concern_ids=[UUID(value) for value in ticked if not value.startswith(NEW)],
        references=[value.removeprefix(NEW) for value in ticked if value.startswith(NEW)],
    )


def _which(form: Form, person_id: UUID) -> str:
    return form.choice(
        which_for(person_id),
        label="Children",
        options=[EVERY, SOME],
        required="Select all children, or only some of them",
    )
