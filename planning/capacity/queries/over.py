"""Whether an operation commits more than its agencies have, which the gate asks."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from planning.capacity.queries.reading import agency_names, read_shared, type_words
from planning.capacity.rules.over import Over, OverCommitment, over_weeks
from planning.capacity.rules.weeks import Balance, Pair, weeks_from
from planning.clock import monday
from planning.plans.queries.resource_types import TypeSeen
from planning.transactions import fetch_all


class _Period(msgspec.Struct, frozen=True):
    operation_id: UUID
    first_on: date
    last_on: date

    @property
    def weeks(self) -> list[date]:
        first = monday(self.first_on)
        return weeks_from(first, max((self.last_on - first).days // 7 + 1, 1))


_PERIODS = """
with line as (
    select p.operation_id, l.agency_id, l.type_key, min(l.from_on) as first_on,
           max(l.until_on) as last_on
    from plan_resource l join plan p on p.id = l.plan_id
    where p.operation_id = any($1) and l.removed_at is null and l.committed > 0
    group by p.operation_id, l.agency_id, l.type_key)
select line.operation_id, greatest(min(line.first_on), min(have.first_on)) as first_on,
       max(line.last_on) as last_on
from line join lateral (
    select min(c.week_on) as first_on from agency_capacity c
    where c.agency_id = line.agency_id and c.type_key = line.type_key) have
    on have.first_on is not null
group by line.operation_id
"""


async def over_commitments(operation_id: UUID) -> list[OverCommitment]:
    """By agency, type and week; nothing of an operation that the actor is not in.

    Inside an open transaction. Weeks for which an agency has declared nothing are left out.
    """
    return (await over_commitments_of([operation_id])).get(operation_id, [])


async def over_commitments_of(operation_ids: Sequence[UUID]) -> dict[UUID, list[OverCommitment]]:
    """By operation, in as many statements for however many; inside an open transaction."""
    periods = await fetch_all(_Period, _PERIODS, list(operation_ids))
    if not periods:
        return {}
    windows = {one.operation_id: one.weeks for one in periods}
    found = await read_shared(windows)
    over = {key: over_weeks(key, of_one, windows[key]) for key, of_one in found.items()}
    if not any(over.values()):
        return {}
    names, types = await agency_names(), await type_words()
    return {key: _told(weeks, names, types) for key, weeks in over.items()}


async def named_over(
    operation_id: UUID, found: Mapping[Pair, Balance], weeks: Sequence[date]
) -> list[OverCommitment]:
    """Of balances that were read before; inside an open transaction."""
    over = over_weeks(operation_id, found, weeks)
    if not over:
        return []
    return _told(over, await agency_names(), await type_words())


def _told(
    over: Sequence[Over], names: Mapping[UUID, str], types: Mapping[str, TypeSeen]
) -> list[OverCommitment]:
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
