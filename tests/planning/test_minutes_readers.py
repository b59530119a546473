"""Who reads which parts: what the chair is told of them, and what each of them gets."""

import msgspec
import pytest

from planning.errors import NotFound
from planning.meetings.actions import NewCorrection
from planning.meetings.queries import minutes_as_read_by, minutes_of, readership
from planning.people.rules import Actor
from planning.transactions import execute, transaction
from tests.planning.minuted import LATER, SECRET, TEXT, Minuting, minuting

pytestmark = pytest.mark.usefixtures("rolled_back")


@pytest.fixture
async def minutes() -> Minuting:
    return await minuting()


async def seen_by_chair(minutes: Minuting, reader: Actor) -> str:
    seen = await minutes_as_read_by(
        meeting_id=minutes.meeting_id,
        person_id=reader.person_id,
        actor=minutes.scene.chair,
        now=LATER,
    )
    return msgspec.json.encode(msgspec.structs.replace(seen, acknowledged=False)).decode()


async def seen_by(minutes: Minuting, reader: Actor) -> str:
    seen = await minutes.read(reader)
    return msgspec.json.encode(msgspec.structs.replace(seen, acknowledged=False)).decode()


async def leave(person: Actor) -> None:
    """End every membership of this person."""
    async with transaction(person.person_id):
        await execute(
            "update membership set ended_at = now() where person_id = $1", person.person_id
        )


async def test_the_chair_sees_whose_part_is_whose_who_has_read_and_confirmed(
    minutes: Minuting,
) -> None:
    scene = minutes.scene
    await minutes.approve()
    await minutes.read(scene.police)
    await minutes.confirm(scene.school)
    lines = {
        one.person_id: one
        for one in await readership(meeting_id=minutes.meeting_id, actor=scene.chair)
    }
    assert set(lines) == minutes.everybody
    school, police = lines[scene.school.person_id], lines[scene.police.person_id]
    assert (school.concern_ids, police.concern_ids) == (
        [minutes.second],
        sorted([minutes.first, minutes.second]),
    )
    assert (school.last_read_at, school.acknowledged_at) == (None, LATER)
    assert (police.last_read_at, police.acknowledged_at) == (LATER, None)
    assert [one.person_id for one in lines.values() if one.is_chair] == [scene.chair.person_id]
    with pytest.raises(NotFound):
        await readership(meeting_id=minutes.meeting_id, actor=scene.police)


async def test_before_approval_the_preview_is_what_the_reader_will_get_and_no_more(
    minutes: Minuting,
) -> None:
    of_school = await seen_by_chair(minutes, minutes.scene.school)
    of_police = await seen_by_chair(minutes, minutes.scene.police)
    assert (SECRET in of_school, SECRET in of_police) == (False, True)


async def test_afterwards_it_is_exactly_what_the_reader_gets(minutes: Minuting) -> None:
    scene = minutes.scene
    await minutes.approve()
    new = NewCorrection(TEXT, "Not so", "So", minutes.first)
    await minutes.accept(await minutes.ask(scene.police, new), "Better")
    await minutes.ask(scene.health)
    for reader in (scene.school, scene.police, scene.health):
        assert await seen_by_chair(minutes, reader) == await seen_by(minutes, reader)


async def test_only_the_chair_who_sees_every_child_looks_over_shoulders(
    minutes: Minuting,
) -> None:
    scene = minutes.scene
    for person_id, actor in (
        (scene.school.person_id, scene.police),
        (scene.stranger.person_id, scene.chair),
    ):
        with pytest.raises(NotFound):
            await minutes_as_read_by(
                meeting_id=minutes.meeting_id, person_id=person_id, actor=actor, now=LATER
            )


async def test_who_has_left_reads_nothing_and_is_told_nothing(minutes: Minuting) -> None:
    scene = minutes.scene
    await minutes.approve()
    await leave(scene.health)
    with pytest.raises(NotFound):
        await minutes_of(meeting_id=minutes.meeting_id, actor=scene.health, now=LATER)
    (health,) = [
        one
        for one in await readership(meeting_id=minutes.meeting_id, actor=scene.chair)
        if one.person_id == scene.health.person_id
    ]
    assert (health.reads, health.concern_ids) == (False, [])
    with pytest.raises(NotFound):
        await seen_by_chair(minutes, scene.health)
    scene.sent.messages.clear()
    await minutes.accept(await minutes.ask(scene.police))
    recipients = {message.recipient.person_id for message in scene.sent.messages}  # type: ignore[attr-defined]
    assert scene.health.person_id not in recipients
