"""Why there is no schedule: the smallest set of reasons found, in words for a page.

The words name categories, but neither people, places nor children: those stand in `which`.
"""

import time
from collections.abc import Iterable
from datetime import date
from typing import Any

from planning.surge.forms.solution import Reason
from planning.surge.solver.compiled import Compiled, Job, bits
from planning.surge.solver.counted import Shortage, openings
from planning.surge.solver.proving import counted, searched, with_jobs
from planning.surge.solver.sat import Effort

_STEP = Effort(seconds=2.0, work=0.5)
_RULES = ("rooms", "people", "children", "order", "journeys")
_NAMED = {
    "rooms": "the rooms",
    "people": "the people who must come",
    "children": "meetings about one child not overlapping",
    "order": "the order of the meetings",
    "journeys": "the time to travel",
}
_WORDS = {
    "pool": "{meetings} must be held {when} with people from {roles}. "
    "Between them ({number} in all) they do not have enough free time.",
    "room": "{meetings} must be held {when} in rooms of one place. "
    "The rooms that suit them ({number} in all) are not free for long enough.",
    "person": "{meetings} must be held {when} with the same person, "
    "who does not have enough free time.",
    "child": "{meetings} about one child must be held {when} without overlapping. "
    "There is not enough time for all of them.",
    "window": "{meetings} cannot be held: there is no time when a room and everybody who is needed "
    "are free.",
    "order": "{meetings} must follow one another, and there are not enough days for that.",
}
_KINDS = {"rooms": "room", "people": "person", "children": "child", "order": "order"}


def reasons(compiled: Compiled, seconds: float) -> tuple[Reason, ...]:
    """For a problem that is known to have no schedule. Fewer are left out the less the time."""
    shortage = counted(compiled).shortage
    if shortage is not None:
        return (_of_shortage(compiled, shortage),)
    return (_Filter(compiled, time.monotonic() + seconds).reason(),)


class _Filter:
    """Takes away what the contradiction does without: meetings first, then rules."""

    def __init__(self, compiled: Compiled, deadline: float) -> None:
        self.compiled = compiled
        self.deadline = deadline

    def reason(self) -> Reason:
        """One reason, of which every part is needed if the time was enough."""
        jobs = self.compiled.jobs
        numbers = self._fewest(jobs, [job.number for job in jobs])
        categories = dict.fromkeys(c for n in numbers for c in jobs[n].categories)
        needed = []
        for rule in (*_RULES, *categories):
            without = [_without(self.compiled, rule, job) for job in jobs]
            if self._stuck(without, numbers):
                jobs = without
            else:
                needed.append(rule)
        return _together(self.compiled, self._fewest(jobs, numbers), needed)

    def _fewest(self, jobs: list[Job], numbers: list[int]) -> list[int]:
        size = len(numbers) // 2
        while size:
            at = 0
            while at < len(numbers):
                fewer = numbers[:at] + numbers[at + size :]
                if self._stuck(jobs, fewer):
                    numbers = fewer
                else:
                    at += size
            size //= 2
        return numbers

    def _stuck(self, jobs: list[Job], numbers: list[int]) -> bool:
        """Whether it is known within the time that these cannot all be held."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            return False
        world = with_jobs(self.compiled, jobs)
        effort = _STEP._replace(seconds=min(left, _STEP.seconds))
        return (
            counted(world, numbers).verdict == "infeasible"
            or searched(world, effort, numbers).verdict == "infeasible"
        )


def _without(compiled: Compiled, rule: str, job: Job) -> Job:
    """The meeting in a world that does not know this rule."""
    online = compiled.contexts - 1
    length = job.context_length - job.context * compiled.lengths
    changes: dict[str, dict[str, Any]] = {
        "rooms": {"rooms": None},
        "people": {"required": ()},
        "children": {"children": ()},
        "order": {"after": ()},
        "journeys": {"context": online, "context_length": online * compiled.lengths + length},
    }
    if rule in changes:
        return job._replace(**changes[rule])
    kept = [n for n, category in enumerate(job.categories) if category != rule]
    return job._replace(
        pools=tuple(job.pools[n] for n in kept), categories=tuple(job.categories[n] for n in kept)
    )


def _together(compiled: Compiled, numbers: list[int], needed: list[str]) -> Reason:
    """The rules that are needed; one alone gives its own kind."""
    kinds = {_KINDS.get(rule, "together" if rule in _RULES else "pool") for rule in needed}
    parts = [_NAMED.get(rule, f"the people from {_role(rule)}") for rule in needed]
    days = _days(compiled, numbers)
    return Reason(
        kind=kinds.pop() if len(kinds) == 1 else "together",
        which=tuple(needed),
        meetings=tuple(compiled.problem.meetings[n].id for n in numbers),
        days=days,
        words=f"{_meetings(len(numbers))} cannot all be held {_when(compiled, days)}. "
        f"Together, these are in the way: {_and(parts)}.",
    )


def _of_shortage(compiled: Compiled, shortage: Shortage) -> Reason:
    supply = shortage.supply
    words = _WORDS[supply.kind].format(
        meetings=_meetings(len(shortage.meetings)),
        roles=_and(_role(name) for name in supply.which),
        number=len(supply.free),
        when=_when(compiled, shortage.days),
    )
    return Reason(
        kind=supply.kind,
        which=supply.which,
        meetings=tuple(compiled.problem.meetings[n].id for n in shortage.meetings),
        days=shortage.days,
        words=words,
    )


def _days(compiled: Compiled, numbers: list[int]) -> tuple[int, ...]:
    """The days on which some of the meetings could be."""
    starts = openings(compiled, numbers)
    return tuple(sorted({compiled.day_of[slot] for n in numbers for slot in bits(starts[n])}))


def _role(category: str) -> str:
    return category.replace("_", " ")


def _meetings(number: int) -> str:
    return f"{number} meeting{'s' * (number != 1)}"


def _and(words: Iterable[str]) -> str:
    *first, last = ["", *words]
    return f"{', '.join(first[1:])} and {last}" if first[1:] else last


def _when(compiled: Compiled, days: tuple[int, ...]) -> str:
    if not days:
        return "at any time"
    if len(days) == 1:
        return f"on {_day(compiled, days[0])}"
    return f"from {_day(compiled, days[0])} to {_day(compiled, days[-1])}"


def _day(compiled: Compiled, index: int) -> str:
    written = compiled.problem.grid.days[index].date
    if written is None:
        return f"day {index + 1}"
    day = date.fromisoformat(written)
    return f"{day.day} {day:%B}"
