"""Calendars say where a meeting is only when somebody chose to; and when they are told anew."""

from datetime import date, time
from uuid import UUID

import msgspec
import pytest

from planning.access.queries import readers_of
from planning.diaries.actions import add_room
from planning.diaries.rules.rooms import RoomDraft
from planning.errors import Blocked, NotFound
from planning.meetings.actions import cancel, reschedule
from planning.meetings.queries import calendar_of
from planning.meetings.rules.changing import PeopleChange, Ticked
from planning.meetings.rules.scheduling import LocalTimes
from planning.outbox import MeetingInvitation
from planning.people.rules import Role
from tests.factories import NOW, make_actor
from tests.planning.test_meetings_details import change_to, details
from tests.planning.test_meetings_people import change, see, siblings, told
from tests.scene import Scene, make_scene

pytestmark = pytest.mark.usefixtures("rolled_back")
LATER = LocalTimes(date(2026, 3, 5), time(14), time(15))


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


async def convened(scene: Scene, **changes: object) -> UUID:
    (ana,) = await scene.concerns("N-9")
    convening = msgspec.structs.replace(scene.convening([ana.id]), **changes)
    scene.sent.messages.clear()
    return (await scene.convene(convening)).meeting_id


async def room(name: str) -> UUID:
    keeper = await make_actor(Role.ADMINISTRATOR)
    draft = RoomDraft(name=name, site="Library", capacity=9)
    return await add_room(draft=draft, actor=keeper, now=NOW)


async def move(scene: Scene, meeting_id: UUID, room_id: UUID | None) -> None:
    scene.sent.messages.clear()
    await reschedule(
        meeting_id=meeting_id,
        times=LATER,
        version=(await see(scene, meeting_id)).version,
        room_id=room_id,
        actor=scene.chair,
        now=NOW,
        enqueue=scene.sent,
    )


def places(scene: Scene) -> set[tuple[str, int, bool]]:
    """What calendars are told of the place, with its number, and whether they ask anew."""
    return {
        (one.place, one.sequence, one.asks)
        for one in scene.sent.messages
        if isinstance(one, MeetingInvitation)
    }


async def test_calendars_say_nothing_of_the_place_until_somebody_chooses_to(scene: Scene) -> None:
    await convened(scene, place="The library")
    assert places(scene) == {("", 0, True)}


@pytest.mark.parametrize("typed", ["", " The side door "])
async def test_what_is_shown_is_the_room_or_what_was_typed(scene: Scene, typed: str) -> None:
    await convened(scene, place=typed, room_id=await room("North"), place_in_calendars=True)
    assert places(scene) == {(typed.strip() or "Library, North", 0, True)}


async def test_another_place_that_is_shown_reaches_everybody_once_and_voids_no_answer(
    scene: Scene,
) -> None:
    meeting_id, _, ben = await siblings(scene)
    await change_to(scene, meeting_id, details(scene, place="A"), scene.chair)
    assert told(scene) == []
    shown = details(scene, place="A", place_in_calendars=True)
    await change_to(scene, meeting_id, shown, scene.chair)
    assert places(scene) == {("A", 1, False)}
    assert {person for _, person, _ in told(scene)} == {
        scene.chair.person_id,
        scene.police.person_id,
        scene.health.person_id,
    }
    assert (await see(scene, meeting_id)).place_in_calendars

    again = msgspec.structs.replace(shown, purpose="Another purpose")
    await change_to(scene, meeting_id, again, scene.chair)
    assert told(scene) == []

    chair = await make_actor(Role.CHAIR, agency_id=scene.chair.agency_id)
    handed = msgspec.structs.replace(again, place="B", chair_id=chair.person_id)
    await change_to(scene, meeting_id, handed, scene.chair)
    assert places(scene) == {("B", 2, True), ("B", 2, False)}
    assert sorted(told(scene)) == sorted(
        ("Invitation", person.person_id, 2)
        for person in (chair, scene.chair, scene.police, scene.health)
    )
    await change(scene, meeting_id, PeopleChange(add=[Ticked(scene.school.person_id, [ben])]))
    assert places(scene) == {("B", 2, True)}

    hidden = msgspec.structs.replace(handed, place_in_calendars=False)
    await change_to(scene, meeting_id, hidden, chair)
    assert places(scene) == {("", 3, False)}


async def test_who_replaces_the_chair_is_asked_and_who_is_taken_off_is_told(scene: Scene) -> None:
    meeting_id, _, _ = await siblings(scene)
    chair = await make_actor(Role.CHAIR, agency_id=scene.chair.agency_id)
    await change_to(scene, meeting_id, details(scene, chair_id=chair.person_id), scene.chair)
    assert told(scene) == [("Invitation", chair.person_id, 0)]
    await change(scene, meeting_id, PeopleChange(remove=[scene.chair.person_id]))
    assert told(scene) == [("Cancellation", scene.chair.person_id, 1)]


