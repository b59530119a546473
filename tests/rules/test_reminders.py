"""When people are told of what waits: once for each occasion, by day, and never too late."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.clock import LONDON, in_london, is_working_day
from planning.procedures.rules import parse_profile
from planning.procedures.shipped import shipped_profile
from planning.reminders.rules.chasing import chasing_blockers
from planning.reminders.rules.deciding import (
    RULES,
    due_now,
    is_near,
    is_shown,
    occasions_of,
    to_tell,
    windows,
)
from planning.reminders.rules.hours import CLOSES, OPENS, is_open, working_days_before
from planning.reminders.rules.kinds import SOON, Fact, Kind, Profiles

ENGLAND = parse_profile(shipped_profile())
PROFILES = Profiles(ENGLAND, ENGLAND)
STEP = timedelta(minutes=5)

moments = st.datetimes(
    min_value=datetime(2025, 12, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2027, 1, 10),  # noqa: DTZ001 - hypothesis adds the zone
    timezones=st.just(UTC),
)


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    """Anything that may wait, begun up to six weeks before its time."""
    kind = draw(st.sampled_from(list(RULES)))
    at = draw(moments)
    rule = RULES[kind]
    return Fact(
        kind=kind,
        subject_id=UUID(int=1),
        compartment_id=UUID(int=2),
        meeting_id=UUID(int=3),
        since_at=at - draw(st.timedeltas(timedelta(minutes=1), timedelta(days=42))),
        happens_at=None if rule.dated else at,
        happens_on=at.date() if rule.dated else None,
        until_at=draw(
            st.none() | st.timedeltas(timedelta(days=1), timedelta(days=28)).map(at.__add__)
        ),
    )


def fact(kind: Kind, since_at: datetime, at: datetime | date, *, told: int = 0) -> Fact:
    moment = at if isinstance(at, datetime) else None
    return Fact(
        kind, uuid4(), uuid4(), uuid4(), since_at, moment, None if moment else at, None, told
    )


def lived(waiting: Fact, *, down_until: datetime | None = None) -> list[tuple[int, datetime]]:
    """Each reminder of a fact that nobody ever does anything about, looked at every five minutes.

    To be quick it jumps to the next occasion or opening; `down_until` no worker runs before.
    """
    occasions = occasions_of(waiting, PROFILES)
    looks = {at + STEP * steps for at in occasions for steps in range(3)}
    for at in occasions:
        looks |= {in_london((at + timedelta(days=days)).date(), OPENS) for days in range(8)}
    told, seen = waiting.told, []
    for now in sorted(looks):
        if down_until and now < down_until:
            continue
        state = replaced(waiting, told)
        for due in to_tell([(state, PROFILES)], profile=ENGLAND, now=now, digested=False).due:
            told = due.number
            seen.append((due.number, now))
    return seen


def replaced(waiting: Fact, told: int) -> Fact:
    return msgspec.structs.replace(waiting, told=told)


@given(facts())
def test_no_occasion_is_told_twice_nor_more_often_than_there_are_any(waiting: Fact) -> None:
    numbers = [number for number, _ in lived(waiting)]
    assert numbers == sorted(set(numbers))
    assert len(numbers) <= len(occasions_of(waiting, PROFILES)) <= 5


@given(facts())
def test_by_night_and_on_free_days_only_what_is_near_is_told(waiting: Fact) -> None:
    for _, now in lived(waiting):
        local = now.astimezone(LONDON)
        by_day = is_working_day(local.date(), frozenset()) and OPENS <= local.time() < CLOSES
        assert by_day or is_near(waiting, now)


@given(facts())
def test_a_meeting_is_never_told_once_it_has_begun_nor_before_it_was_known(waiting: Fact) -> None:
    for _, now in lived(waiting):
        assert now > waiting.since_at
        assert not RULES[waiting.kind].lapses or now < waiting.moment


@given(facts(), st.timedeltas(timedelta(0), timedelta(days=70)))
def test_a_worker_that_was_down_tells_one_thing_once(waiting: Fact, down: timedelta) -> None:
    occasions = occasions_of(waiting, PROFILES)
    back = (occasions or [waiting.since_at])[0] + down
    missed = sum(at <= back for at in occasions)
    told = [number for number, _ in lived(waiting, down_until=back)]
    assert [number for number in told if number < missed] == []


@given(facts(), st.timedeltas(timedelta(0), timedelta(days=40)))
def test_whatever_is_due_lies_in_a_window_where_the_worker_looks(
    waiting: Fact, later: timedelta
) -> None:
    now = waiting.since_at + later
    hangs_on = waiting.happens_at or in_london(waiting.day, time(0))
    if now - hangs_on > RULES[waiting.kind].behind:
        return
    if not to_tell([(waiting, PROFILES)], profile=ENGLAND, now=now, digested=False).due:
        return
    looks = [look for look in windows(ENGLAND, now) if look.kind is waiting.kind]
    assert any(
        waiting.since_at <= look.since_before
        and (
            (look.from_at and look.until_at and look.from_at <= waiting.moment <= look.until_at)
            if waiting.happens_at
            else (look.from_on and look.until_on and look.from_on <= waiting.day <= look.until_on)
        )
        for look in looks
    )


def test_christmas_is_left_in_peace() -> None:
    before = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    seen = lived(fact(Kind.ACTION, before, date(2026, 12, 24)))
    assert [now.astimezone(LONDON) for _, now in seen] == [
        datetime(2026, 12, 23, 8, 0, tzinfo=LONDON),
        datetime(2026, 12, 29, 8, 0, tzinfo=LONDON),
        datetime(2027, 1, 6, 8, 0, tzinfo=LONDON),
        datetime(2027, 1, 13, 8, 0, tzinfo=LONDON),
    ]


@pytest.mark.parametrize(
    ("meeting", "told"),
    [
        ("2026-03-29T08:00+00:00", "2026-03-28T08:00+00:00"),
        ("2026-10-25T10:00+00:00", "2026-10-24T10:00+00:00"),
    ],
)
def test_hours_before_a_meeting_are_elapsed_hours_when_clocks_change(
    meeting: str, told: str
) -> None:
    starts = datetime.fromisoformat(meeting)
    coming = fact(Kind.COMING, starts - timedelta(days=9), starts)
    assert [now for _, now in lived(coming)] == [datetime.fromisoformat(told)]


def test_working_hours_are_those_of_england_when_clocks_change() -> None:
    assert not is_open(ENGLAND, datetime(2026, 3, 30, 6, 59, tzinfo=UTC))
    assert is_open(ENGLAND, datetime(2026, 3, 30, 7, 0, tzinfo=UTC))
    assert not is_open(ENGLAND, datetime(2026, 10, 26, 7, 0, tzinfo=UTC))
    assert is_open(ENGLAND, datetime(2026, 10, 26, 17, 59, tzinfo=UTC))
    assert not is_open(ENGLAND, datetime(2026, 10, 26, 18, 0, tzinfo=UTC))


def test_the_working_day_before_easter_monday_is_maundy_thursday() -> None:
    assert working_days_before(ENGLAND, date(2026, 4, 7), 1) == date(2026, 4, 2)
    assert working_days_before(ENGLAND, date(2026, 4, 7), 0) == date(2026, 4, 7)


def test_a_reminder_asked_for_stands_for_the_one_that_was_due() -> None:
    since = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
    starts = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)
    waiting = fact(Kind.ANSWER, since, starts)
    now = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
    assert due_now(waiting, PROFILES, now) is not None
    assert is_shown(waiting, PROFILES, now)
    assert not is_shown(waiting, PROFILES, starts)
    asked = Fact(
        Kind.ANSWER, uuid4(), uuid4(), uuid4(), since, starts, chased_at=now - timedelta(hours=1)
    )
    assert due_now(asked, PROFILES, now) is None
    assert due_now(asked, PROFILES, starts - SOON) is not None


def test_only_one_mail_of_a_day_tells_what_can_wait() -> None:
    since = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
    now = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
    late = fact(Kind.ACTION, since, date(2026, 3, 4))
    near = fact(Kind.ANSWER, since, now + timedelta(hours=20))
    both = [(late, PROFILES), (near, PROFILES)]
    first = to_tell(both, profile=ENGLAND, now=now, digested=False)
    assert ([due.fact for due in first.due], first.day) == ([late, near], date(2026, 3, 5))
    again = to_tell(both, profile=ENGLAND, now=now, digested=True)
    assert ([due.fact for due in again.due], again.day) == ([near], None)


def test_people_are_chased_once_an_hour_while_there_is_somebody_to_chase() -> None:
    now = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
    soon = now + timedelta(hours=3)

    def refusals(unanswered: int, starts_at: datetime, last_at: datetime | None) -> list[str]:
        found = chasing_blockers(unanswered, starts_at, last_at, now)
        return [blocker.message for blocker in found]

    assert refusals(2, soon, None) == []
    assert refusals(2, soon, now - timedelta(hours=1)) == []
    assert refusals(2, soon, now - timedelta(minutes=59)) == [
        "They were reminded at 09:01. You can remind them again at 10:01."
    ]
    assert refusals(0, soon, None) == ["Everybody has answered: there is nobody to remind."]
    (unreached,) = chasing_blockers(0, soon, None, now, ["Ann Lee", "Bo Day"])
    assert unreached.message.startswith("Mail does not reach Ann Lee, Bo Day. Ring them")
    assert refusals(2, now, None) == [
        "The meeting has begun: nobody can be reminded of it any more."
    ]
