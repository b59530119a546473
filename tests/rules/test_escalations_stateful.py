"""The clock of the ladder against plain calendars, and its states against a plain model."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import holidays
import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from planning.escalations.rules import (
    TRANSITIONS,
    Act,
    Candidate,
    Sides,
    State,
    act_blockers,
    ascend,
    stage_clock,
)
from planning.people.rules import AgencyCategory, Role
from planning.procedures.rules import Ladder, Side, parse_profile
from planning.procedures.shipped import shipped_profile

ENGLAND = parse_profile(shipped_profile())
LONDON = ZoneInfo("Europe/London")
FREE = holidays.country_holidays("GB", subdiv="ENG", years=range(2025, 2029))
MOMENTS = st.datetimes(datetime(2025, 12, 20), datetime(2027, 4, 10), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
CLOSED = st.frozensets(st.dates(date(2025, 12, 20), date(2027, 5, 30)), max_size=30)


def works(day: date, closed: frozenset[date]) -> bool:
    return day.weekday() < 5 and day not in FREE and day not in closed


def midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=LONDON).astimezone(UTC)


@settings(max_examples=150)
@given(MOMENTS, st.integers(1, 4), CLOSED)
def test_a_stage_has_its_working_days_and_moves_up_at_nine_on_the_next(
    started: datetime, stage: int, closed: frozenset[date]
) -> None:
    profile = msgspec.structs.replace(ENGLAND, closed_days=closed)
    clock = stage_clock(profile, stage, started, urgent=False)
    day, left = started.astimezone(LONDON).date(), [1, 2, 2, 5][stage - 1]
    while left:
        day += timedelta(days=1)
        left -= works(day, closed)
    assert (clock.due_on, clock.due_at) == (day, midnight_after(day))
    day += timedelta(days=1)
    while not works(day, closed):
        day += timedelta(days=1)
    nine = clock.moves_up_at.astimezone(LONDON)
    assert (nine.date(), nine.time()) == (day, time(9))


@settings(max_examples=150)
@given(MOMENTS, st.integers(1, 4), CLOSED)
def test_an_urgent_stage_ends_with_its_day_but_never_sooner_than_four_hours(
    started: datetime, stage: int, closed: frozenset[date]
) -> None:
    profile = msgspec.structs.replace(ENGLAND, closed_days=closed)
    clock = stage_clock(profile, stage, started, urgent=True)
    day_ends = midnight_after(started.astimezone(LONDON).date())
    assert clock.due_at == clock.moves_up_at == max(day_ends, started + timedelta(hours=4))
    assert clock.due_on in {day_ends.astimezone(LONDON).date() - timedelta(days=1), clock.due_on}
    assert clock.due_at - timedelta(seconds=1) < midnight_after(clock.due_on)


PEOPLE = [uuid4() for _ in range(6)]
AGENCIES = [uuid4() for _ in range(3)]
CANDIDATES = st.lists(
    st.builds(
        Candidate,
        person_id=st.sampled_from(PEOPLE),
        address=st.just("a@example.org"),
        agency_id=st.sampled_from(AGENCIES),
        category=st.sampled_from([AgencyCategory.POLICE, AgencyCategory.PARTNERSHIP]),
        roles=st.lists(st.sampled_from([Role.SENIOR_MANAGER, Role.PARTNERSHIP, Role.CHAIR])),
        owns=st.lists(st.integers(1, 4)),
        deputises=st.lists(st.integers(1, 4)),
    ),
    unique_by=lambda one: one.person_id,
    max_size=6,
)
LADDERS = st.builds(
    Ladder,
    stage_working_days=st.just([1, 2, 2, 5]),
    titles=st.just(["a", "b", "c", "d"]),
    roles=st.lists(
        st.sampled_from([Role.SENIOR_MANAGER, Role.PARTNERSHIP]), min_size=4, max_size=4
    ),
    sides=st.lists(
        st.sampled_from([Side.ANSWERING, Side.RAISING, Side.PARTNERSHIP]), min_size=4, max_size=4
    ),
)


def expected(
    stage: int, ladder: Ladder, sides: Sides, people: list[Candidate], out: set[UUID]
) -> UUID | None:
    """The chain of fallbacks, link by link."""
    there = [one for one in people if one.person_id not in out]
    if stage == 1 and sides.manager_id in {one.person_id for one in there}:
        return sides.manager_id
    side = ladder.sides[stage - 1]
    if side is Side.PARTNERSHIP:
        there = [one for one in there if one.category is AgencyCategory.PARTNERSHIP]
    else:
        wanted = sides.answering if side is Side.ANSWERING else sides.raising
        there = [one for one in there if one.agency_id == wanted]
    for fits in (
        [one for one in there if stage in one.owns],
        [one for one in there if stage in one.deputises],
        [one for one in there if ladder.roles[stage - 1] in one.roles],
    ):
        if fits:
            return fits[0].person_id
    return None


@settings(max_examples=200)
@given(st.integers(1, 5), LADDERS, CANDIDATES, st.sets(st.sampled_from(PEOPLE)), st.data())
def test_the_first_stage_with_somebody_free_is_asked_and_the_others_are_told(
    stage: int, ladder: Ladder, people: list[Candidate], out: set[UUID], data: st.DataObject
) -> None:
    sides = Sides(
        answering=data.draw(st.sampled_from(AGENCIES)),
        raising=data.draw(st.sampled_from(AGENCIES)),
        manager_id=data.draw(st.sampled_from([None, *PEOPLE])),
    )
    found = ascend(stage, ladder, sides, people, out)
    owners = [(here, expected(here, ladder, sides, people, out)) for here in range(stage, 5)]
    first = next(((here, owner) for here, owner in owners if owner), (4, None))
    assert (found.stage, found.owner.person_id if found.owner else None) == first
    assert found.skipped == [here for here, owner in owners if here < first[0] or first[1] is None]


class Climbing(RuleBasedStateMachine):
    """Told in plain words: what is over stays over; who answered waits for the raiser."""

    def __init__(self) -> None:
        super().__init__()
        self.state, self.stage = State.OPEN, 1

    def is_over(self) -> bool:
        return self.state in {State.ACCEPTED, State.WITHDRAWN, State.UNRESOLVED}

    @rule(act=st.sampled_from(Act))
    def happens(self, act: Act) -> None:
        waits = self.state is State.OPEN
        done = self.state is State.ANSWERED
        legal = {
            Act.ANSWER: waits,
            Act.TIME_OUT: waits,
            Act.PASS_OVER: waits,
            Act.ACCEPT: done,
            Act.MOVE_UP: done,
            Act.WITHDRAW: waits or done,
        }[act]
        assert (act_blockers(self.state, act) == []) is legal
        if legal:
            self.goes_on(act)

    def goes_on(self, act: Act) -> None:
        to = TRANSITIONS[self.state, act]
        ends = {
            Act.ANSWER: State.ANSWERED,
            Act.ACCEPT: State.ACCEPTED,
            Act.WITHDRAW: State.WITHDRAWN,
        }
        if act in ends:
            assert to == {ends[act]}
            self.state = ends[act]
            return
        assert to == {State.OPEN, State.UNRESOLVED}
        self.stage += act is not Act.PASS_OVER
        self.state = State.OPEN if self.stage <= 4 else State.UNRESOLVED

    @precondition(is_over)
    @rule(act=st.sampled_from(Act))
    def nothing_follows_an_end(self, act: Act) -> None:
        assert act_blockers(self.state, act) != []


TestClimbing = Climbing.TestCase
TestClimbing.settings = settings(max_examples=40, stateful_step_count=20)
