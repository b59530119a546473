"""Places that meetings hold: nobody and no room twice at a time, and nobody told of a meeting."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from planning.diaries.actions import add_room
from planning.diaries.booking import hold_own_place, hold_places
from planning.diaries.queries import busy_people
from planning.diaries.rules.rooms import RoomDraft
from planning.errors import Blocked
from planning.meetings.actions import answer_invitation, cancel, reschedule
from planning.meetings.queries import meeting
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.scheduling import Convening, Invitee, LocalTimes
from planning.people.rules import Actor, Role
from planning.procedures.rules import MeetingKind
from planning.transactions import connection, execute, fetch_value, transaction
from tests.factories import NOW, make_actor
from tests.scene import Scene, decided, make_scene

ELEVEN = LocalTimes(date(2026, 3, 4), time(10, 30), time(11, 30))
DAY = (datetime(2026, 3, 4, 0, 0, tzinfo=UTC), datetime(2026, 3, 5, 0, 0, tzinfo=UTC))


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


def mapping(scene: Scene, **changes: object) -> Convening:
    """A meeting about no child, at 10 on 4 March, that asks nobody who is busy."""
    plain = msgspec.structs.replace(
        scene.convening([]), kind=MeetingKind.MAPPING, ask_although_busy=[]
    )
    return msgspec.structs.replace(plain, **changes)


async def busy(asker: Actor, *people: Actor, but: UUID | None = None) -> list[tuple[UUID, str]]:
    """What the database tells the asker of these people's 4 March."""
    async with transaction(asker.person_id):
        rows = await connection().fetch(
            "select person_id, during::text from accord_people_busy("
            "$1, tstzrange($2, $3), $4) order by 1, 2",
            [person.person_id for person in people], *DAY, but,
        )  # fmt: skip
    return [tuple(row) for row in rows]


AT_TEN = '["2026-03-04 10:00:00+00","2026-03-04 11:00:00+00")'


async def test_convening_books_its_people_and_says_no_more_than_that(scene: Scene) -> None:
    meeting_id = (await scene.convene(mapping(scene))).meeting_id
    assert await busy(scene.stranger, scene.police, scene.school) == [
        (scene.police.person_id, AT_TEN)
    ]
    assert await busy(scene.stranger, scene.police, but=meeting_id) != []
    assert await busy(scene.police, scene.police, but=meeting_id) == []
    async with transaction(scene.stranger.person_id):
        assert await fetch_value("select count(*) from person_booking") == 0


async def test_somebody_busy_is_named_and_can_be_asked_all_the_same(scene: Scene) -> None:
    await scene.convene(mapping(scene))
    later = mapping(scene, chair_id=(await make_actor(Role.CHAIR)).person_id, times=ELEVEN)
    with pytest.raises(Blocked) as refused:
        await scene.convene(later)
    assert [(fault.field, fault.message.split(" is ")[0]) for fault in refused.value.blockers] == [
        ("ask_although_busy", scene.police.name),
        ("ask_although_busy", scene.health.name),
    ]
    asked = [scene.police.person_id, scene.health.person_id]
    convened = await scene.convene(msgspec.structs.replace(later, ask_although_busy=asked))
    assert "Police is busy at that time: not quorate." in convened.warnings
    seen = await meeting(meeting_id=convened.meeting_id, actor=scene.police, now=NOW)
    assert seen.forecast.categories[1].sentence == "Police is busy at that time: not quorate."


async def test_accepting_needs_the_place_and_declining_frees_it(scene: Scene) -> None:
    first = (await scene.convene(mapping(scene))).meeting_id
    asked = [scene.chair.person_id, scene.police.person_id, scene.health.person_id]
    second = (await scene.convene(mapping(scene, ask_although_busy=asked))).meeting_id

    async def answer(meeting_id: UUID, value: Answer) -> None:
        await answer_invitation(meeting_id=meeting_id, answer=value, actor=scene.police, now=NOW)

    with pytest.raises(Blocked, match=r"You are booked at that time\. Free yourself first\."):
        await answer(second, Answer.ACCEPTED)
    await answer(second, Answer.TENTATIVE)
    await answer(first, Answer.DECLINED)
    assert await busy(scene.stranger, scene.police) == []
    await answer(second, Answer.ACCEPTED)
    await answer(second, Answer.ACCEPTED)
    assert await busy(scene.stranger, scene.police) == [(scene.police.person_id, AT_TEN)]
    seen = await meeting(meeting_id=second, actor=scene.police, now=NOW)
    assert seen.forecast.categories[1].sentence == "Police has accepted."
    with pytest.raises(Blocked, match="You are booked"):
        await answer(first, Answer.ACCEPTED)


async def move(scene: Scene, meeting_id: UUID, *, ask: tuple[UUID, ...] = ()) -> None:
    await reschedule(
        meeting_id=meeting_id,
        times=ELEVEN,
        version=1,
        ask_although_busy=ask,
        actor=scene.scheduler,
        now=NOW,
        enqueue=scene.sent,
    )


async def test_a_moved_meeting_moves_its_places_even_over_its_old_time(scene: Scene) -> None:
    await move(scene, (await scene.convene(mapping(scene))).meeting_id)
    assert await busy(scene.stranger, scene.police) == [
        (scene.police.person_id, '["2026-03-04 10:30:00+00","2026-03-04 11:30:00+00")')
    ]


