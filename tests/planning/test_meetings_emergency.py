"""Closing a running meeting in an emergency: nothing is lost, and what is missing is owed."""

from datetime import date
from uuid import UUID

import msgspec
import pytest

from planning.chains.actions import move_next_date
from planning.errors import Blocked, Blocker
from planning.meetings.actions import Paid, close, pay_debts
from planning.meetings.queries import Owed, meeting, owed_by, owed_of
from planning.meetings.rules.closing import ChildDraft
from planning.meetings.rules.emergency import REASON_FOLLOWS, Debt, Owing, debts, put_off
from planning.meetings.rules.states import MeetingState
from planning.outbox import Notice, NoticeKind
from planning.people.rules import Actor
from planning.procedures.rules import NoDecisionReason, Outcome
from planning.transactions import fetch_value, transaction
from tests.scene import HELD, Scene, decided, make_scene

WHY = "The child must be brought to safety now"
MEDICAL = NoDecisionReason.MEDICAL
NEXT_DAY = date(2026, 3, 5)


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


async def close_urgently(
    scene: Scene, meeting_id: UUID, actor: Actor | None = None, why: str = WHY
) -> None:
    await close(
        meeting_id=meeting_id,
        emergency_reason=why,
        actor=actor or scene.chair,
        now=HELD,
        enqueue=scene.sent,
    )


async def owed(scene: Scene, meeting_id: UUID) -> Owed:
    return await owed_of(meeting_id=meeting_id, actor=scene.chair, now=HELD)


async def lacking(scene: Scene) -> tuple[UUID, UUID, UUID]:
    """A meeting without health: of one child a bare adjournment, of one a bare redirection."""
    ana, ben = await scene.concerns("N-1", "N-2")
    meeting_id = await scene.meet(ana.id, ben.id)
    await scene.come(meeting_id, scene.chair, scene.police)
    adjourned = ChildDraft(outcome=Outcome.ADJOURNED, no_decision_reason=MEDICAL)
    await scene.decide(meeting_id, ana.id, adjourned)
    await scene.decide(meeting_id, ben.id, ChildDraft(outcome=Outcome.REDIRECTED))
    return meeting_id, ana.id, ben.id


@pytest.mark.usefixtures("rolled_back")
async def test_what_is_missing_is_owed_by_the_chair_until_the_next_working_day(
    scene: Scene,
) -> None:
    meeting_id, ana, _ = await lacking(scene)
    with pytest.raises(Blocked):
        await scene.close(meeting_id)
    scene.sent.messages.clear()
    await close_urgently(scene, meeting_id)
    seen = await meeting(meeting_id=meeting_id, actor=scene.chair, now=HELD)
    assert (seen.state, seen.emergency_reason, seen.no_quorum_reason, seen.follow_up_due) == (
        MeetingState.CLOSED,
        WHY,
        REASON_FOLLOWS,
        date(2026, 3, 9),
    )
    found = (await owed_by(actor=scene.chair, now=HELD)).debts
    assert sorted((one.what, one.child_name or "", one.due_on) for one in found) == [
        (Debt.AUTHORISED_BY, "Child N-1", NEXT_DAY),
        (Debt.HANDED_TO, "Child N-2", NEXT_DAY),
        (Debt.NEXT_ON, "Child N-1", NEXT_DAY),
        (Debt.NO_QUORUM_REASON, "", NEXT_DAY),
        (Debt.OUTCOME_REASON, "Child N-2", NEXT_DAY),
    ]
    assert {one.owner_name for one in found} == {scene.chair.name}
    heard = [
        one.recipient.person_id
        for one in scene.sent.messages
        if isinstance(one, Notice) and one.kind is NoticeKind.CLOSED_IN_EMERGENCY
    ]
    assert heard == [scene.manager.person_id]
    async with transaction(scene.chair.person_id):
        assert (
            await fetch_value("select next_on from chain_entry where concern_id = $1", ana) is None
        )


@pytest.mark.usefixtures("rolled_back")
async def test_answers_reach_the_record_and_the_next_date_is_paid_by_setting_it(
    scene: Scene,
) -> None:
    meeting_id, ana, ben = await lacking(scene)
    await close_urgently(scene, meeting_id)
    found = (await owed(scene, meeting_id)).debts
    (on,) = [one for one in found if one.what is Debt.NEXT_ON]
    said = [Paid(one.id, f"Of {one.what}") for one in found if one != on]
    await pay_debts(meeting_id=meeting_id, paid=said, actor=scene.chair, now=HELD)
    async with transaction(scene.chair.person_id):
        kept = "select outcome_reason || ', ' || handed_to from meeting_child where concern_id = $1"
        assert await fetch_value(kept, ben) == "Of outcome_reason, Of handed_to"
    with pytest.raises(Blocked, match="Reload"):
        await pay_debts(
            meeting_id=meeting_id, paid=[Paid(on.id, "Soon")], actor=scene.chair, now=HELD
        )
    await move_next_date(
        concern_id=ana,
        next_on=date(2026, 3, 12),
        reason="Set after the emergency",
        actor=scene.chair,
        now=HELD,
        enqueue=scene.sent,
    )
    assert (await owed(scene, meeting_id)).debts == []


