"""The frame of drawings over time: heights marked at the left, names under it."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from msgspec import Struct

from service.pages.charts.lettering import width_of
from service.pages.charts.marks import SMALL, WIDTH, Anchor, Ink, Line, Text
from service.pages.charts.scales import Scale, ticks

ABOVE, TALL, BELOW = 24.0, 168.0, 44.0
HEIGHT = ABOVE + TALL + BELOW
FLOOR = ABOVE + TALL
RIGHT = 8.0


class Frame(Struct, frozen=True):
    """Where the plot begins, and its heights."""

    left: float
    up: Scale
    lines: tuple[Line, ...]
    texts: tuple[Text, ...]

    @property
    def wide(self) -> float:
        """The width of the plot."""
        return WIDTH - RIGHT - self.left

    def y(self, number: float) -> float:
        """The height at which a number is drawn."""
        return FLOOR - self.up.at(number)


def framed(top: float, words_of: Callable[[float], str], *, whole: bool = True) -> Frame:
    """A frame from zero to the first round number that is not below `top`."""
    marked = ticks(top, whole=whole)
    words = [words_of(number) for number in marked]
    left = max(width_of(one, SMALL) for one in words) + 8
    up = Scale(marked[-1], TALL)
    heights = [FLOOR - up.at(number) for number in marked]
    return Frame(
        left,
        up,
        tuple(
            Line(points=((left, y), (WIDTH - RIGHT, y)), ink=Ink.GRID if index else Ink.AXIS)
            for index, y in enumerate(heights)
        ),
        tuple(
            Text(x=left - 6, y=y + 4, words=one, anchor=Anchor.END, size=SMALL)
            for y, one in zip(heights, words, strict=True)
        ),
    )


def spaced(texts: Sequence[Text], spare: float = 5.0) -> list[Text]:
    """Every text, or every second, third …: as many as stand apart from each other."""
    for step in range(1, len(texts) + 1):
        kept = list(texts[::step])
        boxes = [text.box for text in kept]
        if all(a.x + a.width + spare <= b.x for a, b in pairwise(boxes)):
            return kept
    return list(texts[:1])
