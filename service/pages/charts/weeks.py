"""A year of weeks: what is committed as columns, what is declared as a line across them."""

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from service.pages.charts.frames import FLOOR, HEIGHT, Frame, framed, spaced
from service.pages.charts.marks import SMALL, Anchor, Box, Drawing, Ink, Line, Text, inside
from service.pages.charts.scales import tick_words


class WeekColumn(Struct, frozen=True):
    """One week: `here` stands below `others`; `name` is its month, "" but for the first of it."""

    name: str
    here: float
    others: float
    declared: float | None


def weekly(columns: Sequence[WeekColumn]) -> Drawing:
    """Columns from zero; the line breaks where nothing is declared."""
    top = max((max(one.here + one.others, one.declared or 0) for one in columns), default=0)
    frame = framed(top or 1.0, tick_words, whole=False)
    slot = frame.wide / max(len(columns), 1)
    return Drawing(
        height=HEIGHT,
        boxes=tuple(
            box
            for place, one in enumerate(columns)
            for box in _boxes(one, frame, (frame.left + slot * place, slot))
        ),
        lines=(*frame.lines, *stepped([one.declared for one in columns], frame, slot)),
        texts=(*frame.texts, *spaced(names_under([one.name for one in columns], frame, slot))),
    )


def _boxes(one: WeekColumn, frame: Frame, across: tuple[float, float]) -> list[Box]:
    x, wide = across[0] + across[1] * 0.1, across[1] * 0.8
    low, high = frame.y(one.here), frame.y(one.here + one.others)
    boxes = [
        Box(x=x, y=low, width=wide, height=FLOOR - low, ink=Ink.NOW),
        Box(x=x, y=high, width=wide, height=low - high, ink=Ink.BEFORE),
    ]
    return [box for box in boxes if box.height > 0]


def stepped(amounts: Sequence[float | None], frame: Frame, slot: float) -> list[Line]:
    """One amount a week as a line in steps; it breaks where there is none."""
    points = [
        (frame.left + slot * place, None if one is None else frame.y(one))
        for place, one in enumerate(amounts)
    ]
    level = [
        Line(points=((x, y), (x + slot, y)), ink=Ink.POINTER) for x, y in points if y is not None
    ]
    steps = [
        Line(points=((x, before), (x, y)), ink=Ink.POINTER)
        for (_, before), (x, y) in pairwise(points)
        if before is not None and y is not None and before != y
    ]
    return level + steps


def names_under(names: Sequence[str], frame: Frame, slot: float) -> list[Text]:
    """The names of those weeks that have one, under the first day of each."""
    return [
        inside(Text(x=frame.left + slot * place, y=FLOOR + 17, words=name,
                    anchor=Anchor.START, size=SMALL))
        for place, name in enumerate(names)
        if name
    ]  # fmt: skip
