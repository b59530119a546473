"""What a schedule is worth, tier by tier, and its form as an answer.

Tiers are numbered as in the problem's form; smaller is better, and an earlier one always wins.
"""

from collections.abc import Mapping
from typing import NamedTuple

from planning.surge.forms.solution import Placed
from planning.surge.solver.compiled import Compiled
from planning.surge.solver.diary import Seat


class Values(NamedTuple):
    """The tiers of a schedule without breaches, from 1 on."""

    lateness: int
    missing: int
    wait: int
    fragmentation: int
    balance: int


def values(compiled: Compiled, seats: Mapping[int, Seat]) -> Values:
    """The five tiers of the meetings seated; those that are not seated count for nothing."""
    return Values(
        sum(lateness(compiled, number, seat.start) for number, seat in seats.items()),
        sum(missing(compiled, number, seat) for number, seat in seats.items()),
        sum(wait(compiled, number, seat.start) for number, seat in seats.items()),
        _fragmentation(compiled, seats),
        _balance(compiled, seats),
    )


def lateness(compiled: Compiled, number: int, start: int) -> int:
    """Weighted working days after the due day."""
    job = compiled.jobs[number]
    return job.weight * max(0, compiled.day_of[start] - job.due_day)


def missing(compiled: Compiled, number: int, seat: Seat) -> int:
    """Preferred people who will not come."""
    return len(compiled.problem.meetings[number].preferred) - len(seat.attending)


def wait(compiled: Compiled, number: int, start: int) -> int:
    """Weighted slots after the earliest start."""
    job = compiled.jobs[number]
    return job.weight * (start - job.earliest)


def people_in(compiled: Compiled, number: int, seat: Seat) -> list[int]:
    """Everybody who sits in a meeting, in whatever part."""
    people = [*compiled.jobs[number].required, *seat.attending]
    for places in seat.assigned:
        people += places
    return people


def _fragmentation(compiled: Compiled, seats: Mapping[int, Seat]) -> int:
    """Idle slots of the days on which somebody fills a quorum place."""
    days: dict[tuple[int, int], tuple[int, int, int]] = {}
    filling: set[tuple[int, int]] = set()
    for number, seat in seats.items():
        day, length = compiled.day_of[seat.start], compiled.jobs[number].duration
        end = seat.start + length
        for person in people_in(compiled, number, seat):
            first, last, busy = days.get((person, day), (seat.start, end, 0))
            days[person, day] = (min(first, seat.start), max(last, end), busy + length)
        filling.update((person, day) for places in seat.assigned for person in places)
    return sum(last - first - busy for first, last, busy in (days[key] for key in filling))


def _balance(compiled: Compiled, seats: Mapping[int, Seat]) -> int:
    """Points between the most and the least used of each quorum category."""
    used = [0] * len(compiled.free)
    for number, seat in seats.items():
        for person in people_in(compiled, number, seat):
            used[person] += compiled.jobs[number].duration
    total = 0
    for people in compiled.quorum_members.values():
        shares = [
            100 * used[person] // free
            for person in people
            if (free := compiled.free[person].bit_count())
        ]
        total += max(shares, default=0) - min(shares, default=0)
    return total


def placed(compiled: Compiled, seats: Mapping[int, Seat]) -> dict[str, Placed]:
    """The schedule by the problem's own names."""
    problem = compiled.problem
    return {
        problem.meetings[number].id: Placed(
            start=seat.start,
            room=None if seat.room is None else problem.rooms[seat.room].id,
            assigned={
                category: tuple(problem.people[person].id for person in places)
                for category, places in zip(
                    compiled.jobs[number].categories, seat.assigned, strict=True
                )
            },
            attending=tuple(problem.people[person].id for person in seat.attending),
        )
        for number, seat in sorted(seats.items())
    }


def seated(compiled: Compiled, schedule: Mapping[str, Placed]) -> dict[int, Seat]:
    """A schedule by names as seats: `placed` the other way round."""
    return {
        number: Seat(
            it.start,
            None if it.room is None else compiled.rooms[it.room],
            tuple(
                tuple(compiled.people[name] for name in it.assigned.get(category, ()))
                for category in compiled.jobs[number].categories
            ),
            tuple(compiled.people[name] for name in it.attending),
        )
        for number, meeting in enumerate(compiled.problem.meetings)
        if (it := schedule.get(meeting.id))
    }
