"""From rows to a problem: who is free when, who is needed, what is pinned."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from planning.chains.rules.clocks import Clock, ClockKind
from planning.clock import NONE_CLOSED
from planning.diaries.rules.absences import Taken
from planning.diaries.rules.hours import DEFAULT_HOURS
from planning.people.rules import AgencyCategory, Role
from planning.procedures.rules import MeetingKind, parse_profile
from planning.procedures.shipped import shipped_profile
from planning.surge.forms.problem import Problem
from planning.surge.forms.reading import read_problem
from planning.surge.rules.attending import KeyWorker, Usual, preferred_of, required_of
from planning.surge.rules.batches import BatchRules, Why
from planning.surge.rules.building import grid_for, problem_of
from planning.surge.rules.pins import lost_pins, pin_clashes
from planning.surge.rules.standing import Standing, is_on_grid, placed_now
from planning.surge.rules.waiting import Candidate, Owed, owed
from planning.surge.rules.world import PersonRow, RoomRow, ToPlace, World
from tests.factories import NOW

ENGLAND = parse_profile(shipped_profile())
TODAY = date(2026, 3, 3)
TEN = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def person(category: AgencyCategory, *roles: Role, decides: bool = True) -> PersonRow:
    return PersonRow(
        uuid4(), "Pat", uuid4(), category, decides, list(roles), DEFAULT_HOURS,
        [Taken(TEN, TEN + timedelta(minutes=10))],
    )  # fmt: skip


CHAIR = person(AgencyCategory.SOCIAL_CARE, Role.CHAIR)
POLICE = person(AgencyCategory.POLICE)
WORKER = person(AgencyCategory.SOCIAL_CARE)
TEACHER = person(AgencyCategory.EDUCATION)
ROOM = RoomRow(uuid4(), "Town Hall", "Elm", 12, [])


def meeting(child: UUID | None = None, **changes: object) -> ToPlace:
    plain = ToPlace(
        uuid4(), MeetingKind.INITIAL, [child or uuid4()], date(2026, 3, 6), 3, "Town Hall",
        [WORKER.id], [TEACHER.id], [],
    )  # fmt: skip
    return msgspec.structs.replace(plain, **changes)


def problem(*meetings: ToPlace, rules: BatchRules | None = None) -> Problem:
    asked = rules or BatchRules()
    grid = grid_for([one.due_on for one in meetings], 1, asked, NONE_CLOSED, NOW)
    people = [CHAIR, POLICE, WORKER, TEACHER]
    return problem_of(World("b", grid, asked, ENGLAND.kinds, people, [ROOM], [], list(meetings)))


def test_a_problem_is_one_that_the_solver_reads() -> None:
    found = problem(meeting(), meeting(site=None), meeting(banned=[POLICE.id]))
    assert read_problem(msgspec.json.encode(found)) == found
    first, online, banned = found.meetings
    assert (first.location, first.duration, first.due_day, online.location) == (
        "Town Hall", 2, 2, None,
    )  # fmt: skip
    assert [need.category for need in first.quorum] == ["chair", "police", "health"]
    assert [need.category for need in banned.quorum] == ["chair", "police-1", "health"]


def test_part_of_a_slot_that_is_taken_is_the_whole_slot() -> None:
    (busy,) = {one.busy for one in problem(meeting()).people}
    assert busy == ((2, 3),)


@pytest.mark.parametrize(
    ("rules", "days", "slots"),
    [
        (BatchRules(), ["2026-03-04", "2026-03-05", "2026-03-06", "2026-03-09"], 16),
        (BatchRules(45, saturdays=True), ["2026-03-04", "2026-03-05", "2026-03-06", "2026-03-07"],
         32),
    ],
)  # fmt: skip
def test_a_day_has_the_slots_that_its_meetings_need(
    rules: BatchRules, days: list[str], slots: int
) -> None:
    found = problem(meeting(), rules=rules)
    assert [day.date for day in found.grid.days[:4]] == days
    assert {day.slots for day in found.grid.days} == {slots}
    chair = next(one for one in found.people if one.id == str(CHAIR.id))
    assert all(end <= found.grid.days[1].first for _, end in chair.busy)


def test_pins_that_contradict_are_all_told() -> None:
    child, at = uuid4(), TEN + 2 * HOUR
    one = meeting(child, pinned_at=at, pinned_room_id=ROOM.id)
    other = meeting(child, pinned_at=at, site=None)
    busy = meeting(pinned_at=TEN, required=[WORKER.id], pinned_room_id=ROOM.id)
    lost = meeting(pinned_at=TEN + timedelta(minutes=5))
    found = problem(one, other, busy, lost)
    told = {(fault.field, fault.message) for fault in pin_clashes(found, lambda _: "Pat")}
    assert told == {
        (str(one.id), "Pat is in two meetings that are pinned to overlap. Move one."),
        (str(one.id), "The same child is in two meetings that are pinned to overlap. Move one."),
        (str(busy.id), "Pat is not free on 4 March at 10am. Pin the meeting elsewhere."),
    }
    assert [one.field for one in lost_pins([str(lost.id)], found)] == [str(lost.id)]


def test_the_social_worker_must_come_and_others_who_usually_do_may() -> None:
    child, people = uuid4(), {one.id: one for one in (CHAIR, POLICE, WORKER, TEACHER)}
    usual = [Usual(child, key.id, times, TEN) for key, times in
             ((POLICE, 3), (WORKER, 2), (TEACHER, 1))]  # fmt: skip
    assert required_of([child], [], usual, people) == [WORKER.id]
    assert required_of([child], [KeyWorker(child, TEACHER.id)], usual, people) == [TEACHER.id]
    kind = ENGLAND.kinds[MeetingKind.REVIEW]
    assert preferred_of([child], usual, [WORKER.id], kind, people) == [TEACHER.id]


def standing(**changes: object) -> Standing:
    plain = Standing(
        uuid4(), uuid4(), TEN, TEN + HOUR, ROOM.id, ROOM.site, CHAIR.id, None,
        [CHAIR.id, POLICE.id, WORKER.id], [POLICE.id],
    )  # fmt: skip
    return msgspec.structs.replace(plain, **changes)


def test_a_meeting_stands_in_its_slot_with_those_who_were_named() -> None:
    found = problem(meeting())
    place = placed_now(standing(), found.meetings[0], found)
    assert place is not None
    assert (place.start, place.assigned) == (
        2,
        {"chair": (str(CHAIR.id),), "police": (str(POLICE.id),), "health": ()},
    )
    odd = standing(starts_at=TEN + timedelta(minutes=5))
    assert placed_now(odd, found.meetings[0], found) is None
    on = [is_on_grid(one, BatchRules(), NONE_CLOSED, NOW) for one in (standing(), odd)]
    assert (on, odd.needed) == ([True, False], {CHAIR.id, POLICE.id})


def candidate(**changes: object) -> Candidate:
    plain = Candidate(
        uuid4(), uuid4(), "N-1", "Alex", "North", TEN, TEN, uuid4(), MeetingKind.INITIAL, None,
        undecided=False, amber_on=None, red_on=None,
    )  # fmt: skip
    return msgspec.structs.replace(plain, **changes)


def told(one: Candidate, *clocks: Clock) -> tuple[object, ...] | None:
    found: Owed | None = owed(one, clocks, ENGLAND, TODAY)
    return (found.kind, found.why, found.due_on, found.weight) if found else None


def test_what_is_owed_first_says_what_a_child_waits_for() -> None:
    due = date(2026, 3, 9)
    running = Clock(ClockKind.NO_QUORUM_FOLLOW_UP, TODAY, due, TEN, 1, [])
    conference = msgspec.structs.replace(running, kind=ClockKind.CONFERENCE)
    assert told(candidate(), conference) is None
    assert told(candidate(), running) == (MeetingKind.FOLLOW_UP, Why.NO_QUORUM, due, 1)
    urgent = candidate(
        undecided=True, next_on=TODAY, amber_on=TODAY, last_meeting_kind=MeetingKind.EXPLOITATION
    )
    assert told(urgent, running) == (MeetingKind.EXPLOITATION, Why.ADJOURNED, TODAY, 2)
    red = candidate(undecided=True, amber_on=TODAY, red_on=TODAY)
    assert told(red) == (MeetingKind.REVIEW, Why.ADJOURNED, TODAY, 3)
