"""Pins that contradict: told before anybody searches for what cannot be."""

from collections.abc import Callable, Sequence
from itertools import combinations

from planning.clock import LONDON
from planning.diaries.rules.hours import clock_words
from planning.errors import Blocker
from planning.surge.forms.problem import Interval, Meeting, Problem
from planning.surge.rules.grid import moment_of

Words = Callable[[str], str]
"""Names a person, a room or a meeting by its id."""


def pin_clashes(problem: Problem, words: Words) -> list[Blocker]:
    """Every pin that another or a diary makes impossible; each names its meeting as field."""
    pinned = [one for one in problem.meetings if one.fixed]
    return [
        *(fault for one in pinned for fault in _alone(one, problem, words)),
        *(
            fault
            for one, other in combinations(pinned, 2)
            if _overlap(_span(one), _span(other))
            for fault in _together(one, other, words)
        ),
    ]


def _alone(one: Meeting, problem: Problem, words: Words) -> list[Blocker]:
    busy = {
        **{person.id: person.busy for person in problem.people},
        **{room.id: room.busy for room in problem.rooms},
    }
    fixed = one.fixed
    room = [fixed.room] if fixed and fixed.room else []
    when = moment_of(problem.grid, _span(one)[0]).astimezone(LONDON)
    at = f"{when.day} {when:%B} at {clock_words(when.time())}"
    return [
        Blocker(f"{words(key)} is not free on {at}. Pin the meeting elsewhere.", one.id)
        for key in (*one.required, *room)
        if any(_overlap(_span(one), taken) for taken in busy.get(key, ((0, 10**9),)))
    ]


def _together(one: Meeting, other: Meeting, words: Words) -> list[Blocker]:
    shared = [words(key) for key in one.required if key in other.required]
    if one.fixed and other.fixed and one.fixed.room and one.fixed.room == other.fixed.room:
        shared.append(words(one.fixed.room))
    if set(one.children) & set(other.children):
        shared.append("The same child")
    return [
        Blocker(f"{name} is in two meetings that are pinned to overlap. Move one.", one.id)
        for name in shared
    ]


def _span(one: Meeting) -> Interval:
    start = one.fixed.start if one.fixed else 0
    return start, start + one.duration


def _overlap(one: Interval, other: Interval) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def lost_pins(pinned: Sequence[str], problem: Problem) -> list[Blocker]:
    """Pins that the batch's rules of today leave no slot for."""
    fixed = {one.id for one in problem.meetings if one.fixed}
    return [
        Blocker("This pin is not on a day and hour that the batch uses. Pin it anew.", key)
        for key in pinned
        if key not in fixed
    ]
