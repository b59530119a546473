"""The record of a running meeting, for those who write it."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.errors import NotFound
from planning.history.actions import record_read
from planning.meetings.reading import children_of, find_meeting
from planning.meetings.recorded import ItemSeen, TextSeen, items_of
from planning.people.rules import Actor
from planning.transactions import transaction

__all__ = ["ItemSeen", "RecordSeen", "TextSeen", "record_of"]


class RecordSeen(msgspec.Struct, frozen=True):
    """Every item of the meeting, or of one part of it, in the order of the record."""

    meeting_id: UUID
    items: list[ItemSeen]


async def record_of(
    *,
    meeting_id: UUID,
    concern_id: UUID | None = None,
    joint: bool = False,
    actor: Actor,
    now: datetime,
) -> RecordSeen:
    """The record: whole, of one child, or the joint part; the reading is logged.

    Raises `NotFound` for all but chair and minute taker, and for a child who is not at the meeting.
    """
    async with transaction(actor.person_id):
        meeting = await find_meeting(meeting_id)
        if not meeting.is_run_by(actor):
            raise NotFound
        if concern_id and not any(
            child.concern_id == concern_id for child in await children_of(meeting_id)
        ):
            raise NotFound
        items = await items_of(meeting_id, concern_id=concern_id, joint=joint)
        await record_read(
            subject_kind="record",
            subject_id=meeting_id,
            compartment_id=meeting.compartment_id,
            reader_id=actor.person_id,
            now=now,
        )
    return RecordSeen(meeting_id, items)
