"""Beside its entries: what was recorded of a concern's clocks, and meetings to come."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from planning.chains.rules import ClockMet, ClockMove
from planning.transactions import fetch_all


class Recorded(msgspec.Struct, frozen=True):
    """Dates moved, in order, and what took place: the newest record of each clock and anchor."""

    concern_id: UUID
    moves: list[ClockMove]
    met: list[ClockMet]


class Coming(msgspec.Struct, frozen=True):
    """A meeting of the concern that is convened and not closed yet."""

    meeting_id: UUID
    reference: str
    starts_at: datetime


_COMING = """
select m.id as meeting_id, m.reference, m.starts_at
from meeting_child c
join strategy_meeting m on m.compartment_id = c.meeting_compartment_id and m.id = c.meeting_id
where c.concern_id = $1 and m.state = 'convened'
order by m.starts_at, m.id
"""

_RECORDED = """
select asked.id as concern_id,
    (select coalesce(jsonb_agg(m order by m.moved_at, m.id), '[]') from (
        select m.id, m.clock, m.anchor_on, m.old_due_on, m.new_due_on, m.reason, m.moved_by,
               p.name as moved_by_name, m.moved_at
        from clock_move m join person p on p.id = m.moved_by
        where m.concern_id = asked.id) m) as moves,
    (select coalesce(jsonb_agg(d order by d.recorded_at, d.id), '[]') from (
        select distinct on (d.clock, d.anchor_on) d.id, d.clock, d.anchor_on, d.due_on, d.met_on,
               p.name as recorded_by_name, d.recorded_at
        from clock_met d join person p on p.id = d.recorded_by
        where d.concern_id = asked.id
        order by d.clock, d.anchor_on, d.recorded_at desc, d.id desc) d) as met
from unnest($1::uuid[]) asked (id)
"""


async def recorded_of(concern_ids: Sequence[UUID]) -> dict[UUID, Recorded]:
    """What was recorded of each concern that the actor sees, empty of the others; one query."""
    rows = await fetch_all(Recorded, _RECORDED, list(concern_ids))
    return {row.concern_id: row for row in rows}


async def coming_of(concern_id: UUID) -> list[Coming]:
    """The meetings of a concern that are convened, of those that the actor is in."""
    return await fetch_all(Coming, _COMING, concern_id)
