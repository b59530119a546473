# mypy: ignore-errors
# ruff: noqa: C901, PLR0912 - Timefold translates only plain branches to Java
"""The scheduling problem as Timefold is told it; run by a Python of its own (see timefold_run.py).

All hard rules and the first three tiers, in strict order; the last two are left out, which makes
its task lighter. Ranges hold only people of the category, and starts at which those who must come
are free.
"""

from dataclasses import dataclass, field
from typing import Annotated

from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import BendableScore, ConstraintFactory, Joiners, constraint_provider

HARD = BendableScore.of_hard(1, 3, 0, 1)
LATE = BendableScore.of_soft(1, 3, 0, 1)
MISSING = BendableScore.of_soft(1, 3, 1, 1)
WAIT = BendableScore.of_soft(1, 3, 2, 1)


@dataclass
class Start:
    slot: int
    day: int


@dataclass
class Person:
    """`run[slot]` is for how many slots from there on this person is free; nobody is -1."""

    number: int
    run: list[int]


@dataclass
class Room:
    number: int
    run: list[int]


def one_of(place):
    """A quorum place or a guest's, which may stay empty at a price."""
    return PlanningVariable(value_range_provider_refs=[f"range{place}"], allows_unassigned=True)


@planning_entity
@dataclass
class Meeting:
    """Up to five quorum places and three guests; those not needed have a range of nobody."""

    number: Annotated[int, PlanningId]
    id: str
    duration: int
    earliest: int
    due: int
    weight: int
    place: int
    required: int
    children: list[int]
    after: int
    gap: int
    way: list[int]
    wanted: int
    places: int
    starts: Annotated[list[Start], ValueRangeProvider(id="starts")]
    rooms: Annotated[list[Room], ValueRangeProvider(id="rooms")]
    range0: Annotated[list[Person], ValueRangeProvider(id="range0")]
    range1: Annotated[list[Person], ValueRangeProvider(id="range1")]
    range2: Annotated[list[Person], ValueRangeProvider(id="range2")]
    range3: Annotated[list[Person], ValueRangeProvider(id="range3")]
    range4: Annotated[list[Person], ValueRangeProvider(id="range4")]
    range5: Annotated[list[Person], ValueRangeProvider(id="range5")]
    range6: Annotated[list[Person], ValueRangeProvider(id="range6")]
    range7: Annotated[list[Person], ValueRangeProvider(id="range7")]
    start: Annotated[Start | None, PlanningVariable(value_range_provider_refs=["starts"])] = field(
        default=None
    )
    room: Annotated[Room | None, PlanningVariable(value_range_provider_refs=["rooms"])] = field(
        default=None
    )
    p0: Annotated[Person | None, one_of(0)] = field(default=None)
    p1: Annotated[Person | None, one_of(1)] = field(default=None)
    p2: Annotated[Person | None, one_of(2)] = field(default=None)
    p3: Annotated[Person | None, one_of(3)] = field(default=None)
    p4: Annotated[Person | None, one_of(4)] = field(default=None)
    p5: Annotated[Person | None, one_of(5)] = field(default=None)
    p6: Annotated[Person | None, one_of(6)] = field(default=None)
    p7: Annotated[Person | None, one_of(7)] = field(default=None)

    def day(self) -> int:
        return self.start.day

    def slot(self) -> int:
        return self.start.slot

    def end(self) -> int:
        return self.start.slot + self.duration

    def late(self) -> int:
        return self.weight * max(0, self.start.day - self.due)

    def wait(self) -> int:
        return self.weight * (self.start.slot - self.earliest)

    def attending(self) -> int:
        count = 0
        if self.p5 is not None:
            count += 1
        if self.p6 is not None:
            count += 1
        if self.p7 is not None:
            count += 1
        return count

    def unfilled(self) -> int:
        count = self.places
        if self.p0 is not None:
            count -= 1
        if self.p1 is not None:
            count -= 1
        if self.p2 is not None:
            count -= 1
        if self.p3 is not None:
            count -= 1
        if self.p4 is not None:
            count -= 1
        return count

    def missing(self) -> int:
        return self.wanted - self.attending()

    def busy(self) -> int:
        """People and the room that are taken at this time."""
        slot = self.start.slot
        count = 0
        if self.room.run[slot] < self.duration:
            count += 1
        if self.p0 is not None and self.p0.run[slot] < self.duration:
            count += 1
        if self.p1 is not None and self.p1.run[slot] < self.duration:
            count += 1
        if self.p2 is not None and self.p2.run[slot] < self.duration:
            count += 1
        if self.p3 is not None and self.p3.run[slot] < self.duration:
            count += 1
        if self.p4 is not None and self.p4.run[slot] < self.duration:
            count += 1
        if self.p5 is not None and self.p5.run[slot] < self.duration:
            count += 1
        if self.p6 is not None and self.p6.run[slot] < self.duration:
            count += 1
        if self.p7 is not None and self.p7.run[slot] < self.duration:
            count += 1
        return count

    def people(self) -> list[int]:
        found = [self.required]
        if self.p0 is not None:
            found.append(self.p0.number)
        if self.p1 is not None:
            found.append(self.p1.number)
        if self.p2 is not None:
            found.append(self.p2.number)
        if self.p3 is not None:
            found.append(self.p3.number)
        if self.p4 is not None:
            found.append(self.p4.number)
        if self.p5 is not None:
            found.append(self.p5.number)
        if self.p6 is not None:
            found.append(self.p6.number)
        if self.p7 is not None:
            found.append(self.p7.number)
        return found

    def breaches(self) -> int:
        return self.busy() + self.unfilled() + self.twice()

    def twice(self) -> int:
        """Somebody in two places of this meeting."""
        count = 0
        people = self.people()
        for at in range(len(people)):
            for other in range(at + 1, len(people)):
                if people[at] == people[other]:
                    count += 1
        return count


