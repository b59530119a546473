"""What managers and others recorded of a concern's clocks; inside an open transaction."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from planning.chains.rules import ClockMet, ClockMove
from planning.transactions import fetch_all


class Recorded(msgspec.Struct, frozen=True):
    """Dates moved, in order, and what took place: the newest record of each clock and anchor."""

    concern_id: UUID
    moves: list[ClockMove]
    met: list[ClockMet]


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