async def test_moving_to_another_room_tells_it_where_it_is_shown(scene: Scene) -> None:
    meeting_id = await convened(scene, place_in_calendars=True, place="The library")
    await move(scene, meeting_id, await room("South"))
    assert places(scene) == {("Library, South", 1, True)}
    assert (await calendar_of(meeting_id=meeting_id, actor=scene.police, now=NOW)).place == (
        "Library, South"
    )


async def test_a_place_that_tells_what_it_is_about_is_never_shown(scene: Scene) -> None:
    telling = await room("Exploitation team")
    with pytest.raises(Blocked, match="calendars must not show"):
        await convened(scene, place="Strategy suite", place_in_calendars=True)
    meeting_id, *_ = await siblings(scene)
    with pytest.raises(Blocked, match="The place says “section 47”") as refused:
        await change_to(
            scene,
            meeting_id,
            details(scene, place="Section 47 room", place_in_calendars=True),
            scene.chair,
        )
    assert [fault.field for fault in refused.value.blockers] == ["place_in_calendars"]
    shown = details(scene, place="The library", place_in_calendars=True)
    await change_to(scene, meeting_id, shown, scene.chair)
    with pytest.raises(Blocked, match="exploitation"):
        await move(scene, meeting_id, telling)


async def test_the_entry_is_the_readers_own_and_its_reading_is_logged(scene: Scene) -> None:
    meeting_id, _, _ = await siblings(scene)
    seen = await calendar_of(meeting_id=meeting_id, actor=scene.police, now=NOW)
    assert (seen.sequence, seen.place, seen.is_cancelled) == (0, "", False)
    readers = await readers_of(subject_id=meeting_id, actor=scene.chair)
    assert [reader.person_name for reader in readers] == [scene.police.name]
    await change(scene, meeting_id, PeopleChange(remove=[scene.police.person_id]))
    with pytest.raises(NotFound):
        await calendar_of(meeting_id=meeting_id, actor=scene.police, now=NOW)
    await change(scene, meeting_id, PeopleChange(add=[Ticked(scene.police.person_id)]))
    again = await calendar_of(meeting_id=meeting_id, actor=scene.police, now=NOW)
    assert (again.uid, again.sequence) == (seen.uid, 2)
    await cancel(
        meeting_id=meeting_id, reason="No need", actor=scene.chair, now=NOW, enqueue=scene.sent
    )
    gone = await calendar_of(meeting_id=meeting_id, actor=scene.chair, now=NOW)
    assert (gone.sequence, gone.is_cancelled) == (1, True)


SKIPPED, TWICE = date(2026, 3, 29), date(2026, 10, 25)


@pytest.mark.parametrize(
    ("times", "fields"),
    [
        (LocalTimes(SKIPPED, time(1, 30), time(3)), ["starts"]),
        (LocalTimes(SKIPPED, time(0, 30), time(1)), ["ends"]),
        (LocalTimes(TWICE, time(1), time(1, 45)), ["starts", "ends"]),
        (LocalTimes(date(2026, 10, 24), time(23), time(1, 59), TWICE), ["ends"]),
    ],
)
async def test_no_meeting_is_arranged_at_a_time_that_the_clocks_skip_or_repeat(
    scene: Scene, times: LocalTimes, fields: list[str]
) -> None:
    meeting_id, *_ = await siblings(scene)
    scene.sent.messages.clear()
    with pytest.raises(Blocked) as convening:
        await convened(scene, times=times)
    with pytest.raises(Blocked) as moving:
        await reschedule(
            meeting_id=meeting_id,
            times=times,
            version=1,
            actor=scene.chair,
            now=NOW,
            enqueue=scene.sent,
        )
    for refused in (convening, moving):
        assert [fault.field for fault in refused.value.blockers] == fields
        assert {fault.message.partition(":")[0] for fault in refused.value.blockers} <= {
            "The clocks go forward",
            "The clocks go back",
        }
    assert scene.sent.messages == []


async def test_a_meeting_may_last_across_the_change_of_the_clocks(scene: Scene) -> None:
    night = LocalTimes(date(2026, 10, 24), time(23), time(2), TWICE)
    meeting_id = await convened(scene, times=night)
    seen = await calendar_of(meeting_id=meeting_id, actor=scene.chair, now=NOW)
    assert (seen.ends_at - seen.starts_at).total_seconds() == 4 * 3600
