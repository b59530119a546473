"""Counts on two scales: how likely to the right, how severe upwards."""

from collections.abc import Mapping, Sequence

from service.pages.charts.lettering import width_of, wrapped
from service.pages.charts.marks import (
    LABEL,
    LINE,
    SMALL,
    WIDTH,
    Anchor,
    Box,
    Drawing,
    Ink,
    Text,
)

CELL = 40.0
FIGURE, NAME = 18.0, 12.0
_GAP, _ROOM = 3.0, 8.0
Place = tuple[int, int]


def grid(
    counts: Mapping[Place, int],
    high: frozenset[Place],
    *,
    across: Sequence[str],
    up: Sequence[str],
    titles: tuple[str, str],
) -> Drawing:
    """A cell for each pair of levels, from 1; `high` cells stand out by colour and by an edge.

    `across` and `up` name the levels from the least; `titles` name the two scales.
    """
    left = max(width_of(words, SMALL) for words in up) + _ROOM
    wide = (WIDTH - left) / len(across)
    floor = LINE + len(up) * CELL
    boxes: list[Box] = []
    texts = [Text(x=0, y=LABEL, words=titles[1], weight="bold")]
    for row, name in enumerate(up, start=1):
        top = floor - row * CELL
        middle = top + CELL / 2 + 5
        texts.append(Text(x=left - _ROOM, y=middle, words=name, anchor=Anchor.END, size=SMALL))
        for column in range(1, len(across) + 1):
            x = left + (column - 1) * wide
            ink = Ink.BEFORE if (column, row) in high else Ink.TRACK
            boxes.append(Box(x=x, y=top + _GAP, width=wide - _GAP, height=CELL - _GAP, ink=ink))
            count = counts.get((column, row), 0)
            if count:
                centre = x + (wide - _GAP) / 2
                texts.append(_figure(centre, middle + 2, count))
    lines = _names(across, left, wide, floor + LINE)
    bottom = max(text.y for text in lines) + LINE + 4
    title = Text(x=left, y=bottom, words=titles[0], weight="bold")
    return Drawing(height=bottom + 6, boxes=tuple(boxes), texts=(*texts, *lines, title))


def _figure(x: float, y: float, count: int) -> Text:
    return Text(x=x, y=y, words=str(count), anchor=Anchor.MIDDLE, size=FIGURE, weight="bold")


def _names(across: Sequence[str], left: float, wide: float, y: float) -> list[Text]:
    return [
        Text(
            x=left + column * wide + (wide - _GAP) / 2,
            y=y + number * LINE,
            words=line,
            anchor=Anchor.MIDDLE,
            size=NAME,
        )
        for column, words in enumerate(across)
        for number, line in enumerate(wrapped(words, NAME, wide))
    ]
