"""Minutes as each reader gets them: the joint part, and the children they are there for."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

import msgspec

from planning.errors import NotFound
from planning.history.actions import record_read
from planning.meetings.drafting import draft_minutes
from planning.meetings.minuting import PartRow, newest, parts_of
from planning.meetings.queries.amendments import (
    AddendumSeen,
    CorrectionSeen,
    addenda_of,
    corrections_of,
    unanswered,
)
from planning.meetings.reading import MeetingRow, attendees_of, children_of, find_meeting
from planning.meetings.rules.corrections import sections_of, state_at
from planning.meetings.rules.minutes import ChildMinutes, JointMinutes, Minutes, version_of
from planning.meetings.rules.states import APPROVED, MeetingState
from planning.people.rules import Actor
from planning.procedures.queries import profile_of
from planning.transactions import execute, transaction

Only: TypeAlias = frozenset[UUID] | None
"""The concerns of one reader's children; `None` for all that the actor sees."""


class PartSeen(msgspec.Struct, frozen=True):
    """Which version of a part is shown; the joint part has no `concern_id`.

    `sections` are the keys of the texts that can be corrected.
    """

    id: UUID
    concern_id: UUID | None
    version: int
    approved_at: datetime
    sections: list[str]


class MinutesSeen(msgspec.Struct, frozen=True):
    """One reader's version; a draft (`version` 0, nobody approved it) is the chair's alone.

    `state` is that of what the reader reads; `versions` how many of it there are.
    """

    meeting_id: UUID
    reference: str
    state: MeetingState
    version: int
    versions: int
    chair_id: UUID
    approved_by_name: str | None
    approved_at: datetime | None
    corrections_until: datetime | None
    joint: JointMinutes
    children: list[ChildMinutes]
    parts: list[PartSeen]
    corrections: list[CorrectionSeen]
    addenda: list[AddendumSeen]
    acknowledged: bool


_READ = """
update attendee set minutes_read_at = $3
where meeting_id = $1 and person_id = $2 and minutes_ready_at is not null
  and minutes_read_at is null
"""


async def minutes_of(
    *,
    meeting_id: UUID,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    as_of: datetime | None = None,
) -> MinutesSeen:
    """The minutes put together for the actor; the reading is logged.

    `version` asks for an earlier one, `as_of` for how they stood at a moment. Raises `NotFound`
    for who is not in the meeting or for a version that never was, and before approval for
    everybody but chair and minute taker.
    """
    async with transaction(actor.person_id):
        row = await find_meeting(meeting_id)
        if row.state not in APPROVED and not (row.is_run_by(actor) and version is None):
            raise NotFound
        seen = await read_minutes(row, actor, as_of or now, version=version)
        await execute(_READ, meeting_id, actor.person_id, now)
        await record_read(
            subject_kind="minutes",
            subject_id=meeting_id,
            compartment_id=row.compartment_id,
            reader_id=actor.person_id,
            now=now,
        )
        return seen


async def read_minutes(
    row: MeetingRow,
    actor: Actor,
    as_of: datetime,
    *,
    version: int | None = None,
    only: Only = None,
) -> MinutesSeen:
    """The minutes or their draft, whoever may see it; inside an open transaction.

    `only` leaves out the children that another reader does not read.
    """
    if row.state in APPROVED:
        moment = max(as_of, row.approved_at) if row.approved_at else as_of
        return await _approved(row, actor, moment, version=version, only=only)
    return _of_draft(row, _only(await _draft(row), only))


def _only(minutes: Minutes, only: Only) -> Minutes:
    kept = [child for child in minutes.children if only is None or child.concern_id in only]
    return Minutes(minutes.joint, kept)


async def _draft(row: MeetingRow) -> Minutes:
    profile = (await profile_of(row.profile_version)).profile
    return await draft_minutes(row, await attendees_of(row.id), await children_of(row.id), profile)


async def _approved(
    row: MeetingRow, actor: Actor, as_of: datetime, *, version: int | None, only: Only
) -> MinutesSeen:
    known = [
        part
        for part in await parts_of(row.id, actor.person_id)
        if part.approved_at <= as_of and _reads(part, only)
    ]
    versions = version_of(part.version for part in known)
    shown = versions if version is None else version
    if not 1 <= shown <= versions:
        raise NotFound
    corrections = [one for one in await corrections_of(row.id, as_of) if _reads(one, only)]
    return _assemble(
        row,
        newest(_up_to(known, shown)),
        shown=shown,
        versions=versions,
        state=_state(row, corrections, as_of),
        corrections=corrections,
        addenda=[one for one in await addenda_of(row.id, as_of) if _reads(one, only)],
    )


def _reads(about: PartRow | CorrectionSeen | AddendumSeen, only: Only) -> bool:
    return only is None or about.concern_id is None or about.concern_id in only


def _up_to(parts: Sequence[PartRow], version: int) -> list[PartRow]:
    """What there was of the parts when the reader's version had this number."""
    later = sorted(
        (part for part in parts if part.version > 1),
        key=lambda part: (part.approved_at, part.version, part.id),
    )
    not_yet = {part.id for part in later[version - 1 :]}
    return [part for part in parts if part.id not in not_yet]


def _state(row: MeetingRow, corrections: Sequence[CorrectionSeen], as_of: datetime) -> MeetingState:
    final = row.final_at is not None and row.final_at <= as_of
    state = MeetingState.FINAL if final else MeetingState.IN_CORRECTION
    return state_at(state, row.corrections_until, len(unanswered(corrections)), as_of)


def _assemble(
    row: MeetingRow,
    parts: Sequence[PartRow],
    *,
    shown: int,
    versions: int,
    state: MeetingState,
    corrections: list[CorrectionSeen],
    addenda: list[AddendumSeen],
) -> MinutesSeen:
    joint, *children = parts
    return MinutesSeen(
        meeting_id=row.id,
        reference=row.reference,
        state=state,
        version=shown,
        versions=versions,
        chair_id=row.chair_id,
        approved_by_name=joint.approved_by_name,
        approved_at=row.approved_at,
        corrections_until=row.corrections_until,
        joint=msgspec.convert(joint.content, JointMinutes),
        children=[msgspec.convert(part.content, ChildMinutes) for part in children],
        parts=[_part(part) for part in parts],
        corrections=corrections,
        addenda=addenda,
        acknowledged=all(part.acknowledged_at for part in parts),
    )


def _part(part: PartRow) -> PartSeen:
    return PartSeen(
        part.id, part.concern_id, part.version, part.approved_at, list(sections_of(part.text()))
    )


def _of_draft(row: MeetingRow, draft: Minutes) -> MinutesSeen:
    return MinutesSeen(
        meeting_id=row.id,
        reference=row.reference,
        state=row.state,
        version=0,
        versions=0,
        chair_id=row.chair_id,
        approved_by_name=None,
        approved_at=None,
        corrections_until=None,
        joint=draft.joint,
        children=draft.children,
        parts=[],
        corrections=[],
        addenda=[],
        acknowledged=False,
    )
