"""Horizontal bars from zero: each with its name above it and its number at its end."""

from collections.abc import Sequence

from msgspec import Struct

from service.pages.charts.lettering import shortened_to, width_of, wrapped
from service.pages.charts.marks import (
    LABEL,
    LINE,
    WIDTH,
    Box,
    Drawing,
    Ink,
    Line,
    Text,
    Value,
)
from service.pages.charts.scales import Scale

THICK = 16.0
_GAP, _BETWEEN = 6.0, 13.0
_LONGEST_VALUE = WIDTH * 0.42


class Bar(Struct, frozen=True):
    """One row: a name of any length, and its number."""

    name: str
    value: Value


def bars(rows: Sequence[Bar], *, top: float, ink: Ink = Ink.NOW, whole: bool = False) -> Drawing:
    """`top` is the number of the longest bar that fits, the same for drawings to be compared.

    `whole`: behind each bar stands the whole of which it is a share. A number that may not be
    shown has no bar at all, only its words.
    """
    said = [shortened_to(row.value.words, LABEL, _LONGEST_VALUE) for row in rows]
    room = max((width_of(words, LABEL) for words in said), default=0.0) + _GAP + 2
    scale = Scale(top, WIDTH - room)
    boxes: list[Box] = []
    texts: list[Text] = []
    zeros: list[Line] = []
    y = 0.0
    for row, words in zip(rows, said, strict=True):
        for line in wrapped(row.name, LABEL, WIDTH):
            texts.append(Text(x=0, y=y + LABEL, words=line))
            y += LINE
        y += 3
        boxes += _row(row.value, scale, y, ink, whole=whole)
        texts.append(_at_the_end(row.value, words, scale, y, whole=whole))
        zeros.append(Line(points=((0.75, y - 2), (0.75, y + THICK + 2)), ink=Ink.AXIS))
        y += THICK + _BETWEEN
    return Drawing(
        height=max(y - _BETWEEN, LINE) + 3,
        boxes=tuple(boxes),
        lines=tuple(zeros),
        texts=tuple(texts),
    )


def _row(value: Value, scale: Scale, y: float, ink: Ink, *, whole: bool) -> list[Box]:
    if value.number is None:
        return []
    track = Box(x=0, y=y, width=scale.length, height=THICK, ink=Ink.TRACK)
    bar = Box(x=0, y=y, width=scale.at(value.number), height=THICK, ink=ink)
    return [track, bar] if whole else [bar]


def _at_the_end(value: Value, words: str, scale: Scale, y: float, *, whole: bool) -> Text:
    end = 0.0 if value.number is None else scale.length if whole else scale.at(value.number)
    return Text(x=end + _GAP, y=y + THICK - 3, words=words, weight="bold")
