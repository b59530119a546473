"""Everybody reads what they need to know, and nothing shows that there is more (review §4.24)."""

from collections.abc import Iterator
from uuid import UUID

import msgspec
import pytest

from planning.access.queries import readers_of
from planning.chains.queries import chain_of
from planning.errors import NotFound
from planning.meetings.actions import approve_minutes
from planning.meetings.queries import Which, meeting, meetings, minutes_of, running, work_of
from planning.meetings.rules.record import Section
from planning.meetings.rules.scheduling import Invitee
from planning.transactions import Connection
from tests.factories import NOW
from tests.scene import HELD, Scene, decided, make_scene, noting_statements

SECRET = "Only for those who are there for Ana"


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


@pytest.fixture
def statements(rolled_back: Connection) -> Iterator[list[str]]:
    with noting_statements(rolled_back) as seen:
        yield seen


async def siblings_meeting(scene: Scene, *more: str) -> tuple[UUID, UUID, UUID]:
    """A meeting of Ana (N-1) and Ben (N-2), at which the school is there for Ben alone."""
    ana, ben, *_ = await scene.concerns("N-1", "N-2", *more)
    asked = scene.convening([ana.id, ben.id])
    invitees = [*asked.invitees, Invitee(scene.school.person_id, concern_ids=[ben.id])]
    meeting_id = (await scene.convene(msgspec.structs.replace(asked, invitees=invitees))).meeting_id
    await scene.come(meeting_id)
    draft = decided()
    await scene.decide(meeting_id, ana.id, draft)
    for section in (Section.INFORMATION, Section.CHILD_VOICE, Section.DISSENT):
        await scene.write(meeting_id, section, SECRET, ana.id)
    await scene.decide(meeting_id, ben.id, draft)
    await scene.write(meeting_id, Section.JOINT_INFORMATION, "The joint part")
    return meeting_id, ana.id, ben.id


async def test_a_school_reads_the_joint_part_and_its_own_pupil(scene: Scene) -> None:
    meeting_id, ana_id, ben_id = await siblings_meeting(scene)
    seen = await meeting(meeting_id=meeting_id, actor=scene.school, now=HELD)
    assert [child.concern_id for child in seen.children] == [ben_id]
    assert {one.name: one.concern_ids for one in seen.attendees}[scene.police.name] == [ben_id]
    await scene.close(meeting_id)
    await approve_minutes(meeting_id=meeting_id, actor=scene.chair, now=HELD, enqueue=scene.sent)
    minutes = await minutes_of(meeting_id=meeting_id, actor=scene.school, now=HELD)
    assert [item.body for item in minutes.joint.items] == ["The joint part"]
    assert [child.reference for child in minutes.children] == ["N-2"]
    text = msgspec.json.encode([seen, minutes]).decode()
    assert [word in text for word in (SECRET, "N-1", str(ana_id))] == [False, False, False]
    whole = await minutes_of(meeting_id=meeting_id, actor=scene.police, now=HELD)
    assert [child.reference for child in whole.children] == ["N-1", "N-2"]
    with pytest.raises(NotFound):
        await chain_of(concern_id=ana_id, actor=scene.school, now=HELD)


async def test_nothing_of_a_draft_reaches_a_reader(scene: Scene) -> None:
    meeting_id, _, _ = await siblings_meeting(scene)
    seen = await meeting(meeting_id=meeting_id, actor=scene.police, now=HELD)
    work = await work_of(actor=scene.police, now=HELD)
    listed = await meetings(actor=scene.police, now=HELD)
    text = msgspec.json.encode([seen, work, listed]).decode()
    assert [word in text for word in (SECRET, "The joint part")] == [False, False]
    await scene.close(meeting_id)
    with pytest.raises(NotFound):
        await minutes_of(meeting_id=meeting_id, actor=scene.police, now=HELD)


async def test_for_a_stranger_nothing_exists(scene: Scene) -> None:
    meeting_id, ana_id, _ = await siblings_meeting(scene)
    for ask in (meeting, running, minutes_of):
        with pytest.raises(NotFound):
            await ask(meeting_id=meeting_id, actor=scene.stranger, now=HELD)
    with pytest.raises(NotFound):
        await chain_of(concern_id=ana_id, actor=scene.stranger, now=HELD)
    assert (await meetings(actor=scene.stranger, now=HELD)).items == []
    work = await work_of(actor=scene.stranger, now=HELD)
    assert (work.invitations, work.to_close, work.actions, work.escalations) == ([], [], [], [])


async def test_the_chair_sees_who_has_read(scene: Scene) -> None:
    meeting_id, _, _ = await siblings_meeting(scene)
    await meeting(meeting_id=meeting_id, actor=scene.police, now=NOW)
    await minutes_of(meeting_id=meeting_id, actor=scene.chair, now=HELD)
    readers = await readers_of(subject_id=meeting_id, actor=scene.chair)
    assert [reader.person_name for reader in readers] == [scene.chair.name, scene.police.name]


async def test_the_list_is_paged_both_ways(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    first, second = [await scene.meet(child.id) for _ in range(2)]
    await scene.hold(child.id, decided())

    async def ids(which: Which) -> list[UUID]:
        found: list[UUID] = []
        cursor = None
        while True:
            page = await meetings(actor=scene.police, now=HELD, which=which, cursor=cursor, limit=1)
            found += [line.id for line in page.items]
            cursor = page.next
            if cursor is None:
                return found

    everything = await ids(Which.ALL)
    assert len(everything) == 3
    assert {first, second} < set(everything)
    assert await ids(Which.COMING) == list(reversed(everything))
    assert await ids(Which.PAST) == []


async def test_pages_ask_as_often_for_many_as_for_few(scene: Scene, statements: list[str]) -> None:
    """Every page has its number of queries, whatever the number of children and meetings."""
    meeting_id, ana_id, _ = await siblings_meeting(scene)

    async def count() -> list[int]:
        counts = []
        for ask in (
            lambda: meeting(meeting_id=meeting_id, actor=scene.chair, now=HELD),
            lambda: running(meeting_id=meeting_id, actor=scene.chair, now=HELD),
            lambda: minutes_of(meeting_id=meeting_id, actor=scene.chair, now=HELD),
            lambda: chain_of(concern_id=ana_id, actor=scene.chair, now=HELD),
            lambda: meetings(actor=scene.chair, now=HELD),
            lambda: work_of(actor=scene.chair, now=HELD),
        ):
            statements.clear()
            await ask()
            counts.append(len(statements) - 1)
        return counts

    few = await count()
    for reference in ("N-7", "N-8", "N-9"):
        (child,) = await scene.concerns(reference)
        await scene.hold(child.id, scene.adjourned())
    await scene.hold(ana_id, scene.adjourned())
    assert (await count(), few) == (few, [5, 9, 9, 8, 2, 5])
