"""The figures as rows to take away: every number that is shown, and no other."""

from collections.abc import Iterable, Iterator

from planning.measures.rules import Dashboard, Figure, Measured, Period, Row, Shown
from service.pages.presenters.drift.figures import shown

HEADING = (
    "Measure", "By", "Of", "What", "From", "Until", "Number", "Of how many", "Per cent", "Unit",
)  # fmt: skip
EXPLAINED = ("Measure", "Definition", "Source", "Unit")
Line = tuple[str | int | float | None, ...]


def lines(dashboard: Dashboard, measures: Iterable[Measured]) -> Iterator[Line]:
    """Both periods of these measures, whole and by month, team, type and operation."""
    for key in measures:
        for period, figure in (
            (dashboard.period, dashboard.figure(key)),
            (dashboard.previous, dashboard.before(key)),
        ):
            yield from _figure(period, figure)


def explained(dashboard: Dashboard) -> list[tuple[str, ...]]:
    """What each measure means and where it comes from."""
    told = (figure.measure for figure in dashboard.figures)
    return [(one.words, one.definition, one.source, one.unit) for one in told]


def _figure(period: Period, figure: Figure) -> Iterator[Line]:
    yield from _numbers(period, figure, figure)
    if figure.distribution:
        for name, days in (
            ("Median, working days", figure.distribution.median),
            ("90th percentile, working days", figure.distribution.ninetieth),
        ):
            yield _line(period, figure, name, ("too few" if days is None else days,))
        for point in figure.distribution.survival:
            name = f"Per cent still undecided after {point.day} working days"
            yield _line(period, figure, name, (point.per_cent,))
    for by, rows in (
        ("Month", figure.by_month),
        ("Team", figure.by_team),
        ("Type", figure.by_kind),
        ("Operation", figure.by_operation),
    ):
        for row in rows:
            yield from _numbers(period, figure, row, by)


def _numbers(period: Period, figure: Figure, one: Figure | Row, by: str = "") -> Iterator[Line]:
    place = (by, one.words if isinstance(one, Row) else "")
    if one.hours is None:
        yield _line(period, figure, "All", (_number(one.total),), place)
    else:
        yield _line(period, figure, "Agency-hours", (_number(one.hours),), place)
    for share in one.shares:
        counts = (_number(share.count), _number(share.of), share.per_cent)
        yield _line(period, figure, share.words, counts, place)
    for part in one.parts:
        yield _line(period, figure, part.words, (_number(part.count),), place)


def _line(
    period: Period, figure: Figure, what: str, numbers: Line, place: tuple[str, str] = ("", "")
) -> Line:
    dates = (period.from_on.isoformat(), period.until_on.isoformat())
    filled = (*numbers, None, None)[:3]
    return (figure.measure.words, *place, what, *dates, *filled, figure.measure.unit)


def _number(number: Shown) -> str | int:
    return shown(number) if number.value is None else number.value
