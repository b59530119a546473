"""What a drawing is made of; all places are in units of a drawing that is WIDTH wide.

One width serves a phone, half a page at a desk and half a sheet of paper, so letters are never
scaled to less than 11 pixels.
"""

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from service.pages.charts.lettering import width_of

WIDTH = 360.0
LABEL, SMALL = 14.0, 13.0
LINE = 17.0


class Ink(StrEnum):
    """What a mark is for; the template gives each its colour (Okabe–Ito) and its stroke."""

    NOW = "now"
    BEFORE = "before"
    TRACK = "track"
    GRID = "grid"
    AXIS = "axis"
    POINTER = "pointer"


class Anchor(StrEnum):
    """Where a text stands at its x."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


class Value(Struct, frozen=True):
    """A number to draw, and its words; without a number only the words are shown."""

    number: float | None
    words: str


class Text(Struct, frozen=True, kw_only=True):
    """Words whose base line is at `y`; `weight` is "bold" for what is to be read first."""

    x: float
    y: float
    words: str
    anchor: Anchor = Anchor.START
    size: float = LABEL
    weight: str = "normal"

    @property
    def box(self) -> "Box":
        """The space that it takes; two texts whose boxes meet could not be read."""
        wide = width_of(self.words, self.size)
        left = {Anchor.START: 0.0, Anchor.MIDDLE: wide / 2, Anchor.END: wide}[self.anchor]
        return Box(x=self.x - left, y=self.y - self.size * 0.8, width=wide, height=self.size)


class Box(Struct, frozen=True, kw_only=True):
    """A bar, a column, or the space of a text."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink = Ink.NOW

    def meets(self, other: "Box", spare: float = 0.0) -> bool:
        """Whether they share some space, or come nearer to each other than `spare` sideways."""
        return (
            self.x < other.x + other.width + spare
            and other.x < self.x + self.width + spare
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


class Line(Struct, frozen=True, kw_only=True):
    """A straight line through two or more points."""

    points: tuple[tuple[float, float], ...]
    ink: Ink = Ink.GRID


class Dot(Struct, frozen=True, kw_only=True):
    """A point of a line."""

    x: float
    y: float
    ink: Ink = Ink.NOW


class Drawing(Struct, frozen=True, kw_only=True):
    """Everything that is drawn, in the order in which it is drawn."""

    height: float
    boxes: tuple[Box, ...] = ()
    lines: tuple[Line, ...] = ()
    dots: tuple[Dot, ...] = ()
    texts: tuple[Text, ...] = ()


def apart(texts: Iterable[Text], taken: Iterable[Text] = ()) -> tuple[Text, ...]:
    """Those, first come first served, that stand clear of each other and of what is there."""
    kept: list[Text] = []
    there = [one.box for one in taken]
    for text in texts:
        if not any(text.box.meets(box, spare=3) for box in there):
            kept.append(text)
            there.append(text.box)
    return tuple(kept)


def inside(text: Text, left: float = 0.0, right: float = WIDTH) -> Text:
    """The same text, pushed sideways until it is between the two."""
    box = text.box
    over = max(0.0, box.x + box.width - right)
    under = max(0.0, left - (box.x - over))
    return Text(
        x=text.x - over + under,
        y=text.y,
        words=text.words,
        anchor=text.anchor,
        size=text.size,
        weight=text.weight,
    )
