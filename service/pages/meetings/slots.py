"""The part of a form that offers times: what was found, and who is busy at the time chosen."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from planning.diaries.queries import RoomSeen, busy_people
from planning.diaries.rules.places import busy_blockers
from planning.errors import Blocked, NotAllowed, block_if
from planning.finding.queries import Found, find_new_times, find_times
from planning.meetings.rules.scheduling import Convening, moments, people_asked
from planning.people.rules import Actor
from service.pages.forms import Form, FormInvalid
from service.pages.meetings.convening import read_sought
from service.pages.meetings.times import TYPED, read_slot, read_times, slot_value
from service.pages.presenters.slots import Offer, offer

BUSY = "ask_although_busy"
NO_ROOM = "none"
Options = list[tuple[str, str]]


async def offered_times(form: Form, actor: Actor, now: datetime) -> Offer | None:
    """The times found once they were asked for; `None` before, or when what was typed is wrong."""
    if form.value("step") != "times" and not form.value("slot"):
        return None
    wanted = form if form.value("step") == "times" else form.afresh()
    try:
        found = await find_times(sought=read_sought(wanted, now), actor=actor, now=now)
    except FormInvalid:
        return None
    except Blocked as refusal:
        wanted.add_blockers(refusal.blockers)
        return None
    except NotAllowed as refusal:
        wanted.add_error("", f"{refusal.message} Type a time.")
        return None
    return offer_of(form, found)


async def new_times(form: Form, meeting_id: UUID, actor: Actor, now: datetime) -> Offer | None:
    """The same for a meeting that is moved; it keeps its length unless another is chosen."""
    if form.value("step") != "times" and not form.value("slot"):
        return None
    minutes = form.integer("minutes", label="Length")
    if not form.is_valid():
        return None
    try:
        found = await find_new_times(meeting_id=meeting_id, minutes=minutes, actor=actor, now=now)
    except Blocked as refusal:
        form.add_blockers(refusal.blockers)
        return None
    return offer_of(form, found)


def read_room(form: Form) -> UUID | msgspec.UnsetType | None:
    """The room of a meeting that moves: chosen, that of the slot, none, or the one it has."""
    if form.value("room_id") == NO_ROOM:
        return None
    slot = read_slot(form)
    proposed = slot.room_id if slot else None
    return form.uuid("room_id", label="Room") or proposed or msgspec.UNSET


def offer_of(form: Form, found: Found) -> Offer:
    """What was found as radio buttons."""
    values = [slot_value(slot) for slot in found.slots]
    return offer(found, values, typing=form.value("slot") == TYPED)


async def refuse_busy(convening: Convening, actor: Actor) -> None:
    """Raise `Blocked` before the check, when somebody is busy and not asked all the same."""
    starts_at, ends_at = moments(convening.times)
    busy = await busy_people(
        people=people_asked(convening), starts_at=starts_at, ends_at=ends_at, actor=actor
    )
    block_if(busy_blockers(busy, convening.ask_although_busy))


async def busy_options(
    form: Form, people: Sequence[UUID], actor: Actor, meeting_id: UUID | None = None
) -> Options:
    """Who can only be asked although they are busy, once a time was chosen that they cannot."""
    if not form.error(BUSY) and not form.values(BUSY):
        return []
    times = read_times(form.afresh())
    if times is None:
        return []
    starts_at, ends_at = moments(times)
    found = await busy_people(
        people=people, starts_at=starts_at, ends_at=ends_at, but_meeting=meeting_id, actor=actor
    )
    return [(str(person.id), person.name) for person in found]


def people_typed(form: Form) -> list[UUID]:
    """Chair, minute taker and invitees as chosen."""
    typed, slot = form.afresh(), read_slot(form.afresh())
    proposed = [slot.chair_id, slot.minute_taker_id] if slot else []
    chosen = [typed.uuid(name, label="") for name in ("chair_id", "minute_taker_id")]
    return [one for one in (*proposed, *chosen, *typed.uuids("invitees", label="")) if one]


def room_groups(rooms: list[RoomSeen]) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Rooms under their sites."""
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for room in rooms:
        words = f"virtual, holds {room.capacity}" if room.is_virtual else f"holds {room.capacity}"
        groups.setdefault(room.site, []).append((str(room.id), room.name, words))
    return list(groups.items())
