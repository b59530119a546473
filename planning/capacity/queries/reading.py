"""Reading what is declared and drawn on; inside an open transaction."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from planning.capacity.rules.weeks import Balance, Declared, Drawn, Pair, balances
from planning.plans.queries.resource_types import TypeSeen
from planning.transactions import fetch_all, fetch_grouped

_DRAWN = "select * from accord_commitments($1, $2, null, $3, $4)"

_DRAWN_OF_EACH = """
select wanted.operation_id as asked_of, drawn.*
from unnest($1::uuid[], $2::date[], $3::date[]) as wanted (operation_id, first_week, last_week)
cross join lateral accord_commitments(
    wanted.first_week, wanted.last_week, wanted.operation_id, null, null) drawn
"""

# Weeks in a row with the same amount are one row. Of a sum every week from its first on has it.
_DECLARED = """
with latest as (
    select distinct on (c.agency_id, c.type_key, c.week_on)
           c.agency_id, c.type_key, c.week_on, c.amount, t.per
    from agency_capacity c join resource_type t on t.key = c.type_key
    where c.week_on <= $2 and (t.per = 'total' or c.week_on >= $1)
      and c.agency_id = any($3) and ($4::text[] is null or c.type_key = any($4))
    order by c.agency_id, c.type_key, c.week_on, c.number desc),
together as (
    select *, case per when 'total' then week_on else week_on - 7 * (row_number() over (
        partition by agency_id, type_key, amount order by week_on))::integer end as run
    from latest)
select agency_id, type_key, greatest(min(week_on), $1) as first_on,
       case per when 'total' then $2 else max(week_on) end as last_on, amount
from together group by agency_id, type_key, per, amount, run
"""


class Named(msgspec.Struct, frozen=True):
    """An id and the name that people know."""

    id: UUID
    name: str


async def read_balances(
    weeks: Sequence[date], agency_ids: Sequence[UUID], type_keys: Sequence[str] | None = None
) -> dict[Pair, Balance]:
    """What these agencies have, of these types or all; as far as the actor may know."""
    asked = (weeks[0], weeks[-1], agency_ids, type_keys)
    drawn = await fetch_all(Drawn, _DRAWN, *asked)
    return balances(drawn, await fetch_all(Declared, _DECLARED, *asked), weeks)


async def read_shared(windows: Mapping[UUID, Sequence[date]]) -> dict[UUID, dict[Pair, Balance]]:
    """What each operation shares with others, in weeks of its own; as far as the actor may know."""
    first = [weeks[0] for weeks in windows.values()]
    last = [weeks[-1] for weeks in windows.values()]
    drawn = await fetch_grouped(Drawn, "asked_of", _DRAWN_OF_EACH, list(windows), first, last)
    pairs = {key: {(one.agency_id, one.type_key) for one in found} for key, found in drawn.items()}
    agency_ids = list({one.agency_id for found in drawn.values() for one in found})
    type_keys = list({one.type_key for found in drawn.values() for one in found})
    declared = await fetch_all(Declared, _DECLARED, min(first), max(last), agency_ids, type_keys)
    return {
        key: balances(
            found,
            [one for one in declared if (one.agency_id, one.type_key) in pairs[key]],
            windows[key],
        )
        for key, found in drawn.items()
    }


async def agency_names() -> dict[UUID, str]:
    """Every agency's name, closed ones too."""
    return {one.id: one.name for one in await fetch_all(Named, "select id, name from agency")}


async def type_words() -> dict[str, TypeSeen]:
    """Every type by its key, closed ones too."""
    found = await fetch_all(
        TypeSeen, "select key, words, unit, per, closed_at is null as is_open from resource_type"
    )
    return {one.key: one for one in found}
