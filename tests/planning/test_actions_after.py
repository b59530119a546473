"""After the meeting: done with evidence, noted, handed over, given more time, withdrawn."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from planning.access.actions import declare_conflict
from planning.errors import Blocked, NotAllowed, NotFound
from planning.meetings.actions import (
    complete_action,
    hand_over_action,
    move_action_due,
    note_action,
    withdraw_action,
)
from planning.meetings.queries import WhichActions, my_actions
from planning.meetings.rules.action import ActionAct, Ended
from planning.outbox import Notice
from tests.factories import make_actor
from tests.planning.action_world import DUE, LATE, add, done, given, met, seen
from tests.scene import HELD, Scene, make_scene


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


async def test_only_owner_and_chair_act_and_the_chair_alone_moves_and_withdraws(
    scene: Scene,
) -> None:
    action_id = await given(scene)
    everything = [
        ActionAct.DONE,
        ActionAct.NOTED,
        ActionAct.HANDED_OVER,
        ActionAct.DUE_MOVED,
        ActionAct.WITHDRAWN,
    ]
    assert (await seen(action_id, scene.chair)).may == everything
    assert (await seen(action_id, scene.police)).may == everything[:3]
    assert (await seen(action_id, scene.health)).may == []
    with pytest.raises(NotFound):
        await seen(action_id, scene.stranger)
    with pytest.raises(NotFound):
        await done(action_id, scene.stranger)
    with pytest.raises(NotAllowed, match="owns this action"):
        await done(action_id, scene.health)
    with pytest.raises(NotAllowed, match="Only the chair"):
        await withdraw_action(action_id=action_id, reason="No", actor=scene.police, now=HELD)
    await withdraw_action(action_id=action_id, reason="Moved away", actor=scene.chair, now=HELD)
    withdrawn = await seen(action_id, scene.police)
    assert (withdrawn.ended, withdrawn.ended_note, withdrawn.may) == (
        Ended.WITHDRAWN,
        "Moved away",
        [],
    )
    with pytest.raises(Blocked, match="was withdrawn"):
        await done(action_id, scene.police)


async def test_done_needs_evidence_and_a_day_that_has_come(scene: Scene) -> None:
    action_id = await given(scene)
    with pytest.raises(Blocked) as refused:
        await complete_action(
            action_id=action_id,
            evidence=" ",
            done_on=date(2026, 3, 5),
            actor=scene.police,
            now=HELD,
        )
    assert [fault.field for fault in refused.value.blockers] == ["evidence", "done_on"]
    await complete_action(
        action_id=action_id,
        evidence="Seen at school",
        done_on=date(2026, 3, 4),
        actor=scene.police,
        now=HELD,
    )
    with pytest.raises(Blocked, match="done already"):
        await done(action_id, scene.chair)
    (line,) = (
        await my_actions(actor=scene.police, now=HELD, which=WhichActions.DONE, limit=1)
    ).items
    assert (line.id, line.done_on, line.late) == (action_id, date(2026, 3, 4), False)
    assert (await my_actions(actor=scene.police, now=HELD)).items == []


async def test_notes_and_a_new_due_date_stay_in_the_trail_with_the_old_one(scene: Scene) -> None:
    action_id = await given(scene)
    await note_action(action_id=action_id, note="Nobody home", actor=scene.police, now=HELD)
    with pytest.raises(Blocked) as refused:
        await move_action_due(
            action_id=action_id, due_on=date(2026, 3, 3), reason="", actor=scene.chair, now=HELD
        )
    assert [fault.field for fault in refused.value.blockers] == ["due_on", "reason"]
    await move_action_due(
        action_id=action_id, due_on=date(2026, 3, 9), reason="Away", actor=scene.chair, now=HELD
    )
    shown = await seen(action_id, scene.health, LATE)
    assert (shown.due_on, shown.late) == (date(2026, 3, 9), True)
    trail = {line.act: line for line in shown.trail}
    assert set(trail) == {
        ActionAct.ADDED,
        ActionAct.GIVEN,
        ActionAct.NOTED,
        ActionAct.DUE_MOVED,
    }
    moved = trail[ActionAct.DUE_MOVED]
    assert (moved.old_due_on, moved.new_due_on, moved.note) == (DUE, date(2026, 3, 9), "Away")


async def test_a_colleague_takes_over_and_may_then_know(scene: Scene) -> None:
    action_id = await given(scene)
    colleague = await make_actor(agency_id=scene.police.agency_id)
    with pytest.raises(NotFound):
        await seen(action_id, colleague)
    scene.sent.messages.clear()

    async def hand(to_id: UUID, reason: str = "On leave") -> None:
        await hand_over_action(
            action_id=action_id,
            to_id=to_id,
            reason=reason,
            actor=scene.police,
            now=HELD,
            enqueue=scene.sent,
        )

    for wrong, words in (
        (scene.health.person_id, "same agency"),
        (uuid4(), "same agency"),
        (scene.police.person_id, "already"),
    ):
        with pytest.raises(Blocked, match=words):
            await hand(wrong)
    with pytest.raises(Blocked, match="Say why"):
        await hand(colleague.person_id, " ")
    await hand(colleague.person_id)
    shown = await seen(action_id, colleague)
    assert (shown.owner_name, shown.meeting_reference) == (colleague.name, None)
    assert shown.child_name == "Child N-1"
    told = [one for one in scene.sent.messages if isinstance(one, Notice)]
    assert [one.recipient.person_id for one in told] == [colleague.person_id]
    with pytest.raises(NotAllowed):
        await done(action_id, scene.police)
    await hand_over_action(
        action_id=action_id,
        to_id=scene.police.person_id,
        reason="Back again",
        actor=colleague,
        now=HELD,
        enqueue=scene.sent,
    )
    await done(action_id, scene.police)


async def test_nobody_in_conflict_takes_over(scene: Scene) -> None:
    meeting_id, child = await met(scene)
    action_id = await add(scene, meeting_id, child.id)
    await scene.close(meeting_id)
    colleague = await make_actor(agency_id=scene.police.agency_id)
    await declare_conflict(
        compartment_id=child.compartment_id,
        person_id=colleague.person_id,
        reason="An uncle",
        actor=scene.chair,
        now=HELD,
    )
    with pytest.raises(Blocked, match="conflict of interest"):
        await hand_over_action(
            action_id=action_id,
            to_id=colleague.person_id,
            reason="On leave",
            actor=scene.police,
            now=HELD,
            enqueue=scene.sent,
        )
