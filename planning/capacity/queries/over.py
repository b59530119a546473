"""Whether an operation commits more than its agencies have, which the gate asks."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from planning.capacity.queries.reading import agency_names, read_balances, type_words
from planning.capacity.rules.over import OverCommitment, over_weeks
from planning.capacity.rules.weeks import Balance, Pair, monday, weeks_from
from planning.transactions import fetch_one


class _Period(msgspec.Struct, frozen=True):
    first_on: date | None
    last_on: date | None


_PERIOD = """
with line as (
    select l.agency_id, l.type_key, min(l.from_on) as first_on, max(l.until_on) as last_on
    from plan_resource l join plan p on p.id = l.plan_id
    where p.operation_id = $1 and l.removed_at is null and l.committed > 0
    group by l.agency_id, l.type_key)
select greatest(min(line.first_on), min(have.first_on)) as first_on, max(line.last_on) as last_on
from line join lateral (
    select min(c.week_on) as first_on from agency_capacity c
    where c.agency_id = line.agency_id and c.type_key = line.type_key) have
    on have.first_on is not null
"""


async def over_commitments(operation_id: UUID) -> list[OverCommitment]:
    """By agency, type and week; nothing of an operation that the actor is not in.

    Inside an open transaction. Weeks for which an agency has declared nothing are left out.
    """
    period = await fetch_one(_Period, _PERIOD, operation_id)
    if period is None or period.first_on is None or period.last_on is None:
        return []
    first = monday(period.first_on)
    weeks = weeks_from(first, max((period.last_on - first).days // 7 + 1, 1))
    found = await read_balances(weeks, operation_id=operation_id)
    return await named_over(operation_id, found, weeks)


async def named_over(
    operation_id: UUID, found: Mapping[Pair, Balance], weeks: Sequence[date]
) -> list[OverCommitment]:
    """Of balances that were read before; inside an open transaction."""
    over = over_weeks(operation_id, found, weeks)
    if not over:
        return []
    names, types = await agency_names(), await type_words()
    told = [
        OverCommitment(
            agency_id=agency_id,
            agency_name=names[agency_id],
            type_key=key,
            type_words=types[key].words,
            unit=types[key].unit,
            week_on=week,
            declared=declared,
            committed=committed,
        )
        for (agency_id, key), week, declared, committed in over
    ]
    return sorted(told, key=lambda one: (one.agency_name, one.type_words, one.week_on))
