"""How one time stands: as the best times are told, whatever its minutes."""

from datetime import UTC, datetime, time

from hypothesis import assume, given, settings

from planning.diaries.rules.hours import DEFAULT_HOURS, HoursSpan
from planning.finding.rules.ranking import judged, ranked
from planning.finding.rules.search import Deadline, Diary, Place, Search
from planning.people.rules import AgencyCategory
from tests.rules.test_finding import CORE, guest, search, searches, taken


def at(hour: int, minute: int = 0, day: int = 3) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@settings(max_examples=60)
@given(searches())
def test_each_of_the_best_times_stands_as_it_was_offered(sought: Search) -> None:
    helpers = [*sought.chairs, *sought.minute_takers]
    diaries = [*(one.diary for one in sought.guests), *(one.diary for one in helpers)]
    hours = [span for diary in diaries for span in diary.hours]
    assume(all(span.starts_minute % 15 == span.ends_minute % 15 == 0 for span in hours))
    for slot in ranked(sought):
        assert judged(sought, slot.starts_at, slot.ends_at) == slot


def test_a_time_between_quarter_hours_is_judged_to_the_minute() -> None:
    early = Diary([HoursSpan(2, time(9), time(15, 10)), HoursSpan(2, time(15, 10), time(16))], [])
    nurse = guest(2, CORE[2], Diary(DEFAULT_HOURS, taken(13)))
    sought = search(guests=[*search().guests[:1], guest(1, CORE[1], early), nurse])
    slot = judged(sought, at(14), at(15, 50))
    assert (slot.starts_at, slot.ends_at, slot.reasons) == (at(14), at(15, 50), [])
    longer = judged(sought, at(13, 59), at(16, 1))
    assert longer.reasons == [
        "Police: Person 1 is not free.",
        "Health: Person 2 is not free.",
    ]
    assert [person.name for person in longer.missing] == ["Person 1", "Person 2"]


def test_quorum_deadline_and_room_are_told_like_those_of_the_best_times() -> None:
    hall = Place(search().guests[0].id, "Hall", taken(15))
    school = guest(9, AgencyCategory.EDUCATION, Diary([], []))
    sought = search(guests=[*search().guests, school], rooms=[hall], needs_room=True)
    slot = judged(sought, at(15, 30, day=6), at(16, day=6))
    assert slot.deadline is Deadline.LATE
    assert slot.room == hall.named()
    assert slot.reasons == []
    assert [person.name for person in slot.missing] == ["Person 9"]
    taken_room = judged(sought, at(15, 30), at(16))
    assert taken_room.reasons == ["No room that is large enough is free."]
    night = judged(search(), at(23), at(1, day=4))
    assert len(night.reasons) == 4
