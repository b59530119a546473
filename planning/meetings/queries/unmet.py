"""What people owe a meeting: something instead of themselves, or a follow-up with quorum."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.states import MeetingState
from planning.transactions import fetch_all


class Unmet(msgspec.Struct, frozen=True):
    """A meeting that the person declined and sent nobody and nothing to, or one without quorum.

    `due_on` is the date of the follow-up. What is declined is owed before the start.
    """

    kind: Literal["declined", "follow_up"]
    id: UUID
    reference: str
    starts_at: datetime
    ends_at: datetime
    due_on: date | None


_UNMET = f"""
select 'declined' as kind, m.id, m.reference, m.starts_at, m.ends_at, null::date as due_on
from attendee a
join strategy_meeting m on m.compartment_id = a.compartment_id and m.id = a.meeting_id
where a.person_id = $1 and a.removed_at is null and a.answer = '{Answer.DECLINED}'
  and m.state = '{MeetingState.CONVENED}' and m.ends_at > $2
  and not exists (select from contribution t where t.meeting_id = m.id and t.author_id = $1)
union all
select 'follow_up', m.id, m.reference, m.starts_at, m.ends_at, m.follow_up_on
from strategy_meeting m
where (m.chair_id = $1 or m.convened_by = $1) and m.follow_up_on is not null
  and case when m.child_count = 0
      then not exists (select from strategy_meeting l
                       where l.chair_id = m.chair_id and l.kind = m.kind
                         and l.starts_at > m.starts_at and l.quorate)
      else exists (select from chain_entry e
                   where e.meeting_id = m.id and not e.quorate
                     and not exists (select from chain_entry c where c.replaces_id = e.id)
                     and not exists (
                         select from chain_entry l
                         where l.concern_id = e.concern_id and l.quorate
                           and l.held_at > e.held_at
                           and not exists (select from chain_entry c where c.replaces_id = l.id)))
      end
order by due_on nulls first, starts_at, id
limit $3
"""


async def unmet_by(person_id: UUID, *, now: datetime, limit: int) -> Sequence[Unmet]:
    """What the person owes, the soonest first; one query, inside an open transaction."""
    return await fetch_all(Unmet, _UNMET, person_id, now, limit)
