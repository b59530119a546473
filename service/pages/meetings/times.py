"""The date, start and end of a meeting: one of the times found, or as typed."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from planning import clock
from planning.finding.rules.search import Slot
from planning.meetings.rules.scheduling import LocalTimes
from service.pages.forms import Form

TYPED = "typed"
"""The answer that no slot will do."""


class ChosenSlot(msgspec.Struct, frozen=True, array_like=True):
    """A slot as its radio button carries it, with who and what was proposed for it."""

    starts_at: datetime
    ends_at: datetime
    room_id: UUID | None
    chair_id: UUID | None
    minute_taker_id: UUID | None
    missing: list[UUID]
    """Who was shown as unable to come, and so is asked although busy."""

    def times(self) -> LocalTimes:
        """The same by London's clock."""
        starts = self.starts_at.astimezone(clock.LONDON)
        ends = self.ends_at.astimezone(clock.LONDON)
        across = ends.date() if ends.date() != starts.date() else None
        return LocalTimes(starts.date(), starts.time(), ends.time(), across)


def slot_value(slot: Slot) -> str:
    """What the radio button of a slot sends."""
    proposed = (slot.room, slot.chair, slot.minute_taker)
    room, chair, taker = (one.id if one else None for one in proposed)
    return msgspec.json.encode(
        ChosenSlot(
            slot.starts_at, slot.ends_at, room, chair, taker, [one.id for one in slot.missing]
        )
    ).decode()


def read_slot(form: Form) -> ChosenSlot | None:
    """The slot that was chosen; `None` when a time is typed, or after noting what is wrong."""
    sent = form.value("slot")
    if sent in {"", TYPED}:
        return None
    try:
        slot = msgspec.json.decode(sent, type=ChosenSlot)
        slot.times()
    except (msgspec.MsgspecError, ValueError, OverflowError):
        form.add_error("slot", "Choose one of the times shown, or type one")
        return None
    return slot


def read_asked(form: Form) -> list[UUID]:
    """Whom to ask although they are busy: as ticked, and as the slot that was chosen told."""
    slot = read_slot(form)
    ticked = form.uuids("ask_although_busy", label="People to ask although they are busy")
    return list(dict.fromkeys([*ticked, *(slot.missing if slot else [])]))


def read_times(form: Form) -> LocalTimes | None:
    """The slot, or `on`, `starts`, `ends` and `next_day`; `None` after noting what is missing."""
    slot = read_slot(form)
    if slot is not None:
        return slot.times()
    on = form.date("on", label="Date", required="Enter the date of the meeting")
    starts = form.time("starts", label="Start", required="Enter when it starts")
    ends = form.time("ends", label="End", required="Enter when it ends")
    if on is None or starts is None or ends is None:
        return None
    ends_on = on + timedelta(days=1) if form.flag("next_day") else None
    return LocalTimes(on=on, starts=starts, ends=ends, ends_on=ends_on)
