"""Quarterly reports: the partnership asks for one, the worker makes it, and nobody changes it."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec

from planning.clock import end_of_day, london_date
from planning.errors import Invalid
from planning.history.actions import record
from planning.history.rules import Event
from planning.measures.queries import words_of
from planning.measures.reading import Key, deadlines_now, facts_of_all, worked_out
from planning.measures.rules.counts import Dimension, Sum, counted
from planning.measures.rules.deadlines import Deadlines
from planning.measures.rules.figures import Counted
from planning.measures.rules.measured import Measured
from planning.measures.rules.period import Period, quarter_of, quarters
from planning.measures.rules.reports import fingerprint_of, report_blockers, version_blockers
from planning.measures.rules.shown import Dashboard, Filters
from planning.people.rules import Actor, Role, require_role
from planning.procedures.queries import current_profile
from planning.transactions import execute, fetch_all, fetch_value, to_json, transaction

_ASK = """
insert into quarterly_report (id, quarter, version, known_at, asked_by, asked_at)
select $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5
from quarterly_report where quarter = $2
"""
_WAITING = "select id from quarterly_report where quarter = $1 and made_at is null limit 1"
_OTHERS = "select coalesce(array_agg(known_at), '{}') from quarterly_report where quarter = $1"
_TO_MAKE = """
select id, quarter, known_at from quarterly_report where made_at is null order by asked_at
"""
_MADE = """
update quarterly_report set content = $2::jsonb, fingerprint = $3, made_at = $4
where id = $1 and made_at is null
"""


class _Wanted(msgspec.Struct, frozen=True):
    id: UUID
    quarter: date
    known_at: datetime


async def ask_for_report(*, quarter: date, known_on: date, actor: Actor, now: datetime) -> UUID:
    """Have the report of a quarter made, as known at the end of a day or now; its id.

    While one of that quarter waits it is that one. Raises `NotAllowed`, `Invalid`.
    """
    require_role(actor, Role.PARTNERSHIP)
    blockers = report_blockers(quarter, known_on, london_date(now))
    if blockers:
        raise Invalid(blockers)
    async with transaction(actor.person_id):
        waiting = await fetch_value(_WAITING, quarter)
        if waiting:
            return UUID(str(waiting))
        report_id = uuid4()
        known_at = min(now, end_of_day(known_on))
        blockers = version_blockers(known_at, await fetch_value(_OTHERS, quarter))
        if blockers:
            raise Invalid(blockers)
        await execute(_ASK, report_id, quarter, known_at, actor.person_id, now)
        await record(
            [
                Event(
                    "quarterly_report.asked",
                    "quarterly_report",
                    report_id,
                    None,
                    {"quarter": quarter.isoformat(), "known_at": known_at.isoformat()},
                )
            ],
            actor_id=actor.person_id,
            now=now,
        )
        return report_id


async def make_reports(*, now: datetime) -> int:
    """Make every report that waits, each in a transaction of its own; how many were made."""
    async with transaction(None):
        waiting = await fetch_all(_Wanted, _TO_MAKE)
    for one in waiting:
        async with transaction(None, isolation="repeatable_read"):
            content = await _figures(quarters(one.quarter, 1), one.known_at)
            kept = (to_json(content), fingerprint_of(content), now)
            await execute(_MADE, one.id, *kept)
    return len(waiting)


async def _figures(period: Period, known_at: datetime) -> Dashboard:
    """What the dashboard would have shown at a moment, no operation told apart."""
    today, previous = london_date(known_at), period.previous()
    deadlines = await deadlines_now()
    cells = await _cells(previous.from_on, period.until_on, known_at, deadlines)
    counts = counted(_sums(cells), known_at, deadlines)
    words = await words_of((await current_profile(today)).profile, [])
    now, before = (
        Counted([counts.get(quarter, {}) for quarter in one.quarters()], words)
        for one in (period, previous)
    )
    return Dashboard(
        period=period,
        previous=previous,
        filters=Filters(),
        as_of=known_at,
        today=today,
        figures=now.with_rows(),
        figures_before=before.figures(),
    )


async def _cells(first: date, last: date, known_at: datetime, deadlines: Deadlines) -> Counter[Key]:
    found: Counter[Key] = Counter()
    async for facts in facts_of_all():
        worked = worked_out(facts, deadlines, known_at=known_at)
        for amounts in worked.added.values():
            for key, amount in amounts.items():
                if first <= key.month <= last and key.operation_id is None:
                    found[key] += amount
    return found


def _sums(cells: Counter[Key]) -> Iterator[Sum]:
    for key, amount in cells.items():
        for dimension, row in (
            (Dimension.MONTH, key.month.isoformat()),
            (Dimension.TEAM, key.team),
            (Dimension.KIND, key.kind),
        ):
            quarter = quarter_of(key.month)
            yield Sum(quarter, dimension, row, Measured(key.measure), key.part, amount)
