"""Reading what is declared and drawn on; inside an open transaction."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from planning.capacity.rules.weeks import Balance, Declared, Drawn, Pair, balances
from planning.plans.queries.resource_types import TypeSeen
from planning.transactions import fetch_all

_DRAWN = "select * from accord_commitments($1, $2, $3)"

# Of a sum every week from its first on has it; of anything else only the week itself.
_DECLARED = """
with latest as (
    select distinct on (c.agency_id, c.type_key, c.week_on)
           c.agency_id, c.type_key, c.week_on, c.amount, t.per
    from agency_capacity c join resource_type t on t.key = c.type_key
    where c.week_on <= $2 and (t.per = 'total' or c.week_on >= $1)
      and ($3::uuid[] is null or c.agency_id = any($3))
    order by c.agency_id, c.type_key, c.week_on, c.number desc)
select agency_id, type_key, greatest(week_on, $1) as first_on,
       case per when 'total' then $2 else week_on end as last_on, amount
from latest
"""


class Named(msgspec.Struct, frozen=True):
    """An id and the name that people know."""

    id: UUID
    name: str


async def read_balances(
    weeks: Sequence[date],
    *,
    operation_id: UUID | None = None,
    agency_ids: Sequence[UUID] | None = None,
) -> dict[Pair, Balance]:
    """As far as the actor may know: of one operation only what it shares with others."""
    drawn = await fetch_all(Drawn, _DRAWN, weeks[0], weeks[-1], operation_id)
    declared = await fetch_all(
        Declared, _DECLARED, weeks[0], weeks[-1], None if agency_ids is None else list(agency_ids)
    )
    return balances(drawn, declared, weeks)


async def agency_names() -> dict[UUID, str]:
    """Every agency's name, closed ones too."""
    return {one.id: one.name for one in await fetch_all(Named, "select id, name from agency")}


async def type_words() -> dict[str, TypeSeen]:
    """Every type by its key, closed ones too."""
    found = await fetch_all(
        TypeSeen, "select key, words, unit, per, closed_at is null as is_open from resource_type"
    )
    return {one.key: one for one in found}
