"""Minutes as each reader gets them: the joint part, and the children they are there for."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.errors import NotFound
from planning.history.actions import record_read
from planning.meetings.drafting import draft_minutes
from planning.meetings.reading import MeetingRow, attendees_of, children_of, find_meeting
from planning.meetings.rules.minutes import ChildMinutes, JointMinutes, Minutes
from planning.meetings.rules.states import MeetingState
from planning.people.rules import Actor
from planning.procedures.queries import profile_of
from planning.transactions import execute, fetch_all, transaction


class MinutesSeen(msgspec.Struct, frozen=True):
    """One reader's version; a draft (`version` 0, nobody approved it) is the chair's alone."""

    meeting_id: UUID
    reference: str
    version: int
    approved_by_name: str | None
    approved_at: datetime | None
    joint: JointMinutes
    children: list[ChildMinutes]


class _Part(msgspec.Struct, frozen=True):
    is_joint: bool
    version: int
    approved_by_name: str
    approved_at: datetime
    content: dict[str, object]


_PARTS = """
select p.meeting_child_id is null as is_joint, p.version, a.name as approved_by_name,
       p.approved_at, p.content
from minutes_part p
join person a on a.id = p.approved_by
where p.meeting_id = $1
order by is_joint desc, p.content ->> 'child_name', p.id
"""


_READ = """
update attendee set minutes_read_at = $3
where meeting_id = $1 and person_id = $2 and minutes_ready_at is not null
  and minutes_read_at is null
"""


async def minutes_of(*, meeting_id: UUID, actor: Actor, now: datetime) -> MinutesSeen:
    """The minutes put together for the actor; the reading is logged and ends their waiting.

    Raises `NotFound` for who is not in the meeting, and before approval for everybody but chair
    and minute taker.
    """
    async with transaction(actor.person_id):
        row = await find_meeting(meeting_id)
        if row.state is MeetingState.MINUTES_APPROVED:
            seen = _assemble(row, await fetch_all(_Part, _PARTS, meeting_id))
            await execute(_READ, meeting_id, actor.person_id, now)
        elif row.is_run_by(actor):
            seen = _of_draft(row, await _draft(row))
        else:
            raise NotFound
        await record_read(
            subject_kind="minutes",
            subject_id=meeting_id,
            compartment_id=row.compartment_id,
            reader_id=actor.person_id,
            now=now,
        )
        return seen


async def _draft(row: MeetingRow) -> Minutes:
    profile = (await profile_of(row.profile_version)).profile
    return await draft_minutes(row, await attendees_of(row.id), await children_of(row.id), profile)


def _assemble(row: MeetingRow, parts: list[_Part]) -> MinutesSeen:
    joint, *children = parts
    return MinutesSeen(
        meeting_id=row.id,
        reference=row.reference,
        version=joint.version,
        approved_by_name=joint.approved_by_name,
        approved_at=joint.approved_at,
        joint=msgspec.convert(joint.content, JointMinutes),
        children=[msgspec.convert(part.content, ChildMinutes) for part in children],
    )


def _of_draft(row: MeetingRow, draft: Minutes) -> MinutesSeen:
    return MinutesSeen(
        meeting_id=row.id,
        reference=row.reference,
        version=0,
        approved_by_name=None,
        approved_at=None,
        joint=draft.joint,
        children=draft.children,
    )
