"""Rooms of Northborough, and diaries that are not all alike."""

from datetime import datetime, time, timedelta

from planning.clock import today
from planning.diaries.actions import add_absence, add_room, set_hours
from planning.diaries.rules.absences import AbsenceKind, NewAbsence
from planning.diaries.rules.hours import HoursSpan
from planning.diaries.rules.rooms import RoomDraft
from service.demo.stage import Stage

ROOMS = [
    RoomDraft("Council House", "Room 2", 8),
    RoomDraft("Council House", "Conference suite", 30),
    RoomDraft("Online", "Virtual room A", 50, is_virtual=True),
    RoomDraft("Online", "Virtual room B", 50, is_virtual=True),
]
SHIFT = [HoursSpan(weekday, time(7), time(15)) for weekday in range(1, 6)]
PART_TIME = [HoursSpan(weekday, time(9, 30), time(14, 30)) for weekday in (1, 2, 4)]


async def fill_diaries(stage: Stage, *, now: datetime) -> None:
    """Rooms, a shift, part-time work, leave and a busy morning."""
    for draft in ROOMS:
        await add_room(draft=draft, actor=stage.people["administrator"], now=now)
    for key, hours in (("police", SHIFT), ("nurse", PART_TIME)):
        who = stage.people[key]
        await set_hours(person_id=who.person_id, hours=hours, actor=who, now=now)
    day = today(now)
    for key, absence in (
        ("camhs", NewAbsence(AbsenceKind.LEAVE, day, day + timedelta(days=6))),
        (
            "scheduler",
            NewAbsence(
                AbsenceKind.BUSY,
                day + timedelta(days=1),
                day + timedelta(days=1),
                time(9),
                time(11, 30),
            ),
        ),
    ):
        who = stage.people[key]
        await add_absence(person_id=who.person_id, absence=absence, actor=who, now=now)
