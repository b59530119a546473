"""Finding a time among real diaries: free or not free, and never why."""

from datetime import UTC, date, datetime, time

import msgspec
import pytest

from planning.diaries.actions import add_absence, add_room, set_hours
from planning.diaries.rules.absences import AbsenceKind, NewAbsence
from planning.diaries.rules.hours import HoursSpan
from planning.diaries.rules.rooms import RoomDraft
from planning.errors import Blocked, Invalid, NotAllowed
from planning.finding.queries import Found, find_new_times, find_times, how_it_stands
from planning.finding.rules.search import Deadline, Sought
from planning.meetings.rules.scheduling import Invitee, LocalTimes, Mode
from planning.people.actions import remove_person
from planning.people.rules import Role
from planning.procedures.rules import MeetingKind
from planning.transactions import Connection
from tests.factories import NOW, make_actor
from tests.scene import NO_ROOM, Scene, make_scene, noting_statements


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def sought(scene: Scene, **changes: object) -> Sought:
    plain = Sought(
        kind=MeetingKind.INITIAL,
        mode=Mode.PHONE,
        decided_at=NOW,
        minutes=60,
        invitees=[Invitee(scene.police.person_id), Invitee(scene.health.person_id)],
        chair_id=scene.chair.person_id,
    )
    return msgspec.structs.replace(plain, **changes)


async def find(scene: Scene, **changes: object) -> Found:
    return await find_times(sought=sought(scene, **changes), actor=scene.scheduler, now=NOW)


async def test_hours_absences_and_meetings_leave_what_is_truly_free(scene: Scene) -> None:
    await set_hours(
        person_id=scene.police.person_id,
        hours=[HoursSpan(weekday, time(10), time(16)) for weekday in (3, 4)],
        actor=scene.police,
        now=NOW,
    )
    await add_absence(
        person_id=scene.health.person_id,
        absence=NewAbsence(
            AbsenceKind.BUSY, date(2026, 3, 4), date(2026, 3, 4), time(10), time(11)
        ),
        actor=scene.health,
        now=NOW,
    )
    meeting = msgspec.structs.replace(
        scene.convening([]),
        kind=MeetingKind.MAPPING,
        times=LocalTimes(date(2026, 3, 4), time(11), time(11, 30)),
        invitees=[],
    )
    meeting_id = (await scene.convene(meeting)).meeting_id
    found = await find(scene, concern_ids=[], references=["N-1"])
    assert found.complete
    assert [slot.starts_at for slot in found.slots[:3]] == [at(4, 11, 30), at(4, 12), at(5, 10)]
    assert [slot.deadline for slot in found.slots[:3]] == [
        Deadline.IN_TARGET,
        Deadline.IN_TARGET,
        Deadline.IN_LIMIT,
    ]
    moved = await find_new_times(meeting_id=meeting_id, actor=scene.chair, now=NOW)
    assert moved.slots[0].reasons[0].startswith("Police is not invited")
    assert moved.slots[0].starts_at == at(3, 14, 15)
    assert moved.slots[1].ends_at == at(4, 9, 30)


async def test_a_category_that_is_not_there_is_told_with_its_person(scene: Scene) -> None:
    await set_hours(person_id=scene.police.person_id, hours=[], actor=scene.police, now=NOW)
    found = await find(scene)
    assert not found.complete
    assert found.slots[0].reasons == [f"Police: {scene.police.name} is not free."]
    assert [person.name for person in found.slots[0].missing] == [scene.police.name]


async def test_chairs_minute_takers_and_rooms_are_proposed(scene: Scene) -> None:
    keeper = await make_actor(Role.ADMINISTRATOR)
    large, small, online = [
        await add_room(
            draft=RoomDraft("Finding", name, capacity, is_virtual=capacity == 4),
            actor=keeper,
            now=NOW,
        )
        for name, capacity in (("Large", 900), ("Small", 2), ("Online", 4))
    ]
    taker = await make_actor(Role.MINUTE_TAKER, agency_id=scene.scheduler.agency_id)
    found = await find(
        scene, mode=Mode.ROOM, chair_id=None, find_minute_taker=True, capacity=800,
        references=["N-1"],
    )  # fmt: skip
    slot = found.slots[0]
    assert slot.chair is not None
    assert slot.minute_taker is not None
    assert slot.room is not None
    assert (slot.chair.id, slot.minute_taker.id, slot.room.id) == (
        scene.chair.person_id,
        taker.person_id,
        large,
    )
    assert slot.reasons == [
        "Children’s social care is not invited with authority to decide for every child."
    ]
    chosen = await find(scene, mode=Mode.VIDEO, minute_taker_id=taker.person_id)
    proposed = chosen.slots[0]
    assert proposed.room is not None
    assert proposed.minute_taker is not None
    assert small != online


async def test_what_cannot_be_sought_is_refused(scene: Scene) -> None:
    with pytest.raises(Invalid) as refused:
        await find(scene, minutes=20, invitees=[Invitee(scene.police.person_id)] * 201)
    assert [fault.field for fault in refused.value.blockers] == ["minutes", "invitees"]
    await remove_person(person_id=scene.police.person_id, actor=None, now=NOW)
    with pytest.raises(Blocked, match="Somebody you chose is not there any more"):
        await find(scene)
    with pytest.raises(NotAllowed):
        await find_times(sought=sought(scene), actor=scene.school, now=NOW)


async def test_a_moved_meeting_keeps_its_length_unless_another_is_asked(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    meeting_id = await scene.meet(child.id)
    same = await find_new_times(meeting_id=meeting_id, actor=scene.chair, now=NOW)
    longer = await find_new_times(meeting_id=meeting_id, minutes=90, actor=scene.chair, now=NOW)
    lengths = [found.slots[0].ends_at - found.slots[0].starts_at for found in (same, longer)]
    assert [length.total_seconds() / 60 for length in lengths] == [60, 90]
    assert same.complete
    with pytest.raises(NotAllowed):
        await find_new_times(meeting_id=meeting_id, actor=scene.police, now=NOW)


async def test_one_time_for_a_meeting_is_judged_without_its_own_bookings(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    meeting_id = await scene.meet(child.id)
    await add_absence(
        person_id=scene.health.person_id,
        absence=NewAbsence(
            AbsenceKind.BUSY, date(2026, 3, 4), date(2026, 3, 4), time(11, 10), time(12)
        ),
        actor=scene.health,
        now=NOW,
    )

    async def stands(starts_at: datetime, ends_at: datetime) -> list[str]:
        found = await how_it_stands(
            meeting_id=meeting_id, starts_at=starts_at, ends_at=ends_at, actor=scene.chair
        )
        return [reason for reason in found.reasons if reason != NO_ROOM]

    assert await stands(at(4, 10, 5), at(4, 11, 5)) == []
    assert await stands(at(4, 10, 20), at(4, 11, 20)) == [
        f"Health: {scene.health.name} is not free."
    ]
    with pytest.raises(NotAllowed):
        await how_it_stands(
            meeting_id=meeting_id, starts_at=at(4, 10), ends_at=at(4, 11), actor=scene.police
        )


@pytest.mark.parametrize("people", [1, 12])
async def test_finding_asks_as_much_for_many_as_for_few(
    scene: Scene, rolled_back: Connection, people: int
) -> None:
    invitees = [Invitee((await make_actor()).person_id) for _ in range(people)]
    with noting_statements(rolled_back) as seen:
        await find(scene, invitees=invitees)
    assert len(seen) == 3
