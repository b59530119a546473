"""Slots: truly free, ranked as the naive scan ranks them, told in words."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.clock import LONDON, in_london
from planning.diaries.rules.absences import Taken
from planning.diaries.rules.hours import DEFAULT_HOURS, HoursSpan
from planning.finding.rules.ranking import ranked
from planning.finding.rules.search import (
    Deadline,
    Diary,
    Guest,
    Helper,
    Place,
    Search,
)
from planning.people.rules import AgencyCategory
from planning.procedures.rules import MeetingKind, parse_profile
from planning.procedures.shipped import shipped_profile
from tests.rules.naive_finding import is_open, naive

KIND = parse_profile(shipped_profile()).kinds[MeetingKind.INITIAL]
NOW = datetime(2026, 3, 3, 14, 7, tzinfo=UTC)
CORE = (AgencyCategory.SOCIAL_CARE, AgencyCategory.POLICE, AgencyCategory.HEALTH)
ANA, BEN = UUID(int=11), UUID(int=12)
OPEN = Diary(DEFAULT_HOURS, [])
NEVER = Diary([], [])


def guest(number: int, category: AgencyCategory, diary: Diary = OPEN, **changes: object) -> Guest:
    plain = Guest(UUID(int=number), f"Person {number}", category, True, [], diary)
    return msgspec.structs.replace(plain, **changes)


def helper(number: int, diary: Diary = OPEN) -> Helper:
    return Helper(UUID(int=number), f"Person {number}", diary)


def search(**changes: object) -> Search:
    plain = Search(
        now=NOW,
        until=datetime(2026, 3, 7, tzinfo=UTC),
        quarters=4,
        target=datetime(2026, 3, 5, tzinfo=UTC),
        limit=datetime(2026, 3, 6, 12, 0, tzinfo=UTC),
        kind=KIND,
        children=[],
        guests=[guest(number, category) for number, category in enumerate(CORE)],
        chairs=[helper(0)],
        minute_takers=[],
        rooms=[],
    )
    return msgspec.structs.replace(plain, **changes)


def taken(*hours: int, day: int = 3) -> list[Taken]:
    return [
        Taken(
            datetime(2026, 3, day, hour, tzinfo=UTC), datetime(2026, 3, day, hour + 1, tzinfo=UTC)
        )
        for hour in hours
    ]


def test_the_first_complete_slot_of_each_half_day_is_offered() -> None:
    found = ranked(search())
    assert [slot.starts_at for slot in found] == [
        datetime(2026, 3, 3, 14, 15, tzinfo=UTC),
        datetime(2026, 3, 4, 9, 0, tzinfo=UTC),
        datetime(2026, 3, 4, 12, 0, tzinfo=UTC),
        datetime(2026, 3, 5, 9, 0, tzinfo=UTC),
        datetime(2026, 3, 5, 12, 0, tzinfo=UTC),
        datetime(2026, 3, 6, 9, 0, tzinfo=UTC),
    ]
    assert [slot.deadline for slot in found] == [*[Deadline.IN_TARGET] * 3, *["in_limit"] * 3]
    first = found[0]
    assert (first.reasons, first.missing, first.chair and first.chair.name) == ([], [], "Person 0")
    assert [line.sentence for line in first.quorum] == [
        "Children’s social care can be there.",
        "Police can be there.",
        "Health can be there.",
    ]


def test_somebody_not_needed_who_misses_it_costs_less_than_the_deadline() -> None:
    other = guest(9, AgencyCategory.EDUCATION, Diary(DEFAULT_HOURS, taken(14, 15, 16)))
    found = ranked(search(guests=[*search().guests, other]))
    assert [slot.starts_at.day for slot in found[:3]] == [4, 4, 3]
    assert [person.name for person in found[2].missing] == ["Person 9"]


def test_without_a_complete_slot_the_best_incomplete_ones_say_why() -> None:
    sick = guest(1, AgencyCategory.POLICE, NEVER)
    away = guest(4, AgencyCategory.POLICE, NEVER)
    found = ranked(
        search(
            guests=[search().guests[0], sick, away],
            chairs=[helper(5, NEVER), helper(6, NEVER)],
            minute_takers=[helper(7, NEVER)],
            needs_minute_taker=True,
            rooms=[Place(UUID(int=8), "Hall", taken(*range(8, 18), day=3))],
            needs_room=True,
            until=datetime(2026, 3, 3, 17, 0, tzinfo=UTC),
        )
    )
    assert [slot.starts_at for slot in found] == [datetime(2026, 3, 3, 14, 15, tzinfo=UTC)]
    assert found[0].reasons == [
        "Police: Person 1 and Person 4 are not free.",
        "Health is not invited with authority to decide.",
        "Nobody who can chair is free.",
        "Person 7 is not free to take the minutes.",
        "No room that is large enough is free.",
    ]


def test_quorum_is_judged_for_every_child() -> None:
    police = guest(1, AgencyCategory.POLICE, children=[ANA])
    others = [
        guest(number, category, children=[ANA, BEN])
        for number, category in ((0, CORE[0]), (2, CORE[2]))
    ]
    found = ranked(search(guests=[*others, police], children=[ANA, BEN]))
    assert found[0].reasons == ["Police is not invited with authority to decide for every child."]
    both = ranked(
        search(
            guests=[*others, police, guest(3, CORE[1], NEVER, children=[BEN])], children=[ANA, BEN]
        )
    )
    assert both[0].reasons == ["Police: Person 3 is not free."]


def test_helpers_and_rooms_are_proposed_in_their_order() -> None:
    busy = taken(14, 15)
    (slot, *_) = ranked(
        search(
            chairs=[helper(5, Diary(DEFAULT_HOURS, busy)), helper(6)],
            minute_takers=[helper(7)],
            rooms=[Place(UUID(int=8), "Small", busy), Place(UUID(int=9), "Large", [])],
            needs_room=True,
        )
    )
    assert slot.chair is not None
    assert slot.minute_taker is not None
    assert slot.room is not None
    assert (slot.chair.name, slot.minute_taker.name, slot.room.name) == (
        "Person 6",
        "Person 7",
        "Large",
    )


def test_hours_may_end_at_midnight_and_a_meeting_then() -> None:
    late = Diary([HoursSpan(weekday, time(22), time(0)) for weekday in range(1, 8)], [])
    everybody = [guest(number, category, late) for number, category in enumerate(CORE)]
    found = ranked(search(guests=everybody, chairs=[helper(0, late)], quarters=8))
    assert found[0].starts_at == datetime(2026, 3, 3, 22, 0, tzinfo=UTC)


def test_nobody_free_gives_no_slot() -> None:
    assert ranked(search(guests=[guest(1, CORE[1], NEVER)], chairs=[])) == []


WEEKS = st.lists(
    st.builds(
        lambda weekday, start, length: (
            HoursSpan(
                weekday,
                time(start // 60, start % 60),
                time((start + length) % 1440 // 60, (start + length) % 60),
            )
            if start + length <= 1440
            else HoursSpan(weekday, time(9), time(17))
        ),
        st.integers(1, 7),
        st.sampled_from([0, 30, 60, 75, 540, 545, 600, 1200]),
        st.sampled_from([60, 120, 240, 485, 600]),
    ),
    max_size=6,
)
STARTS = st.sampled_from(
    [NOW, datetime(2026, 3, 27, 9, 0, tzinfo=UTC), datetime(2026, 10, 23, 22, 59, 30, tzinfo=UTC)]
)
"""The second and the third are before the clocks change."""


@st.composite
def searches(draw: st.DrawFn) -> Search:
    now = draw(STARTS)
    offsets = st.integers(0, 4 * 24 * 60)
    taken_then = st.lists(
        st.builds(
            lambda start, length: Taken(
                now + timedelta(minutes=start), now + timedelta(minutes=start + length)
            ),
            offsets,
            st.integers(5, 600),
        ),
        max_size=4,
    )
    diaries = st.builds(Diary, st.one_of(st.just(list(DEFAULT_HOURS)), WEEKS), taken_then)
    children = draw(st.sampled_from([[], [ANA], [ANA, BEN]]))
    guests = [
        Guest(
            UUID(int=number),
            f"Person {number}",
            draw(st.sampled_from([*CORE, AgencyCategory.EDUCATION])),
            draw(st.booleans()) or number < 3,
            [child for child in children if draw(st.booleans())],
            draw(diaries),
        )
        for number in range(draw(st.integers(0, 5)))
    ]
    helpers = st.lists(st.builds(helper, st.integers(50, 60), diaries), max_size=2)
    return Search(
        now=now,
        until=now + timedelta(days=4),
        quarters=draw(st.integers(1, 9)),
        target=now + timedelta(hours=draw(st.integers(0, 40))),
        limit=now + timedelta(hours=draw(st.integers(40, 90))),
        kind=KIND,
        children=children,
        guests=guests,
        chairs=draw(helpers),
        minute_takers=draw(helpers),
        rooms=draw(st.lists(st.builds(Place, st.uuids(), st.just("Room"), taken_then), max_size=2)),
        needs_minute_taker=draw(st.booleans()),
        needs_room=draw(st.booleans()),
    )


@settings(max_examples=120)
@given(searches())
def test_ranking_equals_the_naive_scan_and_every_slot_is_truly_free(sought: Search) -> None:
    found = ranked(sought)
    assert [slot.starts_at for slot in found] == naive(sought)
    for slot in found:
        away = {person.id for person in slot.missing}
        assert away == {
            one.id for one in sought.guests if not is_open(one.diary, slot.starts_at, slot.ends_at)
        }
        by_id = {one.id: one.diary for one in sought.chairs}
        if slot.chair:
            assert any(
                is_open(one.diary, slot.starts_at, slot.ends_at)
                for one in sought.chairs
                if one.id == slot.chair.id
            ), by_id


def test_hours_that_begin_in_the_skipped_hour_begin_when_the_clock_jumps() -> None:
    early = Diary([HoursSpan(7, time(1, 15), time(2, 15))], [])
    found = ranked(
        search(
            now=datetime(2026, 3, 28, 23, 0, tzinfo=UTC),
            until=datetime(2026, 3, 29, 23, 0, tzinfo=UTC),
            guests=[guest(0, CORE[0], early)],
            chairs=[],
            quarters=1,
        )
    )
    assert [slot.starts_at for slot in found] == [datetime(2026, 3, 29, 1, 0, tzinfo=UTC)]


def test_a_day_of_a_clock_change_keeps_local_hours() -> None:
    sunday = Diary([HoursSpan(7, time(0), time(5))], [])
    spring = datetime(2026, 3, 28, 23, 0, tzinfo=UTC)
    found = ranked(
        search(
            now=spring,
            until=spring + timedelta(days=1),
            guests=[guest(number, category, sunday) for number, category in enumerate(CORE)],
            chairs=[helper(0, sunday)],
            quarters=16,
        )
    )
    (slot,) = found
    assert slot.starts_at == in_london(
        spring.astimezone(LONDON).date() + timedelta(days=1), time(0)
    )
    assert slot.ends_at.astimezone(LONDON).time() == time(5)