def clashes(one: Meeting, other: Meeting) -> int:
    """Both on one day: people shared without the time to travel, a room or a child shared."""
    gap = max(one.slot() - other.end(), other.slot() - one.end())
    way = one.way[other.place]
    if gap >= way and gap >= 0:
        return 0
    count = 0
    theirs = other.people()
    for person in one.people():
        if person in theirs:
            count += 1
    if gap < 0:
        if one.room.number >= 0 and one.room.number == other.room.number:
            count += 1
        for child in one.children:
            if child in other.children:
                count += 1
    return count


def placed_ones(factory: ConstraintFactory):
    """While the first schedule is made some have no start yet; places may stay empty at a price."""
    return factory.for_each_including_unassigned(Meeting).filter(
        lambda it: it.start is not None and it.room is not None
    )


@constraint_provider
def rules(factory: ConstraintFactory):
    return [
        placed_ones(factory)
        .filter(lambda it: it.breaches() > 0)
        .penalize(HARD, lambda it: it.breaches())
        .as_constraint("busy, without quorum, or somebody twice"),
        placed_ones(factory)
        .join(
            placed_ones(factory),
            Joiners.equal(lambda it: it.day()),
            Joiners.less_than(lambda it: it.number),
        )
        .filter(lambda one, other: clashes(one, other) > 0)
        .penalize(HARD, lambda one, other: clashes(one, other))  # noqa: PLW0108
        .as_constraint("two meetings at once"),
        placed_ones(factory)
        .join(placed_ones(factory), Joiners.equal(lambda it: it.after, lambda it: it.number))
        .filter(lambda late, soon: late.day() < soon.day() + late.gap)
        .penalize(HARD, lambda late, soon: soon.day() + late.gap - late.day())
        .as_constraint("too soon after"),
        placed_ones(factory)
        .filter(lambda it: it.late() > 0)
        .penalize(LATE, lambda it: it.late())
        .as_constraint("late"),
        placed_ones(factory)
        .filter(lambda it: it.missing() > 0)
        .penalize(MISSING, lambda it: it.missing())
        .as_constraint("missing"),
        placed_ones(factory).penalize(WAIT, lambda it: it.wait()).as_constraint("wait"),
    ]


@planning_solution
@dataclass
class Schedule:
    meetings: Annotated[list[Meeting], PlanningEntityCollectionProperty]
    score: Annotated[
        BendableScore | None,
        PlanningScore(bendable_hard_levels_size=1, bendable_soft_levels_size=3),
    ] = field(default=None)
