"""Months side by side: columns of what is counted, a line of what is a share."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from msgspec import Struct

from service.pages.charts.frames import FLOOR, HEIGHT, Frame, framed, spaced
from service.pages.charts.marks import (
    SMALL,
    Anchor,
    Box,
    Dot,
    Drawing,
    Ink,
    Line,
    Text,
    Value,
    apart,
    inside,
)

_WIDEST = 40.0


class Month(Struct, frozen=True):
    """A slot under its name; `year` stands under the first month of each year."""

    name: str
    year: str
    value: Value


def columns(
    months: Sequence[Month], *, top: float, words_of: Callable[[float], str], ink: Ink = Ink.NOW
) -> Drawing:
    """A column from zero for each month; without a number only its words."""
    frame = framed(top, words_of)
    slot = frame.wide / max(len(months), 1)
    wide = min(slot * 0.72, _WIDEST)
    drawn = [
        Box(x=x - wide / 2, y=frame.y(number), width=wide, height=FLOOR - frame.y(number), ink=ink)
        for x, number in _numbers(months, frame, slot)
    ]
    return Drawing(
        height=HEIGHT,
        lines=frame.lines,
        boxes=tuple(drawn),
        texts=(*frame.texts, *_names(months, frame, slot), *_values(months, frame, slot)),
    )


def line(
    months: Sequence[Month], *, top: float, words_of: Callable[[float], str], ink: Ink = Ink.NOW
) -> Drawing:
    """A line through the months, broken where a number may not be shown."""
    frame = framed(top, words_of, whole=False)
    slot = frame.wide / max(len(months), 1)
    there = [(x, frame.y(number)) for x, number in _numbers(months, frame, slot)]
    strokes = [Line(points=(a, b), ink=ink) for a, b in pairwise(there) if b[0] - a[0] < slot * 1.5]
    return Drawing(
        height=HEIGHT,
        lines=(*frame.lines, *strokes),
        dots=tuple(Dot(x=x, y=y, ink=ink) for x, y in there),
        texts=(*frame.texts, *_names(months, frame, slot), *_turns(months, frame, slot)),
    )


def _middle(frame: Frame, slot: float, index: int) -> float:
    return frame.left + slot * (index + 0.5)


def _numbers(months: Sequence[Month], frame: Frame, slot: float) -> list[tuple[float, float]]:
    return [
        (_middle(frame, slot, index), month.value.number)
        for index, month in enumerate(months)
        if month.value.number is not None
    ]


def _names(months: Sequence[Month], frame: Frame, slot: float) -> list[Text]:
    names = [
        inside(Text(x=_middle(frame, slot, index), y=FLOOR + 17, words=month.name,
                    anchor=Anchor.MIDDLE, size=SMALL))
        for index, month in enumerate(months)
    ]  # fmt: skip
    starts = [
        index
        for index, month in enumerate(months)
        if index == 0 or month.year != months[index - 1].year
    ]
    years = [
        inside(Text(x=_middle(frame, slot, index), y=FLOOR + 35, words=months[index].year,
                    anchor=Anchor.MIDDLE, size=SMALL, weight="bold"))
        for index in starts
    ]  # fmt: skip
    return [*spaced(names), *apart(years)]


def _values(months: Sequence[Month], frame: Frame, slot: float) -> tuple[Text, ...]:
    """The words over every column if all have room, else over those that matter most."""
    order = sorted(range(len(months)), key=lambda index: _weight(months, index), reverse=True)
    return apart((_said(months, index, frame, slot) for index in order), taken=frame.texts)


def _turns(months: Sequence[Month], frame: Frame, slot: float) -> tuple[Text, ...]:
    """The words of the last month and the highest, and of those without a number.

    More would stand on the line.
    """
    there = [index for index, month in enumerate(months) if month.value.number is not None]
    told = [there[-1], max(there, key=lambda index: _weight(months, index)[1])] if there else []
    hidden = [index for index in range(len(months)) if index not in there]
    said = (_said(months, index, frame, slot) for index in dict.fromkeys((*told, *hidden)))
    return apart(said, taken=frame.texts)


def _said(months: Sequence[Month], index: int, frame: Frame, slot: float) -> Text:
    value = months[index].value
    height = FLOOR if value.number is None else frame.y(value.number)
    text = Text(
        x=_middle(frame, slot, index),
        y=height - 8,
        words=value.words,
        anchor=Anchor.MIDDLE,
        size=SMALL,
        weight="bold",
    )
    return inside(text, left=frame.left)


def _weight(months: Sequence[Month], index: int) -> tuple[bool, float]:
    """The last month first, then the highest."""
    return index == len(months) - 1, months[index].value.number or 0.0
