"""How many still wait after how many days: a curve that goes down in steps."""

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from service.pages.charts.frames import FLOOR, HEIGHT, Frame, framed, spaced
from service.pages.charts.lettering import width_of
from service.pages.charts.marks import (
    SMALL,
    Anchor,
    Drawing,
    Ink,
    Line,
    Text,
    apart,
    inside,
)
from service.pages.charts.scales import Scale, tick_words, ticks


class Step(Struct, frozen=True):
    """From this day on this share still waits; shares only fall."""

    day: float
    share: float


def survival(
    steps: Sequence[Step], *, until: float, unit: str = "working days", ink: Ink = Ink.NOW
) -> Drawing:
    """Everybody waits on day 0. `until` is the last day, the same for drawings to be compared."""
    frame = framed(1.0, lambda share: f"{share * 100:.0f}\u00a0%", whole=False)
    marked = ticks(max(until, 1.0), 6)
    along = Scale(marked[-1], frame.wide)
    curve = _corners(steps, frame, along)
    pointers = [
        (day, share, words)
        for share, words in ((0.5, "half by day {}"), (0.1, "9 in 10 by day {}"))
        if (day := reached(steps, share)) is not None
    ]
    return Drawing(
        height=HEIGHT,
        lines=(
            *frame.lines,
            *(_pointer(day, share, frame, along) for day, share, _ in pointers),
            *((Line(points=curve, ink=ink),) if curve else ()),
        ),
        texts=(
            *frame.texts,
            *_days(marked, frame, along, unit),
            *apart(
                _said(day, share, words.format(tick_words(day)), frame, along)
                for day, share, words in pointers
            ),
        ),
    )


def reached(steps: Sequence[Step], share: float) -> float | None:
    """The first day on which no more than this share still waits."""
    return next((step.day for step in steps if step.share <= share), None)


def _corners(steps: Sequence[Step], frame: Frame, along: Scale) -> tuple[tuple[float, float], ...]:
    if not steps:
        return ()
    known = [Step(0.0, 1.0), *steps]
    corners = [(0.0, 1.0)]
    for before, after in pairwise(known):
        corners += [(after.day, before.share), (after.day, after.share)]
    return tuple((frame.left + along.at(day), frame.y(share)) for day, share in corners)


def _pointer(day: float, share: float, frame: Frame, along: Scale) -> Line:
    x, y = frame.left + along.at(day), frame.y(share)
    return Line(points=((frame.left, y), (x, y), (x, FLOOR)), ink=Ink.POINTER)


def _said(day: float, share: float, words: str, frame: Frame, along: Scale) -> Text:
    """Beside the curve: it has gone down there, so the place above and right of it is free."""
    wide = width_of(words, SMALL)
    x = min(frame.left + along.at(day) + 6, frame.left + frame.wide - wide)
    return Text(x=max(x, frame.left), y=frame.y(share) - 6, words=words, size=SMALL, weight="bold")


def _days(marked: Sequence[float], frame: Frame, along: Scale, unit: str) -> list[Text]:
    numbers = [
        inside(Text(x=frame.left + along.at(day), y=FLOOR + 17, words=tick_words(day),
                    anchor=Anchor.MIDDLE, size=SMALL))
        for day in marked
    ]  # fmt: skip
    middle = frame.left + frame.wide / 2
    return [
        *spaced(numbers),
        inside(Text(x=middle, y=FLOOR + 36, words=unit, anchor=Anchor.MIDDLE, size=SMALL)),
    ]
