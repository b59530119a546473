"""The exact model with named people, for some meetings while the rest of the schedule stands."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from planning.surge.solver.apart import keep_apart
from planning.surge.solver.diary import Diary, Seat
from planning.surge.solver.parts import Part, Parts, Stay, Wishes
from planning.surge.solver.sat import Answer, Effort, Sheet, Sum, Verdict


class Weights(NamedTuple):
    """What one unit of each thing costs: the prices given, then the tiers in their order."""

    price: int
    late: int
    missing: int
    wait: int


class Outcome(NamedTuple):
    """`seats` holds the free meetings that were placed; it is None when no answer was found."""

    verdict: Verdict
    seats: dict[int, Seat] | None
    value: int
    bound: int


class NamedModel:
    """`diary` holds the meetings that stand; `free` gives the others and the starts of each."""

    def __init__(
        self,
        diary: Diary,
        free: Mapping[int, int],
        wishes: Wishes = Wishes(),  # noqa: B008
    ) -> None:
        self.wishes = wishes
        self.parts = Parts(diary, free, wishes)
        self.sheet: Sheet = self.parts.sheet
        keep_apart(self.parts)
        if not wishes.hint:
            _rank_equals(self.parts)

    def lexicographic(self) -> Weights:
        """Weights under which no amount of a later thing outweighs one unit of an earlier."""
        wait = missing = late = 1
        for part in self.parts.of.values():
            wait += part.job.weight * (part.starts.bit_length() - 1 - part.job.earliest)
            missing += len(part.job.preferred)
            late += _late(part, part.days[-1])
        return Weights(price=wait * missing * late, late=wait * missing, missing=wait, wait=1)

    def charge(self, weights: Weights) -> None:
        """Makes it minimise what the weights say. A meeting left out costs as if it came first."""
        self.sheet.minimise(self.lateness(), weights.late)
        self.sheet.minimise(self.missing(), weights.missing)
        self.sheet.minimise(self.wait(), weights.wait)
        self.sheet.minimise(self.price(), weights.price)

    def lateness(self) -> Sum:
        """Working days after the due day, times weight."""
        total = Sum()
        for part in self.parts.of.values():
            total.constant += _late(part, part.days[0])
            for before, day, literal in part.steps:
                total.add(literal, _late(part, day) - _late(part, before))
        return total

    def missing(self) -> Sum:
        """Preferred people who do not come."""
        total = Sum()
        for part in self.parts.of.values():
            total.constant += len(part.job.preferred)
            for literal in part.attends.values():
                total.add(literal, -1)
        return total

    def wait(self) -> Sum:
        """Slots from the earliest to the start, times weight."""
        total, night = Sum(), self.parts.night
        for part in self.parts.of.values():
            weight = part.job.weight
            total.add(part.start, weight)
            total.constant -= weight * (part.job.earliest + night * part.days[0])
            for before, day, literal in part.steps:
                total.add(literal, -weight * night * (day - before))
        return total

    def price(self) -> Sum:
        """The prices of what was left out or moved."""
        total = Sum()
        for index, price in self.wishes.leave_out.items():
            part = self.parts.of.get(index)
            total.constant += price
            for literal in part.present if part else ():
                total.add(literal, -price)
        for index, stay in self.wishes.stay.items():
            total.constant += stay.price
            if index in self.parts.of:
                total.add(self._stays(index, stay), -stay.price)
        return total

    def solve(self, effort: Effort, below: int | None = None) -> Outcome:
        """The best of all ways to place the free meetings; `below` asks for less than that."""
        if self.parts.impossible:
            return Outcome("infeasible", None, 0, 0)
        answer = self.sheet.solve(effort, below)
        seats = self._seats(answer) if answer.found else None
        return Outcome(answer.verdict, seats, answer.value, answer.bound)

    def _stays(self, index: int, stay: Stay) -> int:
        """The literal that says that a meeting is where people were told."""
        part, hint = self.parts.of[index], self.wishes.hint.get(index)
        stays = self.sheet.boolean(hint and (hint.start, hint.room) == (stay.start, stay.room))
        place = self.parts.place_on_axis(stay.start)
        self.sheet.within(part.start, (place, place), stays)
        if part.rooms is not None and stay.room in part.rooms:
            self.sheet.clause((~stays, part.rooms[stay.room]))
        elif stay.room is not None:
            self.sheet.clause((~stays,))
        for literal in part.present:
            self.sheet.clause((~stays, literal))
        return stays

    def _seats(self, answer: Answer) -> dict[int, Seat]:
        return {
            index: self._seat(part, answer)
            for index, part in self.parts.of.items()
            if all(answer.true(literal) for literal in part.present)
        }

    def _seat(self, part: Part, answer: Answer) -> Seat:
        start = self.parts.slot(part, answer.values[part.start])
        return Seat(
            start=start,
            room=self._room(part, start, answer),
            assigned=tuple(_chosen(literals, answer) for literals in part.places),
            attending=_chosen(part.attends, answer),
        )

    def _room(self, part: Part, start: int, answer: Answer) -> int | None:
        if part.rooms is not None:
            return _chosen(part.rooms, answer)[0]
        diary, job = self.parts.diary, part.job
        free = (room for room in job.rooms or () if diary.room_starts(room, job) >> start & 1)
        return next(free, None)


def _late(part: Part, day: int) -> int:
    return part.job.weight * max(0, day - part.job.due_day)


def _chosen(literals: Mapping[int, int], answer: Answer) -> tuple[int, ...]:
    return tuple(one for one, literal in literals.items() if answer.true(literal))


def _rank_equals(parts: Parts) -> None:
    """People who are free for the same places alike are used in their order."""
    alike: dict[tuple[tuple[int, int, int], ...], list[int]] = defaultdict(list)
    for person in parts.roles:
        if person not in parts.bound:
            alike[tuple(parts.able[person])].append(person)
    for people in alike.values():
        for one, other in pairwise(people):
            _rank(parts, one, other)


def _rank(parts: Parts, one: int, other: int) -> None:
    """The other is in a meeting only if the one is in it or in one before it."""
    before: list[int] = []
    for part in parts.of.values():
        before += part.literals_of(one)
        for literal in part.literals_of(other):
            parts.sheet.clause((~literal, *before))
