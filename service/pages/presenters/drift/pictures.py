"""A chart with all that belongs to it: a sentence, its panels of now and before, its table."""

from collections.abc import Callable, Sequence

from msgspec import Struct

from planning.measures.rules import Dashboard, Figure, Measured, Period, Row, Share, Shown
from service.pages.charts.bars import Bar, bars
from service.pages.charts.marks import Drawing, Ink, Value
from service.pages.charts.months import Month, columns, line
from service.pages.charts.scales import highest, tick_words
from service.pages.charts.survival import Step, survival
from service.pages.presenters.drift import sentences
from service.pages.presenters.drift.figures import (
    Named,
    count_value,
    month_year,
    per_cent,
    period_words,
    share_value,
    share_words,
    shown,
)

_ORDERED = {Measured.DAYS, Measured.LONG_CHAINS, Measured.ESCALATIONS}
Rows = tuple[tuple[str, ...], ...]


class Panel(Struct, frozen=True):
    """One drawing of one period; `drawing` is `None` when there is nothing to draw."""

    id: str
    heading: str
    drawing: Drawing | None
    description: str

    @property
    def has_marks(self) -> bool:
        """Whether anything is drawn in it beside axes and words."""
        if self.drawing is None:
            return False
        inks = {Ink.NOW, Ink.BEFORE}
        boxes = any(box.ink in inks and box.width and box.height for box in self.drawing.boxes)
        lines = any(line.ink in inks for line in self.drawing.lines)
        return boxes or lines or any(dot.ink in inks for dot in self.drawing.dots)


class Picture(Struct, frozen=True, kw_only=True):
    """A chart as page and document set it; the table holds every number that is drawn."""

    key: str
    title: str
    sentence: str
    panels: tuple[Panel, ...]
    columns: tuple[str, ...]
    rows: Rows
    large: bool = False

    @property
    def drawn(self) -> bool:
        """Whether it shows anything: else its sentence and its table are enough."""
        return self.panels[0].has_marks


