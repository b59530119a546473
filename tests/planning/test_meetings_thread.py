"""A strategy meeting from convening to approved minutes."""

from datetime import date

import pytest

from planning.chains.queries import chain_of
from planning.chains.rules import Alert
from planning.errors import NotFound
from planning.meetings.actions import (
    add_action,
    answer_invitation,
    approve_minutes,
    complete_action,
)
from planning.meetings.queries import meeting, meetings, minutes_of, running, work_of
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.record import Section
from planning.procedures.rules import Outcome
from tests.factories import NOW
from tests.scene import HELD, Scene, decided, make_scene


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


async def test_a_meeting_is_convened_answered_held_closed_and_minuted(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    meeting_id = await scene.meet(child.id)
    await answer_invitation(
        meeting_id=meeting_id, answer=Answer.ACCEPTED, actor=scene.police, now=NOW
    )
    seen = await meeting(meeting_id=meeting_id, actor=scene.police, now=NOW)
    assert [line.sentence for line in seen.forecast.categories] == [
        "Children’s social care has not answered: not quorate.",
        "Police has accepted.",
        "Health has not answered: not quorate.",
    ]
    await scene.come(meeting_id)
    await scene.write(meeting_id, Section.JOINT_INFORMATION, "All agreed.")
    await scene.decide(meeting_id, child.id, decided())
    action_id = await add_action(
        meeting_id=meeting_id,
        concern_id=child.id,
        what="Visit the child",
        owner_id=scene.police.person_id,
        due_on=date(2026, 3, 5),
        actor=scene.chair,
        now=HELD,
    )
    assert (await running(meeting_id=meeting_id, actor=scene.chair, now=HELD)).blockers == []
    assert (await work_of(actor=scene.police, now=HELD)).actions == []
    await scene.close(meeting_id)
    work = await work_of(actor=scene.police, now=HELD)
    assert [(action.id, action.late) for action in work.actions] == [(action_id, False)]
    await complete_action(action_id=action_id, evidence="Seen", actor=scene.police, now=HELD)
    with pytest.raises(NotFound):
        await minutes_of(meeting_id=meeting_id, actor=scene.police, now=HELD)
    await approve_minutes(meeting_id=meeting_id, actor=scene.chair, now=HELD, enqueue=scene.sent)
    read = await minutes_of(meeting_id=meeting_id, actor=scene.police, now=HELD)
    assert [item.body for item in read.joint.items] == ["All agreed."]
    assert [part.outcome_words for part in read.children] == ["Section 47 started: joint enquiry"]
    assert [action.done_note for part in read.children for action in part.actions] == ["Seen"]
    chain = await chain_of(concern_id=child.id, actor=scene.health, now=HELD)
    assert [entry.outcome for entry in chain.entries] == [Outcome.S47_INITIATED_JOINT]
    assert chain.state.alert is Alert.NONE
    listed = await meetings(actor=scene.health, now=HELD)
    assert [line.id for line in listed.items] == [meeting_id]
