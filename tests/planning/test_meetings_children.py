"""Children join a meeting and leave it before it is closed, and nothing stays of who leaves."""

from datetime import date
from uuid import UUID, uuid4

import msgspec
import pytest

from planning.access.actions import declare_conflict
from planning.concerns.actions import open_concerns
from planning.errors import Blocked, NotAllowed, Stale
from planning.meetings.actions import add_action, change_children
from planning.meetings.queries import meeting
from planning.meetings.rules.children import ChildrenChange
from planning.meetings.rules.scheduling import Invitee
from planning.people.rules import Actor
from planning.procedures.rules import MeetingKind
from planning.transactions import fetch_value, transaction
from tests.factories import NOW
from tests.scene import Scene, decided, make_scene

ELSE = "Choose another chair or minute taker first."
pytestmark = pytest.mark.usefixtures("rolled_back")


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


async def change(
    scene: Scene, meeting_id: UUID, wanted: ChildrenChange, actor: Actor | None = None
) -> None:
    seen = await meeting(meeting_id=meeting_id, actor=scene.chair, now=NOW)
    await change_children(
        meeting_id=meeting_id,
        change=wanted,
        version=seen.version,
        actor=actor or scene.scheduler,
        now=NOW,
    )


async def children_seen(meeting_id: UUID, actor: Actor) -> list[str]:
    seen = await meeting(meeting_id=meeting_id, actor=actor, now=NOW)
    return [child.reference for child in seen.children]


async def sees(actor: Actor, concern_id: UUID) -> bool:
    async with transaction(actor.person_id):
        return bool(await fetch_value("select true from concern where id = $1", concern_id))


async def test_who_is_there_for_all_is_there_for_a_child_who_joins(scene: Scene) -> None:
    ana, ben, cat = await scene.concerns("N-1", "N-2", "N-3")
    asked = scene.convening([ana.id, ben.id])
    more = [*asked.invitees, Invitee(scene.school.person_id, concern_ids=[ben.id])]
    meeting_id = (await scene.convene(msgspec.structs.replace(asked, invitees=more))).meeting_id
    await change(scene, meeting_id, ChildrenChange(add=[cat.id]))
    assert await children_seen(meeting_id, scene.police) == ["N-1", "N-2", "N-3"]
    assert await children_seen(meeting_id, scene.school) == ["N-2"]
    await change(scene, meeting_id, ChildrenChange(remove=[ana.id]))
    assert await children_seen(meeting_id, scene.police) == ["N-2", "N-3"]
    assert [await sees(scene.police, one.id) for one in (ana, ben, cat)] == [False, True, True]
    async with transaction(scene.chair.person_id):
        assert await fetch_value("select child_count from strategy_meeting") == 2


async def test_a_child_of_whom_something_is_recorded_stays(scene: Scene) -> None:
    ana, ben, cat = await scene.concerns("N-1", "N-2", "N-3")
    meeting_id = await scene.meet(ana.id, ben.id, cat.id)
    await scene.decide(meeting_id, ana.id, decided())
    with pytest.raises(Blocked, match="Something is recorded of Child N-1"):
        await change(scene, meeting_id, ChildrenChange(remove=[ana.id]))
    await add_action(
        meeting_id=meeting_id,
        concern_id=ben.id,
        what="Visit",
        owner_id=scene.police.person_id,
        due_on=date(2026, 3, 6),
        actor=scene.chair,
        now=NOW,
    )
    with pytest.raises(Blocked, match="Something is recorded of Child N-2"):
        await change(scene, meeting_id, ChildrenChange(remove=[ben.id]))
    await change(scene, meeting_id, ChildrenChange(remove=[cat.id]))
    assert await children_seen(meeting_id, scene.chair) == ["N-1", "N-2"]


async def test_every_fault_is_told_at_once(scene: Scene) -> None:
    (ana,) = await scene.concerns("N-1")
    opening = scene.opening("N-1")
    apart = msgspec.structs.replace(opening.children[0], separate_reason="Another matter")
    (again,) = await open_concerns(
        opening=msgspec.structs.replace(opening, children=[apart]), actor=scene.scheduler, now=NOW
    )
    (cat,) = await scene.concerns("N-3")
    await declare_conflict(
        compartment_id=cat.compartment_id,
        person_id=scene.chair.person_id,
        reason="An uncle",
        actor=scene.scheduler,
        now=NOW,
    )
    meeting_id = await scene.meet(ana.id)
    with pytest.raises(Blocked) as refused:
        await change(
            scene,
            meeting_id,
            ChildrenChange(add=[ana.id, again.id, cat.id, uuid4()], remove=[uuid4()]),
        )
    assert [fault.message for fault in refused.value.blockers] == [
        "Child N-1 is part of this meeting already.",
        "Choose children from the list.",
        "N-1 has two concerns here. Choose the one that it is about.",
        f"{scene.chair.name} has a conflict of interest for one of the children. {ELSE}",
        "A child whom you take off is not part of this meeting.",
    ]
    for wanted, words in (
        (ChildrenChange(), "Choose a child"),
        (ChildrenChange(remove=[ana.id]), "Leave at least one child"),
        (ChildrenChange(add=[uuid4() for _ in range(40)]), "at most 40 children"),
    ):
        with pytest.raises(Blocked, match=words):
            await change(scene, meeting_id, wanted)
    with pytest.raises(NotAllowed):
        await change(scene, meeting_id, ChildrenChange(add=[cat.id]), scene.police)
    with pytest.raises(Stale):
        await change_children(
            meeting_id=meeting_id,
            change=ChildrenChange(add=[cat.id]),
            version=9,
            actor=scene.chair,
            now=NOW,
        )


async def test_a_colleague_in_conflict_is_left_out_of_a_child_who_joins(scene: Scene) -> None:
    ana, ben = await scene.concerns("N-1", "N-2")
    await declare_conflict(
        compartment_id=ben.compartment_id,
        person_id=scene.police.person_id,
        reason="A neighbour",
        actor=scene.scheduler,
        now=NOW,
    )
    meeting_id = await scene.meet(ana.id)
    await change(scene, meeting_id, ChildrenChange(add=[ben.id]))
    assert await children_seen(meeting_id, scene.police) == ["N-1"]
    assert await children_seen(meeting_id, scene.health) == ["N-1", "N-2"]


async def test_a_mapping_meeting_gains_and_loses_its_only_child(scene: Scene) -> None:
    (ana,) = await scene.concerns("N-1")
    asked = msgspec.structs.replace(scene.convening([]), kind=MeetingKind.MAPPING)
    meeting_id = (await scene.convene(asked)).meeting_id
    await change(scene, meeting_id, ChildrenChange(add=[ana.id]))
    assert await children_seen(meeting_id, scene.health) == ["N-1"]
    await change(scene, meeting_id, ChildrenChange(remove=[ana.id]))
    assert await children_seen(meeting_id, scene.chair) == []
