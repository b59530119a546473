"""One child's chain as a picture: time runs down, a step for each working day.

Nothing here knows what a chain is: events in the order of their days come in, and marks at places
go out, told apart by their shapes and not by their colours. Where words need more room than the
days between, marks are moved down, never up: each stands beside its words, and in order.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from planning.clock import working_days_between
from service.pages.presenters.counts import count
from service.pages.presenters.dates import short_day

WIDTH = 320
MOST_EVENTS = 60
_TOP, _BOTTOM = 22, 20
_DAY_AT_MOST, _LONGEST_AXIS = 12.0, 480.0
_LINE, _BETWEEN = 16, 10
_CHARACTERS, _LINES_AT_MOST = 34, 3
_TRACK, _ACTS, _CLOCK, _LABELS = 18, 42, 62, 80
_SHORTEST_STEP = 5.0


class Shape(StrEnum):
    """What a mark stands for; each is drawn in its own way."""

    DECIDED = "decided"
    UNDECIDED = "undecided"
    HANDED = "handed"
    REVIEW = "review"
    ESCALATED = "escalated"
    ANSWERED = "answered"
    NEXT = "next"
    SLIPPED = "slipped"
    MISSED = "missed"
    DUE = "due"
    TODAY = "today"


MEETINGS = frozenset({Shape.DECIDED, Shape.UNDECIDED, Shape.HANDED})
_LANES = {**dict.fromkeys(MEETINGS, _TRACK), Shape.DUE: _CLOCK, Shape.TODAY: _TRACK}


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a day, in words."""

    on: date
    shape: Shape
    words: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one day to another, both with an event."""

    from_on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class History:
    """Events in the order of their days, today among them; while nothing was decided; the clock."""

    events: list[Event]
    undecided: list[Stretch]
    clock: Stretch | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A shape at a place, its words to the right of it; `is_first` of its day, which is named."""

    shape: Shape
    x: int
    y: float
    is_first: bool
    day: str
    working_day: int
    lines: list[str]
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time at the side of the marks."""

    x: int
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Picture:
    """What the template draws; `earlier` events had no room. `steps` are the working days."""

    height: float
    marks: list[Mark]
    undecided: list[Bar]
    clock: Bar | None
    steps: list[float]
    earlier: int
    width: int = WIDTH
    labels: int = _LABELS
    track: int = _TRACK


def picture(history: History, closed: frozenset[date]) -> Picture | None:
    """Where everything goes; `None` when nothing happened. `closed` days are not counted."""
    ordered = sorted(history.events, key=lambda event: event.on)
    events = ordered[-MOST_EVENTS:]
    if not events:
        return None
    start = ordered[0].on
    days = [working_days_between(start, event.on, closed) for event in events]
    marks = _marks(events, days)
    at = {event.on: mark.y for event, mark in zip(reversed(events), reversed(marks), strict=True)}
    ends = {(event.on, mark.x): mark.y for event, mark in zip(events, marks, strict=True)}
    last = marks[-1]
    return Picture(
        height=last.y + _height(last) + _BOTTOM,
        marks=marks,
        undecided=[_bar(_TRACK, one, at, ends) for one in history.undecided],
        clock=_bar(_CLOCK, history.clock, at, ends) if history.clock else None,
        steps=_steps(marks),
        earlier=len(ordered) - len(events),
    )


def described(history: History, shown: Picture) -> str:
    """The picture in a sentence, for who hears it."""
    meetings = sum(event.shape in MEETINGS for event in history.events)
    undecided = sum(event.shape is Shape.UNDECIDED for event in history.events)
    first, last = history.events[0].on, history.events[-1].on
    return (
        f"{count(meetings, 'meeting')}, {undecided} without a decision, from {short_day(first)} to"
        f" {short_day(last)}. Time runs down; weekends and bank holidays take no room."
        f" The table after the picture says the same in words"
        f"{f', with {shown.earlier} earlier events' if shown.earlier else ''}."
    )


def _marks(events: Sequence[Event], days: Sequence[int]) -> list[Mark]:
    """Each by its working day, or below the words of the one before."""
    step = min(_DAY_AT_MOST, _LONGEST_AXIS / max(days[-1] - days[0], 1))
    marks: list[Mark] = []
    free, before = 0.0, None
    for event, day in zip(events, days, strict=True):
        mark = Mark(
            shape=event.shape,
            x=_LANES.get(event.shape, _ACTS),
            y=round(max(_TOP + (day - days[0]) * step, free), 1),
            is_first=event.on != before,
            day=_day(event.on, events[-1].on.year),
            working_day=day,
            lines=_wrapped(event.words),
            words=event.words,
        )
        marks.append(mark)
        free, before = mark.y + _height(mark), event.on
    return marks


def _height(mark: Mark) -> float:
    return _LINE * max(len(mark.lines) + mark.is_first, 1) + _BETWEEN


def _wrapped(words: str) -> list[str]:
    lines = textwrap.wrap(words, _CHARACTERS)
    if len(lines) <= _LINES_AT_MOST:
        return lines
    return [*lines[: _LINES_AT_MOST - 1], f"{lines[_LINES_AT_MOST - 1][: _CHARACTERS - 1]}…"]


def _day(on: date, year: int) -> str:
    words = short_day(on)
    return words if on.year != year else words.removesuffix(f" {year}")


def _bar(
    x: int, stretch: Stretch, at: dict[date, float], ends: dict[tuple[date, int], float]
) -> Bar:
    """From the first mark of a day to the last of its own lane; what had no room is at the top."""
    top = at.get(stretch.from_on, min(at.values()))
    bottom = ends.get((stretch.until_on, x), at.get(stretch.until_on, top))
    return Bar(x, top, max(top, bottom))


def _steps(marks: Sequence[Mark]) -> list[float]:
    """A tick for each working day between marks; none where they would be too close."""
    return [
        round(above.y + (below.y - above.y) * number / between, 1)
        for above, below in pairwise(marks)
        if (between := below.working_day - above.working_day)
        and (below.y - above.y) / between >= _SHORTEST_STEP
        for number in range(1, between)
    ]
