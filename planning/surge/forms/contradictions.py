"""What the form of a problem cannot say: ids that nobody has, days that overlap, circles.

A problem that merely cannot be scheduled (a quorum larger than its pool, two fixed meetings of one
child at once) has no fault: that it is infeasible is the solver's to prove.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from planning.surge.forms.circles import circles
from planning.surge.forms.problem import Fixed, Grid, Interval, Meeting, Person, Problem, Room
from planning.surge.forms.schema import Fault

MOST_MEETINGS = 10_000
MOST_PEOPLE = 10_000
MOST_ROOMS = 10_000
MOST_LOCATIONS = 200
MOST_SLOTS = 50_000
MOST_WEIGHT = 1_000_000


class Known(NamedTuple):
    """Every id that the file gives, those of parts with faults too."""

    people: Collection[str]
    rooms: Collection[str]
    meetings: Collection[str]
    locations: Collection[str]
    categories: Collection[str]
    agencies: Collection[str]
    children: Collection[str]


class Places(NamedTuple):
    """Where each part of the problem stands in its list in the file."""

    people: Sequence[int]
    rooms: Sequence[int]
    meetings: Sequence[int]


def contradictions(problem: Problem, known: Known, places: Places) -> Iterator[Fault]:
    """Every one of them, in the order of the file's parts."""
    yield from _too_much(problem)
    yield from _given_twice(problem, places)
    yield from _grid(problem.grid)
    size = sum(day.slots for day in problem.grid.days)
    for place, person in zip(places.people, problem.people, strict=True):
        yield from _at(f".people[{place}]", _person(person, known, size))
    for place, room in zip(places.rooms, problem.rooms, strict=True):
        yield from _at(f".rooms[{place}]", _room(room, known, size))
    yield from _travel(problem)
    ends = [*accumulate(day.slots for day in problem.grid.days)]
    for place, meeting in zip(places.meetings, problem.meetings, strict=True):
        yield from _at(f".meetings[{place}]", _meeting(meeting, known, ends))
    yield from circles(problem.meetings, places.meetings)


def _too_much(problem: Problem) -> Iterator[Fault]:
    slots = sum(day.slots for day in problem.grid.days)
    for place, held, most in (
        ("grid.days", slots, MOST_SLOTS),
        ("people", len(problem.people), MOST_PEOPLE),
        ("rooms", len(problem.rooms), MOST_ROOMS),
        ("locations", len(problem.locations), MOST_LOCATIONS),
        ("meetings", len(problem.meetings), MOST_MEETINGS),
    ):
        what = "slots in all" if place == "grid.days" else place
        if held > most:
            yield Fault(f".{place}", f"holds {held:,} {what}, and {most:,} are the most")


def _given_twice(problem: Problem, places: Places) -> Iterator[Fault]:
    """Ids that two parts share."""
    named = {
        "people": ([one.id for one in problem.people], places.people),
        "rooms": ([one.id for one in problem.rooms], places.rooms),
        "meetings": ([one.id for one in problem.meetings], places.meetings),
    }
    for name, (ids, where) in named.items():
        yield from _twice(ids, f".{name}", where, field=".id")
    for name in ("locations", "categories", "agencies", "children"):
        yield from _twice(getattr(problem, name), f".{name}")


def _at(place: str, faults: Iterator[Fault]) -> Iterator[Fault]:
    return (Fault(f"{place}{fault.place}", fault.words) for fault in faults)


def _grid(grid: Grid) -> Iterator[Fault]:
    expected, latest = 0, ""
    for place, day in enumerate(grid.days):
        where = f".grid.days[{place}]"
        if day.first != expected:
            yield Fault(
                f"{where}.first",
                f"must be {expected}, the slot after the day before: days neither overlap nor"
                " leave slots out",
            )
        expected += day.slots
        if day.date is None:
            continue
        if not _is_date(day.date):
            yield Fault(f"{where}.date", "must be a date such as 2026-03-04")
        elif day.date <= latest:
            yield Fault(f"{where}.date", f"must be later than the day before, {latest}")
        latest = max(latest, day.date if _is_date(day.date) else "")


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _person(person: Person, known: Known, size: int) -> Iterator[Fault]:
    if person.agency is not None:
        yield from _unknown(".agency", person.agency, known.agencies, "agency")
    yield from _ids(".categories", person.categories, known.categories, "category")
    yield from _busy(person.busy, size)


