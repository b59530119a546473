"""Whose answer came by calendar."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.people.rules import Actor
from planning.transactions import fetch_all, transaction


class _Answered(msgspec.Struct, frozen=True):
    person_id: UUID
    at: datetime


# An answer given on the page since has another moment.
_BY_CALENDAR = """
select a.person_id, max(r.stamped_at) as at
from reply r
join attendee a on a.compartment_id = r.compartment_id and a.id = r.attendee_id
where r.meeting_id = $1 and r.applied_at is not null and a.removed_at is null
  and r.stamped_at = a.answered_at and r.answer = a.answer
group by a.person_id
"""


async def answered_by_calendar(*, meeting_id: UUID, actor: Actor) -> dict[UUID, datetime]:
    """Whose answer came by calendar, and when they gave it; of a hidden meeting nobody's."""
    async with transaction(actor.person_id, read_only=True):
        found = await fetch_all(_Answered, _BY_CALENDAR, meeting_id)
    return {one.person_id: one.at for one in found}