async def test_a_meeting_moves_onto_another_only_with_those_who_are_asked(scene: Scene) -> None:
    chair = await make_actor(Role.CHAIR)
    evening = LocalTimes(date(2026, 3, 4), time(18), time(19))
    await scene.convene(mapping(scene))
    later = mapping(scene, times=evening, chair_id=chair.person_id)
    meeting_id = (await scene.convene(later)).meeting_id
    with pytest.raises(Blocked, match="is busy at that time"):
        await move(scene, meeting_id)
    await move(scene, meeting_id, ask=(scene.police.person_id, scene.health.person_id))
    assert [place[0] for place in await busy(scene.stranger, scene.police, chair)].count(
        chair.person_id
    ) == 1
    assert await busy(scene.stranger, scene.police) == [(scene.police.person_id, AT_TEN)]


async def test_a_cancelled_and_a_closed_meeting_free_everybody(scene: Scene) -> None:
    room_id = await a_room()
    called_off = (await scene.convene(mapping(scene, room_id=room_id))).meeting_id
    await cancel(
        meeting_id=called_off, reason="No", actor=scene.scheduler, now=NOW, enqueue=scene.sent
    )
    (child,) = await scene.concerns("N-1")
    held = await scene.convene(
        msgspec.structs.replace(scene.convening([child.id]), ask_although_busy=[], room_id=room_id)
    )
    await scene.come(held.meeting_id)
    await scene.decide(held.meeting_id, child.id, decided())
    await scene.close(held.meeting_id)
    assert await busy(scene.stranger, scene.chair, scene.police, scene.health) == []
    assert (await scene.convene(mapping(scene, room_id=room_id))).warnings == []


async def a_room(capacity: int = 8) -> UUID:
    return await add_room(
        draft=RoomDraft("Town hall", f"Room {uuid4().hex[:4]}", capacity),
        actor=await make_actor(Role.ADMINISTRATOR),
        now=NOW,
    )


async def test_a_room_is_held_once_and_gives_the_place_its_name(scene: Scene) -> None:
    room_id = await a_room(capacity=2)
    convened = await scene.convene(mapping(scene, room_id=room_id))
    assert convened.warnings == ["The room holds 2, and 3 people are invited."]
    seen = await meeting(meeting_id=convened.meeting_id, actor=scene.chair, now=NOW)
    assert seen.place.startswith("Town hall, Room ")
    with pytest.raises(Blocked, match="That room is booked at that time"):
        await scene.convene(
            msgspec.structs.replace(
                scene.convening([]), kind=MeetingKind.MAPPING, room_id=room_id, times=ELEVEN
            )
        )
    evening = LocalTimes(date(2026, 3, 4), time(18), time(19))
    other = await scene.convene(mapping(scene, room_id=room_id, times=evening))
    with pytest.raises(Blocked, match="That room is booked at that time"):
        await move(scene, other.meeting_id, ask=(scene.chair.person_id,))
    await move(scene, convened.meeting_id)


async def test_people_who_join_a_meeting_are_held_without_asking_the_others_again(
    scene: Scene,
) -> None:
    """Whoever is busy by now for their own reasons keeps the place they have."""
    meeting_id = (
        await scene.convene(mapping(scene, invitees=[Invitee(scene.police.person_id)]))
    ).meeting_id
    async with transaction(scene.police.person_id):
        await execute(
            "insert into absence values ($1, $2, 'leave', $3, $4)",
            uuid4(), scene.police.person_id, *DAY,
        )  # fmt: skip
    async with transaction(scene.scheduler.person_id):
        await hold_places(meeting_id)
        assert await hold_own_place(meeting_id, scene.police.person_id)
    with pytest.raises(Blocked, match="is busy at that time"):
        await move(scene, meeting_id)


async def test_a_meeting_moves_to_another_room_or_gives_its_room_back(scene: Scene) -> None:
    first, second = await a_room(), await a_room()
    meeting_id = (await scene.convene(mapping(scene, room_id=first))).meeting_id

    async def take(room_id: UUID | None, version: int, hour: int) -> str:
        await reschedule(
            meeting_id=meeting_id,
            times=LocalTimes(date(2026, 3, 4), time(hour), time(hour + 1)),
            version=version,
            room_id=room_id,
            actor=scene.scheduler,
            now=NOW,
            enqueue=scene.sent,
        )
        return (await meeting(meeting_id=meeting_id, actor=scene.chair, now=NOW)).place

    assert (await take(second, 1, 12)).startswith("Town hall, Room ")
    assert await take(None, 2, 13) == ""
    with pytest.raises(Blocked, match="Choose a room from the list"):
        await take(uuid4(), 3, 14)


async def test_who_is_busy_at_a_time_is_told_by_name_alone(scene: Scene) -> None:
    meeting_id = (await scene.convene(mapping(scene))).meeting_id
    people = [scene.police.person_id, scene.school.person_id]

    async def ask(asker: Actor, hours: int, but: UUID | None = None) -> list[UUID]:
        starts_at = DAY[0]
        found = await busy_people(
            people=people,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=hours),
            but_meeting=but,
            actor=asker,
        )
        return [person.id for person in found]

    assert await ask(scene.stranger, 24) == [scene.police.person_id]
    assert await ask(scene.police, 24, meeting_id) == []
    assert await ask(scene.stranger, 0) == []
