"""A run's answer in the words and moments of its scheduler."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from planning.clock import london_date, working_days_between
from planning.people.rules import CATEGORY_WORDS, AgencyCategory
from planning.surge.forms.problem import Grid, Meeting, Problem
from planning.surge.forms.solution import Placed, Solution, Status
from planning.surge.rules.asked import Answer, Asked
from planning.surge.rules.batches import (
    BatchRules,
    PersonThere,
    PlaceSeen,
    ReasonSeen,
    RunKind,
    RunState,
)
from planning.surge.rules.building import CHAIR, MINUTE_TAKER, part_of
from planning.surge.rules.grid import dates_of, moment_of
from planning.surge.rules.outlook import outlook
from planning.surge.rules.seen import DaySeen, RunView
from planning.surge.rules.what_if import WhatIf

_PARTS = {
    CHAIR: "Chair",
    MINUTE_TAKER: "Minute taker",
    **{category.value: CATEGORY_WORDS[category] for category in AgencyCategory},
}
_ORDER = list(_PARTS)
REQUIRED, ATTENDING = "Lead social worker", "Usual attendee"
NOBODY_YET = {CHAIR: "One more chair", MINUTE_TAKER: "One more minute taker"}
_LATENESS, _MISSING = 1, 2


class RunRow(msgspec.Struct, frozen=True):
    """A run as it is kept."""

    id: UUID
    kind: RunKind
    what_if: WhatIf | None
    state: RunState
    rules: BatchRules
    seconds: int
    asked_at: datetime
    spent_seconds: int
    stop_asked: bool
    stage: str | None
    asked: Asked
    answer: Answer | None

    @property
    def placed(self) -> Mapping[str, Placed]:
        """Where its answer puts meetings; nowhere without one."""
        return self.answer.solution.meetings if self.answer else {}


def run_view(row: RunRow, *, stale: bool, confirmed: bool) -> RunView:
    """The run's figures."""
    problem, solution = row.asked.problem, row.answer.solution if row.answer else None
    lateness, bound = _tier(solution, _LATENESS), _bound(solution, _LATENESS)
    return RunView(
        id=row.id,
        kind=row.kind,
        what_if=row.what_if,
        state=row.state,
        rules=row.rules,
        seconds=row.seconds,
        asked_at=row.asked_at,
        spent_seconds=row.spent_seconds,
        stop_asked=row.stop_asked,
        stage=row.stage,
        infeasible=solution is not None and solution.status is Status.INFEASIBLE,
        lateness=lateness,
        lateness_bound=bound,
        missing=_tier(solution, _MISSING),
        missing_bound=_bound(solution, _MISSING),
        gap_percent=_gap(lateness, bound),
        placed=len(row.placed),
        asked_for=len(problem.meetings),
        moved=len(row.answer.moved) if row.answer else 0,
        price=row.answer.price if row.answer else 0,
        uses_extra=bool(extras_of(row)),
        reasons=_reasons(problem, solution),
        stale=stale,
        confirmed=confirmed,
        outlook=outlook(problem, solution) if solution else None,
    )


def extras_of(row: RunRow) -> set[str]:
    """The people of the answer whom nobody is yet."""
    nobody = {person.id for person in row.asked.problem.people if person.agency is None}
    return {key for place in row.placed.values() for key in _assigned(place)} & nobody


def people_of(row: RunRow) -> set[UUID]:
    """Everybody whom the answer asks to come, usual attendees whom it leaves out, and who stood."""
    meetings = [one for one in row.asked.problem.meetings if one.id in row.placed]
    named = {key for one in meetings for key in (*one.required, *one.preferred)}
    before = (row.asked.standing or {}).values()
    named |= {key for place in (*row.placed.values(), *before) for key in _assigned(place)}
    return {UUID(key) for key in named - extras_of(row)}


def place_seen(
    meeting: Meeting,
    row: RunRow,
    names: Mapping[str, str],
    due_on: date,
    closed: frozenset[date],
) -> PlaceSeen | None:
    """Where the answer puts a meeting, and who comes."""
    place, grid = row.placed.get(meeting.id), row.asked.problem.grid
    if place is None:
        return None
    starts_at = moment_of(grid, place.start)
    late = working_days_between(due_on, london_date(starts_at), closed)
    return PlaceSeen(
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=meeting.duration * grid.slot_minutes),
        room_id=UUID(place.room) if place.room else None,
        room_name=names.get(place.room) if place.room else None,
        people=_people(meeting, place, names, extras_of(row)),
        missing=[
            names.get(key, "") for key in meeting.preferred
            if key not in place.attending and key not in _assigned(place)
        ],
        working_days_late=max(0, late),
    )  # fmt: skip


def days_of(grid: Grid) -> list[DaySeen]:
    """The days of a grid with the moments at which a meeting can begin."""
    return [
        DaySeen(on, [moment_of(grid, slot) for slot in range(day.first, day.end)])
        for on, day in zip(dates_of(grid), grid.days, strict=True)
    ]


def _people(
    meeting: Meeting, place: Placed, names: Mapping[str, str], extras: set[str]
) -> list[PersonThere]:
    named = ((key, part_of(name)) for name, keys in place.assigned.items() for key in keys)
    parts = sorted(named, key=lambda one: _ORDER.index(one[1]))
    return [
        *(
            PersonThere(None, NOBODY_YET[category], _PARTS[category])
            if key in extras
            else PersonThere(UUID(key), names.get(key, ""), _PARTS[category])
            for key, category in parts
        ),
        *(PersonThere(UUID(key), names.get(key, ""), REQUIRED) for key in meeting.required),
        *(PersonThere(UUID(key), names.get(key, ""), ATTENDING) for key in place.attending),
    ]


def _assigned(place: Placed) -> set[str]:
    return {key for keys in place.assigned.values() for key in keys}


def _tier(solution: Solution | None, number: int) -> int | None:
    found = solution.objective if solution else None
    return found[number] if found and len(found) > number else None


def _bound(solution: Solution | None, tier: int) -> int | None:
    found = solution.bound if solution else None
    return found[tier - 1] if found and len(found) >= tier else None


def _gap(value: int | None, bound: int | None) -> int | None:
    """In per cent of the value, rounded up: 0 says that it is proved."""
    if value is None or bound is None:
        return None
    return -(-100 * (value - bound) // value) if value > bound else 0


def _reasons(problem: Problem, solution: Solution | None) -> list[ReasonSeen]:
    days = dates_of(problem.grid)
    return [
        ReasonSeen(one.words, [UUID(key) for key in one.meetings], [days[day] for day in one.days])
        for one in (solution.reasons if solution else ())
    ]


def is_stale(row: RunRow, wanted: Sequence[tuple[str, str | None, object]]) -> bool:
    """Whether the batch asks for something else than the run was asked."""
    return {(one.id, one.location, one.fixed) for one in row.asked.problem.meetings} != set(wanted)
