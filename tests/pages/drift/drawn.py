"""A dashboard of made-up counts, put together by the area's own rules."""

from datetime import UTC, date, datetime
from random import Random

from planning.clock import NONE_CLOSED
from planning.measures.rules import MEASURES, Dashboard, Filters, Measured, Period
from planning.measures.rules.counts import Dimension, Sum, counted
from planning.measures.rules.deadlines import Deadlines
from planning.measures.rules.figures import Counted, Words
from planning.measures.rules.measured import USUAL
from planning.procedures.rules import MeetingKind

AS_OF = datetime(2026, 4, 14, 9, 4, tzinfo=UTC)
TEAMS = ("North", "South", "East assessment and safeguarding", "")
KINDS = (MeetingKind.INITIAL, MeetingKind.REVIEW)
AGENCIES = {"a": "Northborough Police", "b": "Northborough Hospital Trust", "c": "Legal services"}


def drawn_dashboard(*, size: int = 30, seed: int = 5, quarters: int = 1) -> Dashboard:
    """The first quarter of 2026 (or so many, ending with it) against what came before."""
    random = Random(seed)
    period = Period(date(2026, 1, 1) if quarters == 1 else date(2025, 4, 1), date(2026, 3, 31))
    previous = period.previous()
    sums = [
        one
        for month in (*previous.months(), *period.months())
        for team in TEAMS
        for kind in KINDS
        for one in _cells(month, team, kind, random, size)
    ]
    counts = counted(sums, AS_OF, Deadlines({}, NONE_CLOSED))
    words = Words(AGENCIES, {kind: kind.replace("_", " ").capitalize() for kind in MeetingKind}, {})
    now, before = (
        Counted([counts.get(quarter, {}) for quarter in one.quarters()], words)
        for one in (period, previous)
    )
    return Dashboard(
        period=period,
        previous=previous,
        filters=Filters(),
        as_of=AS_OF,
        today=AS_OF.date(),
        figures=now.with_rows(),
        figures_before=before.figures(),
    )


def _cells(month: date, team: str, kind: MeetingKind, random: Random, size: int) -> list[Sum]:
    quarter = month.replace(month=(month.month - 1) // 3 * 3 + 1)
    rows = (
        (Dimension.MONTH, month.isoformat()),
        (Dimension.TEAM, team),
        (Dimension.KIND, kind.value),
    )
    amounts = {
        (measure.key, part): random.randint(size if measure.key is Measured.REPEATS else 0, most)
        for measure in MEASURES
        for part, most in _parts(measure.key, [one.key for one in measure.parts], size).items()
    }
    return [
        Sum(quarter, dimension, row, measure, part, amount)
        for (measure, part), amount in amounts.items()
        for dimension, row in rows
        if amount
    ]


def _parts(measure: Measured, parts: list[str], size: int) -> dict[str, int]:
    if measure is Measured.DAYS:
        days = {f"decided:{day}": size // (2 + day) for day in range(30)}
        return {**days, "since:2026-03-02": size // 20, "since:2026-01-12": size // 20}
    if measure is Measured.ABSENT:
        return {agency: size // (place + 2) for place, agency in enumerate(AGENCIES)}
    if measure is Measured.HOURS:
        return {"1": size * 200, "2": size * 100}
    if measure is Measured.REPEATS:
        return dict.fromkeys(parts, 2 * size)
    if measure in USUAL:
        # What is left of all meetings is never kept: the others are fewer than the meetings.
        kept = [part for part in parts if part != USUAL[measure]]
        return {part: size // (4 * (place + 1)) for place, part in enumerate(kept)}
    return {part: size // (place + 1) for place, part in enumerate(parts)}
