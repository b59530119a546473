"""Weeks of a forecast: a band from low to high with its middle, and what there is as a line."""

from collections.abc import Sequence

from msgspec import Struct

from service.pages.charts.frames import FLOOR, HEIGHT, Frame, framed, spaced
from service.pages.charts.marks import SMALL, Anchor, Box, Drawing, Ink, Line, Text
from service.pages.charts.scales import tick_words
from service.pages.charts.weeks import names_under, stepped

MARK = "!"


class BandWeek(Struct, frozen=True):
    """One week; `there` is what there is of it, and `short` marks it as likely too little."""

    name: str
    low: float
    middle: float
    high: float
    there: float | None = None
    short: bool = False


def banded(weeks: Sequence[BandWeek]) -> Drawing:
    """Bands from low to high; the line breaks where nothing is known."""
    top = max((max(one.high, one.there or 0) for one in weeks), default=0)
    frame = framed(top or 1.0, tick_words, whole=False)
    slot = frame.wide / max(len(weeks), 1)
    places = [(frame.left + slot * place, one) for place, one in enumerate(weeks)]
    return Drawing(
        height=HEIGHT,
        boxes=tuple(_box(one, frame, x, slot) for x, one in places if one.high > 0),
        lines=(
            *frame.lines,
            *(_middle(one, frame, x, slot) for x, one in places if one.high > 0),
            *stepped([one.there for one in weeks], frame, slot),
        ),
        texts=(
            *frame.texts,
            *spaced(names_under([one.name for one in weeks], frame, slot)),
            *(_mark(one, frame, x, slot) for x, one in places if one.short),
        ),
    )


def _box(one: BandWeek, frame: Frame, x: float, slot: float) -> Box:
    top, bottom = frame.y(one.high), frame.y(one.low)
    return Box(
        x=x + slot * 0.1, y=top, width=slot * 0.8, height=max(bottom - top, 1.0), ink=Ink.BEFORE
    )


def _middle(one: BandWeek, frame: Frame, x: float, slot: float) -> Line:
    y = frame.y(one.middle)
    return Line(points=((x + slot * 0.1, y), (x + slot * 0.9, y)), ink=Ink.NOW)


def _mark(one: BandWeek, frame: Frame, x: float, slot: float) -> Text:
    return Text(
        x=x + slot / 2,
        y=min(frame.y(one.high) - 4, FLOOR - 4),
        words=MARK,
        anchor=Anchor.MIDDLE,
        size=SMALL,
        weight="bold",
    )
