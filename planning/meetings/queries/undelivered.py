"""Whom the invitation to a coming meeting did not reach, for those who may change it."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.people.rules import Actor, Role
from planning.transactions import fetch_all, transaction

LONGEST_LIST = 50


class Unreached(msgspec.Struct, frozen=True):
    """A coming meeting, and who of those invited did not get the invitation nor answered."""

    meeting_id: UUID
    reference: str
    starts_at: datetime
    names: list[str]


_UNREACHED = """
select m.id as meeting_id, m.reference, m.starts_at,
       array_agg(distinct p.name order by p.name) as names
from mail_standing l
join strategy_meeting m on m.id = l.subject_id
join attendee a on a.compartment_id = m.compartment_id and a.meeting_id = m.id
    and a.person_id = l.recipient_id
join person p on p.id = l.recipient_id
where l.state in ('failed', 'bounced') and l.sent_again_as is null
  and l.kind = 'meeting_request' and l.standing = 'listed'
  and m.state = 'convened' and m.starts_at > $2 and ($3 or $1 in (m.chair_id, m.convened_by))
  and a.removed_at is null and a.answer = 'awaited'
group by m.id, m.reference, m.starts_at
order by m.starts_at, m.id
limit $4
"""


async def unreached(*, actor: Actor, now: datetime) -> list[Unreached]:
    """The soonest meeting first; a message that was put away is not told of any more."""
    async with transaction(actor.person_id):
        return await fetch_all(
            Unreached, _UNREACHED, actor.person_id, now, actor.has(Role.SCHEDULER), LONGEST_LIST
        )