def _room(room: Room, known: Known, size: int) -> Iterator[Fault]:
    yield from _unknown(".location", room.location, known.locations, "location")
    yield from _busy(room.busy, size)


def _busy(busy: Sequence[Interval], size: int) -> Iterator[Fault]:
    for place, (begin, end) in enumerate(busy):
        if end < begin:
            yield Fault(f".busy[{place}]", "must not end before it starts")
        elif end > size:
            yield Fault(f".busy[{place}]", f"must lie in the grid, whose last slot is {size - 1}")


def _travel(problem: Problem) -> Iterator[Fault]:
    wanted = len(problem.locations)
    if len(problem.travel) != wanted:
        yield Fault(".travel", f"must have {wanted} rows, one for each location")
    for place, row in enumerate(problem.travel):
        if len(row) != wanted:
            yield Fault(f".travel[{place}]", f"must have {wanted} numbers, one for each location")


def _meeting(meeting: Meeting, known: Known, ends: Sequence[int]) -> Iterator[Fault]:
    yield from _ids(".required", meeting.required, known.people, "person")
    yield from _ids(".preferred", meeting.preferred, known.people, "person")
    yield from _ids(".children", meeting.children, known.children, "child")
    asked = [need.category for need in meeting.quorum]
    yield from _ids(".quorum", asked, known.categories, "category", field=".category")
    if meeting.location is not None:
        yield from _unknown(".location", meeting.location, known.locations, "location")
    if meeting.weight > MOST_WEIGHT:
        yield Fault(".weight", f"must be {MOST_WEIGHT:,} or less")
    yield from _due(meeting, ends)
    if meeting.fixed is not None:
        yield from _fixed(meeting, meeting.fixed, known, ends)
    for place, rule in enumerate(meeting.after):
        where = f".after[{place}].meeting"
        if rule.meeting == meeting.id:
            yield Fault(where, "must be another meeting than this one")
        else:
            yield from _unknown(where, rule.meeting, known.meetings, "meeting")


def _due(meeting: Meeting, ends: Sequence[int]) -> Iterator[Fault]:
    """A slot's day is the number of days that end at it or before."""
    earliest = bisect_right(ends, meeting.earliest)
    if meeting.due_day is not None and meeting.due_day < earliest < len(ends):
        yield Fault(
            ".due_day",
            f"is day {meeting.due_day}, and the earliest start, slot {meeting.earliest}, is on"
            f" day {earliest}: it could not be on time",
        )


def _fixed(meeting: Meeting, fixed: Fixed, known: Known, ends: Sequence[int]) -> Iterator[Fault]:
    day = bisect_right(ends, fixed.start)
    if day == len(ends):
        yield Fault(".fixed.start", f"must lie in the grid, whose last slot is {ends[-1] - 1}")
    elif fixed.start + meeting.duration > ends[day]:
        yield Fault(
            ".fixed.start",
            f"leaves {ends[day] - fixed.start} of the {meeting.duration} slots before day {day}"
            " ends",
        )
    if fixed.room is not None:
        yield from _unknown(".fixed.room", fixed.room, known.rooms, "room")


def _ids(
    place: str, ids: Sequence[str], known: Collection[str], what: str, *, field: str = ""
) -> Iterator[Fault]:
    """Those that nobody has, and those that stand twice."""
    for at, one in enumerate(ids):
        yield from _unknown(f"{place}[{at}]{field}", one, known, what)
    yield from _twice(ids, place, field=field)


def _unknown(place: str, one: str, known: Collection[str], what: str) -> Iterator[Fault]:
    if one not in known:
        yield Fault(place, f"no {what} has the id “{one}”")


def _twice(
    ids: Sequence[str], place: str, where: Sequence[int] = (), *, field: str = ""
) -> Iterator[Fault]:
    if len(set(ids)) == len(ids):
        return
    first: dict[str, int] = {}
    for at, one in zip(where or range(len(ids)), ids, strict=True):
        if first.setdefault(one, at) != at:
            yield Fault(f"{place}[{at}]{field}", f"“{one}” is at {place[1:]}[{first[one]}] already")
