"""What of a meeting's replies waits: for those who decide, and for who replied."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.meetings.rules.quorum import Answer
from planning.people.rules import Actor
from planning.replies.reading import ARRANGES, WAITS
from planning.replies.rules import Kind
from planning.transactions import fetch_all, fetch_one, transaction

LONGEST_LIST = 50


class MyReply(msgspec.Struct, frozen=True):
    """One's own reply that a person is to decide about; `applied`: the answer counts already."""

    kind: Kind
    applied: bool
    received_at: datetime
    answer: Answer | None
    proposed_starts_at: datetime | None
    proposed_ends_at: datetime | None


class MeetingReplies(msgspec.Struct, frozen=True):
    """How many wait, for who may decide, else 0; and one's own that wait."""

    waiting: int
    mine: list[MyReply]


class ReplyWork(msgspec.Struct, frozen=True):
    """A reply that the actor is to decide about."""

    id: UUID
    meeting_id: UUID
    reference: str
    starts_at: datetime
    ends_at: datetime
    kind: Kind
    name: str
    proposed_starts_at: datetime | None
    applied: bool
    received_at: datetime


_STANDING = f"""
select count(*) filter (where {ARRANGES}) as waiting,
       coalesce(jsonb_agg(jsonb_build_object(
           'kind', r.kind, 'applied', r.applied_at is not null, 'received_at', r.received_at,
           'answer', r.answer, 'proposed_starts_at', r.proposed_starts_at,
           'proposed_ends_at', r.proposed_ends_at)
           order by r.received_at, r.id) filter (where a.person_id = $1), '[]') as mine
from reply r
join strategy_meeting m on m.compartment_id = r.compartment_id and m.id = r.meeting_id
join attendee a on a.compartment_id = r.compartment_id and a.id = r.attendee_id
where r.meeting_id = $2 and {WAITS}
"""

_TO_DECIDE = f"""
select r.id, r.meeting_id, m.reference, m.starts_at, m.ends_at, r.kind, p.name,
       r.proposed_starts_at, r.applied_at is not null as applied, r.received_at
from reply r
join strategy_meeting m on m.compartment_id = r.compartment_id and m.id = r.meeting_id
join attendee a on a.compartment_id = r.compartment_id and a.id = r.attendee_id
join person p on p.id = a.person_id
where $1 in (m.chair_id, m.convened_by) and {WAITS}
order by m.starts_at, r.received_at, r.id
limit $2
"""


async def standing_of(*, meeting_id: UUID, actor: Actor, now: datetime) -> MeetingReplies:
    """What waits at a meeting; nothing at one that is hidden."""
    async with transaction(actor.person_id):
        found = await fetch_one(MeetingReplies, _STANDING, actor.person_id, meeting_id, now)
    assert found is not None  # noqa: S101 - an aggregate always gives one row
    return found


async def replies_to_decide(*, actor: Actor, now: datetime) -> list[ReplyWork]:
    """What waits for the actor as chair or convener, by when the meeting is; one query."""
    async with transaction(actor.person_id):
        return await fetch_all(ReplyWork, _TO_DECIDE, actor.person_id, LONGEST_LIST, now)
