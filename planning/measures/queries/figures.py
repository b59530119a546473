"""What the partnership sees of its drift; raw counts stay inside this area."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.clock import london_date
from planning.errors import Invalid, NotFound
from planning.measures.rules.counts import Dimension, Sum, counted
from planning.measures.rules.deadlines import Deadlines
from planning.measures.rules.figures import Counted, Words
from planning.measures.rules.measured import Measured
from planning.measures.rules.period import Period, filter_blockers, period_blockers
from planning.measures.rules.shown import Dashboard, Filters
from planning.people.rules import Actor, Role, require_role
from planning.procedures.queries import current_profile
from planning.procedures.rules import Profile
from planning.transactions import connection, fetch_all, fetch_value, transaction


class Named(msgspec.Struct, frozen=True):
    """Something that has a name."""

    id: UUID
    name: str


class Choices(msgspec.Struct, frozen=True):
    """What figures can be filtered by: teams, and operations that the actor sees."""

    teams: list[str]
    operations: list[Named]


_SUMS = """
select date_trunc('quarter', month)::date as quarter,
       case when grouping(month) = 0 then 'month' when grouping(team) = 0 then 'team'
            else 'kind' end as dimension,
       case when grouping(month) = 0 then month::text when grouping(team) = 0 then team
            else kind end as row,
       measure, part, sum(amount)::bigint as amount
from measure_cell
where month between $1 and $2 and operation_id is null
group by grouping sets (
    (date_trunc('quarter', month), month, measure, part),
    (date_trunc('quarter', month), team, measure, part),
    (date_trunc('quarter', month), kind, measure, part))
union all
select date_trunc('quarter', month)::date, 'operation', operation_id::text, measure, part,
       sum(amount)::bigint
from measure_cell
where month between $1 and $2 and operation_id = any($3)
group by date_trunc('quarter', month), operation_id, measure, part
"""
_OPERATIONS = """
select o.id, o.name from operation o
where o.id in (select operation_id from measure_cell where operation_id is not null)
order by o.name, o.id
"""
_TEAMS = "select coalesce(array_agg(distinct team order by team), '{}') from measure_cell"
_AGENCIES = "select id, name from agency"


async def dashboard(*, period: Period, filters: Filters, actor: Actor, now: datetime) -> Dashboard:
    """All figures of a period and of as long before it.

    Raises `NotAllowed` for others than the partnership, `Invalid` for a period that is not whole
    quarters or for two filters, `NotFound` for an operation that the actor does not see.
    """
    require_role(actor, Role.PARTNERSHIP)
    chosen = _chosen(filters)
    today = london_date(now)
    faults = [*period_blockers(period, today), *filter_blockers(len(chosen))]
    if faults:
        raise Invalid(faults)
    previous = period.previous()
    async with transaction(actor.person_id):
        operations = await fetch_all(Named, _OPERATIONS)
        if filters.operation_id and filters.operation_id not in {one.id for one in operations}:
            raise NotFound
        as_of = await fetch_value("select accord_measured_until()") or now
        profile = (await current_profile(today)).profile
        words = await words_of(profile, operations)
        sums = await _sums(previous.from_on, period.until_on, operations)
    deadlines = Deadlines({}, profile.closed_days)
    counts = counted(sums, now, deadlines)
    now_counted, before = (
        Counted([counts.get(quarter, {}) for quarter in one.quarters()], words)
        for one in (period, previous)
    )
    return Dashboard(
        period=period,
        previous=previous,
        filters=filters,
        as_of=as_of,
        today=today,
        figures=now_counted.figures_of(*chosen[0]) if chosen else now_counted.with_rows(),
        figures_before=before.figures_of(*chosen[0]) if chosen else before.figures(),
    )


async def choices(*, actor: Actor) -> Choices:
    """What a dashboard can be filtered by."""
    require_role(actor, Role.PARTNERSHIP)
    async with transaction(actor.person_id):
        return Choices(await fetch_value(_TEAMS), await fetch_all(Named, _OPERATIONS))


def _chosen(filters: Filters) -> list[tuple[Dimension, str]]:
    asked = (
        (Dimension.TEAM, filters.team),
        (Dimension.KIND, filters.kind),
        (Dimension.OPERATION, filters.operation_id),
    )
    return [(dimension, str(row)) for dimension, row in asked if row is not None]


async def _sums(first: date, last: date, operations: Sequence[Named]) -> list[Sum]:
    rows = await connection().fetch(_SUMS, first, last, [one.id for one in operations])
    return [
        Sum(
            row["quarter"],
            Dimension(row["dimension"]),
            row["row"],
            Measured(row["measure"]),
            row["part"],
            row["amount"],
        )
        for row in rows
    ]


async def words_of(profile: Profile, operations: Sequence[Named]) -> Words:
    """Names for what is told; needs an open transaction."""
    return Words(
        agencies={str(one.id): one.name for one in await fetch_all(Named, _AGENCIES)},
        kinds={kind: rules.words for kind, rules in profile.kinds.items()},
        operations={str(one.id): one.name for one in operations},
    )
