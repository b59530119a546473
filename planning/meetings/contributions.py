"""What was sent in writing, as the record and the minutes take it up."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from planning.meetings.rules.record import Nature
from planning.transactions import fetch_all


class Contribution(msgspec.Struct, frozen=True):
    """The newest version of one item; `concern_id` of `None`: about all, for the joint part.

    `agency_name` is that for which its author attended when they sent it.
    """

    item_id: UUID
    concern_id: UUID | None
    child_name: str | None
    person_id: UUID
    person_name: str
    agency_id: UUID
    agency_name: str
    nature: Nature
    text: str
    given_at: datetime
    version: int


_NEWEST = """
select t.item_id, mc.concern_id, c.name as child_name, t.author_id as person_id,
       p.name as person_name, t.agency_id, g.name as agency_name, t.nature, t.text, t.given_at,
       t.version
from (select distinct on (item_id) * from contribution
      where meeting_id = $1 and ($2::uuid is null or author_id = $2)
      order by item_id, version desc) t
join person p on p.id = t.author_id
join agency g on g.id = t.agency_id
left join meeting_child mc on mc.id = t.meeting_child_id
left join child c on c.compartment_id = mc.compartment_id
where t.meeting_child_id is null or mc.id is not null
order by c.name nulls first, mc.id, g.name, p.name, t.given_at, t.item_id
"""


async def contributions_of(
    meeting_id: UUID, *, author_id: UUID | None = None
) -> Sequence[Contribution]:
    """The newest version of every item, by child, agency and person; inside a transaction.

    The wall shows chair and minute taker all, everybody else their own: until it is part of the
    record nobody else reads it. A paper never counts for quorum.
    """
    return await fetch_all(Contribution, _NEWEST, meeting_id, author_id)
