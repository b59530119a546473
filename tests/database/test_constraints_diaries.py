"""One breach for each constraint of diaries, rooms and the places that meetings hold."""

import pytest

from planning.constraints import SENTENCES
from tests.conftest import TestDatabase
from tests.database.breaches import assert_breaks
from tests.database.meeting_rows import A, B, before, insert

ROOM = "insert into room values ({}, {}, {}, false, {}, null)"
HOURS = "insert into working_hours values ({}, {}, {}, {}, {})"
MORNING = HOURS.format(A, A, 1, 540, 720)
HELD = "tstzrange('2026-03-04 10:00+00', '2026-03-04 11:00+00')"
LATER = "tstzrange('2026-03-04 10:59+00', '2026-03-04 12:00+00')"
FREE = "tstzrange('2026-03-04 11:00+00', '2026-03-04 12:00+00')"
OTHER = insert("strategy_meeting", id=B, reference="'7K4-QXR'")
GOOD_ROOM = ROOM.format(A, "'Hall'", "'One'", 4)


def booking(table: str, meeting: str, compartment: str, during: str) -> str:
    return f"insert into {table} values ({meeting}, {compartment}, {A}, {during})"


def person(meeting: str, during: str, compartment: str = A) -> str:
    return booking("person_booking", meeting, compartment, during)


def room(meeting: str, during: str, compartment: str = A) -> str:
    return booking("room_booking", meeting, compartment, during)


BREACHES: dict[str, tuple[str, ...]] = {
    "ck_room_site": (ROOM.format(A, "' '", "'One'", 4),),
    "ck_room_name": (ROOM.format(A, "'Hall'", "' '", 4),),
    "ck_room_capacity": (ROOM.format(A, "'Hall'", "'One'", 0),),
    "uq_room_name": (GOOD_ROOM, ROOM.format(B, "'Hall'", "'One'", 5)),
    "ck_working_hours_weekday": (HOURS.format(A, A, 8, 540, 720),),
    "ck_working_hours_minutes": (HOURS.format(A, A, 1, 540, 1441),),
    "ex_working_hours_overlap": (MORNING, HOURS.format(B, A, 1, 719, 800)),
    "ck_absence_kind": (f"insert into absence values ({A}, {A}, 'tea', now(), now() + '1h')",),
    "ck_absence_ends": (f"insert into absence values ({A}, {A}, 'leave', now(), now())",),
    "ck_person_booking_during": (person(A, "'empty'"),),
    "person_booking_pkey": (person(A, HELD), person(A, FREE)),
    "person_booking_meeting_fkey": (person(B, HELD, B),),
    "ex_person_booking_during": (OTHER, person(A, HELD), person(B, LATER)),
    "ck_room_booking_during": (GOOD_ROOM, room(A, "'empty'")),
    "room_booking_pkey": (GOOD_ROOM, room(A, HELD), room(A, FREE)),
    "room_booking_meeting_fkey": (GOOD_ROOM, room(B, HELD, B)),
    "ex_room_booking_during": (OTHER, GOOD_ROOM, room(A, HELD), room(B, LATER)),
}


@pytest.mark.parametrize("constraint", BREACHES)
async def test_the_database_refuses(database: TestDatabase, constraint: str) -> None:
    place = [*before("strategy_meeting"), insert("strategy_meeting")]
    await assert_breaks(database, constraint, *place, *BREACHES[constraint])


def test_what_a_race_can_meet_has_a_sentence() -> None:
    assert {name for name in BREACHES if name.startswith("ex_")} - SENTENCES.keys() == set()