class Maker:
    """Makes the pictures of one dashboard; the two periods are drawn to one scale."""

    def __init__(self, dashboard: Dashboard) -> None:
        self._period = dashboard.period
        self._now = period_words(dashboard.period)
        self._before = period_words(dashboard.previous)

    def parts(
        self,
        key: str,
        title: str,
        now: Figure,
        before: Figure,
        *,
        skip: str = "",
        says: str = "",
    ) -> Picture:
        """Bars of what a measure falls into; zeros are in the table alone.

        The most frequent first, unless the parts have an order of their own.
        """
        past = {part.key: part.count for part in before.parts}
        named = [
            Named(part.words, count_value(part.count), count_value(past.get(part.key, Shown(0))))
            for part in now.parts
            if part.key not in skip.split()
        ]
        return self.bars(
            key,
            title,
            named if now.measure.key in _ORDERED else _by_size(named),
            says or sentences.most_frequent(named, now.measure.unit),
        )

    def shares(self, key: str, title: str, pairs: Sequence[tuple[str, Share, Share]]) -> Picture:
        """Bars of shares, each before its whole."""
        named = [Named(name, share_value(a), share_value(b)) for name, a, b in pairs]
        return self.bars(key, title, named, sentences.from_to(named), whole=True)

    def rows(self, key: str, title: str, rows: Sequence[Row], share: str) -> Picture:
        """One share by team, type or operation, the largest first; of this period alone."""
        shares = [(row.words, share_value(_share(row, share))) for row in rows]
        named = [Named(name, value, value) for name, value in shares]
        return self.bars(
            key, title, _by_size(named), sentences.from_to(named), whole=True, alone=True
        )

    def bars(
        self,
        key: str,
        title: str,
        named: Sequence[Named],
        sentence: str,
        *,
        whole: bool = False,
        alone: bool = False,
    ) -> Picture:
        """Bars of now, beside those of before in the table; nothing in either is not drawn."""
        drawn = [one for one in named if one.now.number != 0 or one.before.number != 0]
        top = 100.0 if whole else highest(one.now.number for one in drawn)
        drawing = bars([Bar(one.name, one.now) for one in drawn], top=top, whole=whole)
        told = [f"{one.name}: {one.now.words}" for one in drawn]
        sides = 2 if alone else 3
        return Picture(
            key=key,
            title=title,
            sentence=sentence,
            panels=self._panels(key, [drawing if drawn else None], [told]),
            columns=("Name", self._now, self._before)[:sides],
            rows=tuple((one.name, one.now.words, one.before.words)[:sides] for one in named),
        )

    def months_of_share(self, key: str, title: str, now: Figure, share: str) -> Picture:
        """A line of one share, month by month."""

        def value(row: Row) -> Value:
            one = _share(row, share)
            few = "few" if one.count.few else ""
            return Value(one.per_cent, few if one.per_cent is None else per_cent(one))

        return self._months(key, title, now, _Drawn(
            line, value, lambda row: share_words(_share(row, share)), 100.0, _in_per_cent
        ))  # fmt: skip

    def months_of_hours(self, key: str, title: str, now: Figure) -> Picture:
        """Columns of hours, month by month."""

        def value(row: Row) -> Value:
            short = "few" if row.hours and row.hours.few else ""
            drawn = count_value(row.hours or Shown(0))
            return drawn if drawn.number is not None else Value(None, short)

        top = highest(value(row).number for row in now.by_month)
        return self._months(key, title, now, _Drawn(
            columns, value, lambda row: shown(row.hours or Shown(0)), top, tick_words
        ))  # fmt: skip

    def waiting(self, key: str, title: str, now: Figure, before: Figure) -> Picture:
        """The curve of those who still wait, now and before, and its days as a table."""
        curves = [_steps(now), _steps(before)]
        until = max((sentences.over(steps) for steps in curves), default=1.0)
        inks = (Ink.NOW, Ink.BEFORE)
        drawings = [
            survival(steps, until=until, ink=ink) if steps else None
            for steps, ink in zip(curves, inks, strict=True)
        ]
        told = [sentences.waited(steps) for steps in curves]
        return Picture(
            key=key,
            title=title,
            sentence=sentences.both(told[0], told[1], curves[0], curves[1]),
            panels=self._panels(key, drawings, [told[:1], told[1:]]),
            columns=("Working days", self._now, self._before),
            rows=_days(curves[0], curves[1]),
            large=True,
        )

    def _months(self, key: str, title: str, now: Figure, drawn: "_Drawn") -> Picture:
        rows = _every_month(self._period, now)
        drawing = drawn.draw(
            [_month(row, drawn.value(row)) for row in rows], top=drawn.top, words_of=drawn.words_of
        )
        lines = tuple((month_year(row.key), drawn.words(row)) for row in rows)
        told = [f"{name}: {words}" for name, words in lines]
        return Picture(
            key=key,
            title=title,
            sentence=sentences.over_time(
                [(month_year(row.key), drawn.value(row), drawn.words(row)) for row in rows]
            ),
            panels=self._panels(key, [drawing], [told]),
            columns=("Month", "Number"),
            rows=lines,
        )

    def _panels(
        self, key: str, drawings: Sequence[Drawing | None], told: Sequence[Sequence[str]]
    ) -> tuple[Panel, ...]:
        headings = (self._now, f"The period before: {self._before}")
        return tuple(
            Panel(f"{key}-{side}", heading, drawing, "; ".join(words))
            for side, heading, drawing, words in zip(
                ("now", "before"), headings, drawings, told, strict=False
            )
        )


class _Drawn(Struct, frozen=True):
    """How months are drawn: what of a row, how high, in which words."""

    draw: Callable[..., Drawing]
    value: Callable[[Row], Value]
    words: Callable[[Row], str]
    top: float
    words_of: Callable[[float], str]


def _every_month(period: Period, figure: Figure) -> list[Row]:
    """A row for each month, also for those of which nothing is counted."""
    there = {row.key[:7]: row for row in figure.by_month}
    shares = [Share(ratio.key, ratio.words, Shown(0), Shown(0)) for ratio in figure.measure.ratios]
    return [
        there.get(f"{month:%Y-%m}") or Row(month.isoformat(), "", Shown(0), shares, [])
        for month in period.months()
    ]


def _by_size(named: Sequence[Named]) -> list[Named]:
    """The largest first; those without a number last by name, for their place would tell it."""
    return sorted(
        named, key=lambda one: (one.now.number is None, -(one.now.number or 0.0), one.name)
    )


def _share(row: Row, key: str) -> Share:
    return next(share for share in row.shares if share.key == key)


def _steps(figure: Figure) -> list[Step]:
    curve = figure.distribution.survival if figure.distribution else []
    return [Step(point.day, point.per_cent / 100) for point in curve]


def _days(now: Sequence[Step], before: Sequence[Step]) -> Rows:
    days = sorted({step.day for step in (*now, *before)})
    return tuple(
        (f"After {tick_words(day)}", sentences.still(now, day), sentences.still(before, day))
        for day in days
    )


def _month(row: Row, value: Value) -> Month:
    return Month(month_year(row.key)[:3], row.key[:4], value)


def _in_per_cent(number: float) -> str:
    return f"{number:.0f}\u00a0%"