@pytest.mark.usefixtures("rolled_back")
async def test_the_next_meeting_makes_the_date_of_the_next_meeting_needless(scene: Scene) -> None:
    (ana,) = await scene.concerns("N-1")
    meeting_id = await scene.meet(ana.id)
    await scene.come(meeting_id)
    bare = ChildDraft(outcome=Outcome.ADJOURNED, no_decision_reason=MEDICAL)
    await scene.decide(meeting_id, ana.id, bare)
    await close_urgently(scene, meeting_id)
    assert {one.what for one in (await owed(scene, meeting_id)).debts} == {
        Debt.AUTHORISED_BY,
        Debt.NEXT_ON,
    }
    await scene.hold(ana.id, decided(), day=date(2026, 3, 6))
    assert [one.what for one in (await owed(scene, meeting_id)).debts] == [Debt.AUTHORISED_BY]


@pytest.mark.usefixtures("rolled_back")
async def test_a_date_that_has_passed_is_owed_and_not_kept(scene: Scene) -> None:
    (ana,) = await scene.concerns("N-1")
    meeting_id = await scene.meet(ana.id)
    await scene.come(meeting_id)
    await scene.decide(meeting_id, ana.id, scene.adjourned(next_on=HELD.date()))
    await close_urgently(scene, meeting_id)
    assert [one.what for one in (await owed(scene, meeting_id)).debts] == [Debt.NEXT_ON]
    async with transaction(scene.chair.person_id):
        assert await fetch_value("select next_on from chain_entry") is None


@pytest.mark.usefixtures("rolled_back")
async def test_a_follow_up_that_was_agreed_is_kept(scene: Scene) -> None:
    meeting_id, _, _ = await lacking(scene)
    await close(
        meeting_id=meeting_id,
        emergency_reason=WHY,
        follow_up_on=date(2026, 3, 6),
        actor=scene.chair,
        now=HELD,
        enqueue=scene.sent,
    )
    seen = await meeting(meeting_id=meeting_id, actor=scene.chair, now=HELD)
    async with transaction(scene.chair.person_id):
        kept = await fetch_value("select follow_up_on from strategy_meeting where id = $1", seen.id)
    assert kept == date(2026, 3, 6)


@pytest.mark.usefixtures("rolled_back")
async def test_no_emergency_closes_without_an_outcome_or_who_was_there(scene: Scene) -> None:
    (ana,) = await scene.concerns("N-1")
    meeting_id = await scene.meet(ana.id)
    with pytest.raises(Blocked) as refused:
        await close_urgently(scene, meeting_id, why="x" * 2001)
    assert [fault.field for fault in refused.value.blockers] == [
        "emergency_reason",
        "attendance",
        f"children.{ana.id}.outcome",
    ]


@pytest.mark.usefixtures("rolled_back")
async def test_only_the_chair_declares_one(scene: Scene) -> None:
    (ana,) = await scene.concerns("N-1")
    convening = msgspec.structs.replace(
        scene.convening([ana.id]), minute_taker_id=scene.scheduler.person_id
    )
    meeting_id = (await scene.convene(convening)).meeting_id
    await scene.come(meeting_id)
    await scene.decide(meeting_id, ana.id, decided())
    with pytest.raises(Blocked, match="Only the chair can declare an emergency"):
        await close_urgently(scene, meeting_id, scene.scheduler)
    await close_urgently(scene, meeting_id, scene.scheduler, why=" ")


@pytest.mark.usefixtures("rolled_back")
async def test_nothing_is_owed_where_nothing_is_missing(scene: Scene) -> None:
    (ana,) = await scene.concerns("N-1")
    meeting_id = await scene.meet(ana.id)
    await scene.come(meeting_id)
    await scene.decide(meeting_id, ana.id, decided())
    await close_urgently(scene, meeting_id)
    assert (await owed(scene, meeting_id)).debts == []


def test_a_debt_belongs_to_its_child_or_to_the_whole_meeting() -> None:
    faults = [
        Blocker("", "children.0.next_on"),
        Blocker("", "no_quorum_reason"),
        Blocker("", "follow_up_on"),
        Blocker("", "children.0.outcome"),
    ]
    assert put_off(faults, emergency=False) == []
    later = put_off(faults, emergency=True)
    assert later == faults[:3]
    child = UUID(int=1)
    assert debts(later, {"0": child}) == [
        Owing(child, Debt.NEXT_ON),
        Owing(None, Debt.NO_QUORUM_REASON),
    ]
