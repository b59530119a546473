"""Hours and absences as people say them, in London's local time."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.diaries.rules.absences import (
    MOST_IMPORTED,
    AbsenceKind,
    NewAbsence,
    Taken,
    absence_faults,
    import_faults,
    merged,
    taken,
)
from planning.diaries.rules.hours import (
    DEFAULT_HOURS,
    HoursSpan,
    StoredSpan,
    clock_words,
    hours_faults,
    week_of,
)
from tests.factories import NOW

MONDAY = date(2026, 3, 9)


def test_overlapping_hours_are_named_both() -> None:
    week = [
        HoursSpan(2, time(9), time(13)),
        HoursSpan(2, time(12, 30), time(0)),
        HoursSpan(3, time(9), time(9)),
        HoursSpan(4, time(9), time(12)),
        HoursSpan(4, time(12), time(17)),
    ]
    assert [(fault.field, fault.message) for fault in hours_faults(week)] == [
        ("wednesday", "Wednesday: 9am to 9am: enter an end after the start."),
        (
            "tuesday",
            "Tuesday: 9am to 1pm and 12:30pm to midnight overlap. Change one of them.",
        ),
    ]


def test_a_week_has_seven_days_and_so_many_spans() -> None:
    for wrong in ([HoursSpan(8, time(9), time(10))], [HoursSpan(1, time(9), time(10))] * 51):
        assert [fault.field for fault in hours_faults(wrong)] == ["hours"]
    assert hours_faults(DEFAULT_HOURS) == []


def test_times_of_day_in_words() -> None:
    times = (time(0), time(12), time(9), time(12, 30), time(0, 5), time(23))
    assert [clock_words(at) for at in times] == [
        "midnight",
        "midday",
        "9am",
        "12:30pm",
        "12:05am",
        "11pm",
    ]


def test_who_has_not_said_works_the_usual_week() -> None:
    assert week_of([], said=False) == DEFAULT_HOURS
    assert week_of([], said=True) == []
    assert week_of([StoredSpan(7, 1200, 1440)], said=True) == [HoursSpan(7, time(20), time(0))]


def test_whole_days_and_spans_follow_the_clock_of_the_day() -> None:
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    lengths = [
        span.ends_at - span.starts_at
        for span in (taken(NewAbsence(AbsenceKind.LEAVE, day, day)) for day in (spring, autumn))
    ]
    assert lengths == [timedelta(hours=23), timedelta(hours=25)]
    typed = NewAbsence(AbsenceKind.BUSY, MONDAY, MONDAY + timedelta(days=1), time(22), time(2))
    assert taken(typed) == Taken(
        datetime(2026, 3, 9, 22, tzinfo=UTC), datetime(2026, 3, 10, 2, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    ("absence", "fields"),
    [
        (NewAbsence(AbsenceKind.LEAVE, MONDAY, MONDAY), []),
        (NewAbsence(AbsenceKind.IMPORTED, MONDAY, MONDAY), ["kind"]),
        (NewAbsence(AbsenceKind.BUSY, MONDAY, MONDAY, time(10), time(10)), ["ends"]),
        (NewAbsence(AbsenceKind.LEAVE, MONDAY, MONDAY - timedelta(days=1)), ["until_on"]),
        (NewAbsence(AbsenceKind.LEAVE, date(2026, 3, 1), date(2026, 3, 2)), ["until_on"]),
        (NewAbsence(AbsenceKind.LEAVE, MONDAY, date(2028, 1, 1)), ["until_on"]),
        (NewAbsence(AbsenceKind.LEAVE, date(2030, 1, 1), date(2030, 1, 2)), ["from_on"]),
    ],
)
def test_each_fault_of_an_absence_is_told_at_its_field(
    absence: NewAbsence, fields: list[str]
) -> None:
    assert [fault.field for fault in absence_faults(absence, NOW)] == fields


def test_local_times_that_the_clocks_skip_or_repeat_are_refused() -> None:
    skipped = NewAbsence(
        AbsenceKind.BUSY, date(2026, 3, 29), date(2026, 3, 29), time(1, 30), time(4)
    )
    repeated = NewAbsence(
        AbsenceKind.BUSY, date(2026, 10, 25), date(2026, 10, 25), time(0), time(1, 30)
    )
    assert [fault.message for fault in absence_faults(skipped, NOW)] == [
        "The clocks go forward: that time does not exist. Choose another."
    ]
    assert [fault.field for fault in absence_faults(repeated, NOW)] == ["ends"]


SPANS = st.lists(
    st.builds(
        lambda start, length: Taken(
            NOW + timedelta(minutes=start), NOW + timedelta(minutes=start + length)
        ),
        st.integers(0, 300),
        st.integers(0, 60),
    ),
    max_size=20,
)


@given(SPANS)
def test_merged_spans_cover_the_same_minutes_and_touch_nowhere(spans: list[Taken]) -> None:
    def minutes(some: list[Taken]) -> set[int]:
        return {
            minute
            for span in some
            for minute in range(
                int((span.starts_at - NOW).total_seconds() // 60),
                int((span.ends_at - NOW).total_seconds() // 60),
            )
        }

    found = merged(spans)
    assert minutes(found) == minutes(spans)
    assert all(one.ends_at < other.starts_at for one, other in pairwise(found))


def test_a_diary_has_room_for_so_many_imported_times() -> None:
    one = Taken(NOW, NOW + timedelta(hours=1))
    assert import_faults([one] * MOST_IMPORTED) == []
    assert [fault.field for fault in import_faults([one] * (MOST_IMPORTED + 1))] == ["file"]
