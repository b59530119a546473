"""The best schedule of a small problem, by trying every one: all five tiers, in their order.

A place is a start, people by name and who attends. Places that cannot be beside those chosen are
left out at once, and whatever must come out worse than the best so far is not followed.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, combinations, product
from typing import NamedTuple

from planning.surge.forms.problem import Meeting, Problem
from planning.surge.forms.solution import Placed

_LATE, _MISSING = 10**9, 10**5
_MOST_STEPS = 5_000


class Option(NamedTuple):
    """One place of a meeting: `sits` are its people and children at its slots, one bit for each.

    `blocks` are, for each location, the bits at which nobody may sit there beside it.
    `cost` holds the first three tiers in one number.
    """

    meeting: Meeting
    day: int
    place: Placed
    cost: int
    sits: int
    blocks: dict[str | None, int]


class TooMany(Exception):
    """More ways than there is time to try."""


def best_of(problem: Problem) -> tuple[int, ...] | None:
    """The values of every tier from 0 on; None where nothing can be held."""
    search = _Search(problem)
    search.follow([], [sorted(_options(problem, one), key=_cost) for one in problem.meetings], 0)
    return search.best


class _Search:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.best: tuple[int, ...] | None = None
        self.cost = 10**18
        self.steps = 0

    def follow(self, chosen: list[Option], left: list[list[Option]], cost: int) -> None:
        """Place the meeting with the fewest places left, in every way."""
        self.steps += 1
        if self.steps > _MOST_STEPS:
            raise TooMany
        if any(not options for options in left):
            return
        if cost + sum(options[0].cost for options in left) > self.cost:
            return
        if not left:
            self._reached(chosen, cost)
            return
        tightest = min(range(len(left)), key=lambda at: len(left[at]))
        others = [options for at, options in enumerate(left) if at != tightest]
        for option in left[tightest]:
            if self._rooms_suffice([*chosen, option]):
                beside = [[one for one in them if _fit(option, one)] for them in others]
                self.follow([*chosen, option], beside, cost + option.cost)

    def _reached(self, chosen: Sequence[Option], cost: int) -> None:
        late, rest = divmod(cost, _LATE)
        found = (0, late, *divmod(rest, _MISSING), *_last_tiers(self.problem, chosen))
        if self.best is None or found < self.best:
            self.best, self.cost = found, cost

    def _rooms_suffice(self, chosen: Sequence[Option]) -> bool:
        if not self.problem.rooms:
            return True
        needing = [one for one in chosen if one.meeting.location is not None]
        return self._housed(needing, {})

    def _housed(self, needing: Sequence[Option], taken: dict[str, list[Option]]) -> bool:
        """Whether each finds a room beside those taken: every way is tried."""
        if not needing:
            return True
        first, *others = needing
        for room in self.problem.rooms:
            fixed = first.meeting.fixed
            begin = first.place.start
            end = begin + first.meeting.duration
            if (
                room.location == first.meeting.location
                and room.capacity >= (first.meeting.seats or 0)
                and (fixed is None or fixed.room in (None, room.id))
                and all(end <= since or until <= begin for since, until in room.busy)
                and all(_apart(first, other) for other in taken.get(room.id, ()))
                and self._housed(others, {**taken, room.id: [*taken.get(room.id, ()), first]})
            ):
                return True
        return False


def _apart(one: Option, other: Option) -> bool:
    first, second = sorted((one, other), key=lambda option: option.place.start)
    return first.place.start + first.meeting.duration <= second.place.start


def _fit(one: Option, other: Option) -> bool:
    """Whether both can be: nobody in two places, and neither too soon after the other."""
    if one.blocks[other.meeting.location] & other.sits:
        return False
    for late, soon in ((one, other), (other, one)):
        for rule in late.meeting.after:
            if rule.meeting == soon.meeting.id and late.day < soon.day + rule.min_days:
                return False
    return True


def _cost(option: Option) -> int:
    return option.cost


def _options(problem: Problem, meeting: Meeting) -> Iterator[Option]:
    """Every place that suits this meeting taken alone."""
    for number, day in enumerate(problem.grid.days):
        for start in range(day.first, day.end - meeting.duration + 1):
            fixed = meeting.fixed is None or meeting.fixed.start == start
            if fixed and start >= meeting.earliest:
                yield from _options_at(problem, meeting, number, start)


def _options_at(problem: Problem, meeting: Meeting, day: int, start: int) -> Iterator[Option]:
    end = start + meeting.duration
    free = {
        one.id: one
        for one in problem.people
        if all(end <= since or until <= start for since, until in one.busy)
    }
    if not set(meeting.required) <= free.keys():
        return
    pools = [
        combinations([one for one in free if need.category in free[one].categories], need.count)
        for need in meeting.quorum
    ]
    late = 0 if meeting.due_day is None else max(0, day - meeting.due_day)
    spent = meeting.weight * (late * _LATE + start - meeting.earliest)
    guests = [one for one in meeting.preferred if one in free]
    for named in product(*pools):
        places = [*chain.from_iterable(named), *meeting.required]
        if len(set(places)) < len(places):
            continue
        for attending in _subsets([one for one in guests if one not in places]):
            yield Option(
                meeting,
                day,
                Placed(
                    start,
                    None,
                    {n.category: it for n, it in zip(meeting.quorum, named, strict=True)},
                    attending,
                ),
                spent + _MISSING * (len(meeting.preferred) - len(attending)),
                *_bits(problem, meeting, day, start, [*places, *attending]),
            )


def _subsets(people: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(people, count) for count in range(len(people) + 1))


def _bits(
    problem: Problem, meeting: Meeting, day: int, start: int, people: Sequence[str]
) -> tuple[int, dict[str | None, int]]:
    whole = problem.grid.days[day]
    size = problem.grid.days[-1].end
    rows = [at for at, one in enumerate(problem.people) if one.id in people]
    about = [
        len(problem.people) + at
        for at, child in enumerate(problem.children)
        if child in meeting.children
    ]
    end = start + meeting.duration

    def bits(who: Sequence[int], since: int, until: int) -> int:
        return sum(1 << (row * size + slot) for row in who for slot in range(since, until))

    children = bits(about, start, end)
    blocks: dict[str | None, int] = {None: children | bits(rows, start, end)}
    for at, there in enumerate(problem.locations):
        way = back = 0
        if meeting.location is not None:
            here = problem.locations.index(meeting.location)
            way, back = problem.travel[at][here], problem.travel[here][at]
        since, until = max(whole.first, start - way), min(whole.end, end + back)
        blocks[there] = children | bits(rows, since, until)
    return children | bits(rows, start, end), blocks


def _last_tiers(problem: Problem, chosen: Sequence[Option]) -> tuple[int, int]:
    used: dict[str, int] = {}
    diaries: dict[tuple[str, int], list[Option]] = {}
    filling: set[tuple[str, int]] = set()
    for one in chosen:
        named = [*chain.from_iterable(one.place.assigned.values())]
        filling.update((person, one.day) for person in named)
        for person in {*named, *one.meeting.required, *one.place.attending}:
            used[person] = used.get(person, 0) + one.meeting.duration
            diaries.setdefault((person, one.day), []).append(one)
    idle = sum(
        max(one.place.start + one.meeting.duration for one in diaries[key])
        - min(one.place.start for one in diaries[key])
        - sum(one.meeting.duration for one in diaries[key])
        for key in filling
    )
    return idle, _imbalance(problem, used)


def _imbalance(problem: Problem, used: dict[str, int]) -> int:
    total = 0
    for category in {need.category for one in problem.meetings for need in one.quorum}:
        shares = [
            100 * used.get(person.id, 0) // free
            for person in problem.people
            if category in person.categories
            and (
                free := sum(
                    not any(since <= slot < until for since, until in person.busy)
                    for slot in range(problem.grid.days[-1].end)
                )
            )
        ]
        total += max(shares, default=0) - min(shares, default=0)
    return total
