"""Open actions go along to the child's next meeting, and going along often stands out."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest

from planning.errors import Blocked, NotFound
from planning.meetings.actions import (
    add_action,
    cancel,
    carry_over_action,
    complete_action,
    remove_action,
)
from planning.meetings.queries import action, carried_actions, my_actions, running
from planning.meetings.rules.action import ActionAct, Ended
from planning.meetings.rules.closing import ChildDraft
from planning.people.rules import Actor
from tests.scene import HELD, Scene, decided, make_scene, replace_decided

SECOND, THIRD, FOURTH = date(2026, 3, 11), date(2026, 3, 18), date(2026, 3, 25)


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


def during(day: date) -> datetime:
    return datetime.combine(day, time(10, 30), tzinfo=UTC)


async def first_meeting(scene: Scene) -> tuple[UUID, UUID]:
    """A child, and an action that its first meeting gave to the police."""
    (child,) = await scene.concerns("N-1")
    meeting_id = await scene.meet(child.id)
    await scene.come(meeting_id)
    await scene.decide(meeting_id, child.id, scene.adjourned())
    action_id = await add_action(
        meeting_id=meeting_id,
        concern_id=child.id,
        what="Visit",
        owner_id=scene.police.person_id,
        due_on=date(2026, 3, 6),
        actor=scene.chair,
        now=HELD,
    )
    await scene.close(meeting_id)
    return child.id, action_id


async def begin(scene: Scene, concern_id: UUID, day: date) -> UUID:
    starts = datetime.combine(day, time(10), tzinfo=UTC)
    convening = replace_decided(scene.convening([concern_id], on=day), starts)
    meeting_id = (await scene.convene(convening, now=starts - timedelta(hours=3))).meeting_id
    await scene.come(meeting_id, now=during(day))
    return meeting_id


async def end(
    scene: Scene, concern_id: UUID, meeting_id: UUID, day: date, draft: ChildDraft | None = None
) -> None:
    await scene.decide(meeting_id, concern_id, draft or decided())
    await scene.close(meeting_id, now=during(day))


async def carry(scene: Scene, meeting_id: UUID, action_id: UUID, day: date) -> UUID:
    return await carry_over_action(
        meeting_id=meeting_id,
        action_id=action_id,
        due_on=day + timedelta(days=2),
        actor=scene.chair,
        now=during(day),
    )


async def count(concern_id: UUID, actor: Actor) -> int:
    found = await carried_actions(concern_ids=[concern_id], actor=actor, now=HELD)
    return found[concern_id].actions


async def test_an_action_goes_along_and_the_second_time_stands_out(scene: Scene) -> None:
    concern_id, first = await first_meeting(scene)
    meeting_id = await begin(scene, concern_id, SECOND)
    (open_before,) = (
        await running(meeting_id=meeting_id, actor=scene.chair, now=during(SECOND))
    ).earlier
    assert (open_before.id, open_before.late, open_before.carried_to_id) == (first, True, None)
    second = await carry(scene, meeting_id, first, SECOND)
    still = await action(action_id=first, actor=scene.police, now=during(SECOND))
    assert (still.ended, still.carried_to_id) == (None, None)
    await end(scene, concern_id, meeting_id, SECOND)
    old = await action(action_id=first, actor=scene.police, now=during(SECOND))
    assert (old.ended, old.carried_to_id, old.trail[-1].act) == (
        Ended.CARRIED,
        second,
        ActionAct.CARRIED,
    )
    new = await action(action_id=second, actor=scene.police, now=during(SECOND))
    assert (new.times_carried, new.carried_often, new.carried_from_id) == (1, False, first)
    assert await count(concern_id, scene.police) == 0
    meeting_id = await begin(scene, concern_id, THIRD)
    third = await carry(scene, meeting_id, second, THIRD)
    assert await count(concern_id, scene.police) == 0
    await end(scene, concern_id, meeting_id, THIRD, scene.adjourned())
    assert await count(concern_id, scene.police) == 1
    assert await count(concern_id, scene.stranger) == 0
    (line,) = (await my_actions(actor=scene.police, now=during(THIRD))).items
    assert (line.id, line.times_carried, line.carried_often) == (third, 2, True)


async def test_what_runs_later_may_finish_it_and_then_nothing_goes_along(scene: Scene) -> None:
    concern_id, first = await first_meeting(scene)
    meeting_id = await begin(scene, concern_id, SECOND)
    heir = await carry(scene, meeting_id, first, SECOND)
    await complete_action(action_id=first, evidence="Seen", actor=scene.police, now=during(SECOND))
    seen = await running(meeting_id=meeting_id, actor=scene.chair, now=during(SECOND))
    assert (seen.earlier, seen.children[0].actions) == ([], [])
    with pytest.raises(NotFound):
        await remove_action(
            meeting_id=meeting_id, action_id=heir, version=2, actor=scene.chair, now=during(SECOND)
        )
    await end(scene, concern_id, meeting_id, SECOND)
    old = await action(action_id=first, actor=scene.police, now=during(SECOND))
    assert (old.ended, old.carried_to_id) == (Ended.DONE, None)


async def test_a_removed_draft_leaves_the_action_open_for_another(scene: Scene) -> None:
    concern_id, first = await first_meeting(scene)
    meeting_id = await begin(scene, concern_id, SECOND)
    heir = await carry(scene, meeting_id, first, SECOND)
    with pytest.raises(Blocked, match="carries this action over already"):
        await carry(scene, meeting_id, first, SECOND)
    await remove_action(
        meeting_id=meeting_id, action_id=heir, version=1, actor=scene.chair, now=during(SECOND)
    )
    assert await carry(scene, meeting_id, first, SECOND) != heir


async def test_a_cancelled_meeting_carries_nothing(scene: Scene) -> None:
    concern_id, first = await first_meeting(scene)
    cancelled = await begin(scene, concern_id, SECOND)
    await carry(scene, cancelled, first, SECOND)
    await cancel(
        meeting_id=cancelled,
        reason="Snow",
        actor=scene.chair,
        now=during(SECOND),
        enqueue=scene.sent,
    )
    meeting_id = await begin(scene, concern_id, THIRD)
    second = await carry(scene, meeting_id, first, THIRD)
    await end(scene, concern_id, meeting_id, THIRD)
    assert (await action(action_id=second, actor=scene.police, now=HELD)).times_carried == 1


async def test_only_open_actions_of_the_meeting_s_children_go_along(scene: Scene) -> None:
    concern_id, first = await first_meeting(scene)
    (other,) = await scene.concerns("N-2")
    elsewhere = await begin(scene, other.id, SECOND)
    for wrong in (first, uuid4()):
        with pytest.raises(NotFound):
            await carry(scene, elsewhere, wrong, SECOND)
    meeting_id = await begin(scene, concern_id, THIRD)
    with pytest.raises(Blocked) as refused:
        await carry_over_action(
            meeting_id=meeting_id,
            action_id=first,
            due_on=SECOND,
            owner_id=scene.school.person_id,
            actor=scene.chair,
            now=during(THIRD),
        )
    assert [fault.field for fault in refused.value.blockers] == ["owner_id", "due_on"]
    await end(scene, concern_id, meeting_id, THIRD)
    fourth = await begin(scene, concern_id, FOURTH)
    await complete_action(action_id=first, evidence="Seen", actor=scene.chair, now=during(FOURTH))
    with pytest.raises(Blocked, match="done already"):
        await carry(scene, fourth, first, FOURTH)
