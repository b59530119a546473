"""A discussion held before it was written down: one act, no invitation, its debts in sight."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import msgspec
import pytest

from planning.chains.actions import move_clock
from planning.chains.queries import chain_of
from planning.chains.rules.clocks import ClockKind
from planning.concerns.rules import NewConcern
from planning.errors import Blocked, Invalid, NotAllowed, NotFound
from planning.meetings.actions import Paid, Recorded, pay_debts, record_held
from planning.meetings.queries import Owed, meeting, meetings, owed_by, owed_of, work_of
from planning.meetings.rules.closing import ChildDraft
from planning.meetings.rules.emergency import Debt
from planning.meetings.rules.held import Held, HeldAction, HeldChild
from planning.meetings.rules.scheduling import Invitee, Mode
from planning.meetings.rules.states import MeetingState
from planning.outbox import Notice, NoticeKind
from planning.people.rules import Actor
from planning.procedures.rules import MeetingKind, NoDecisionReason, Outcome
from planning.transactions import fetch_value, transaction
from tests.factories import NOW
from tests.scene import Scene, decided, make_scene

pytestmark = pytest.mark.usefixtures("rolled_back")
HELD_AT = datetime(2026, 3, 3, 9, tzinfo=UTC)


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


def told(scene: Scene, *children: HeldChild, **changes: object) -> Held:
    """This morning by phone with police and health, told by default with all that it needs."""
    held = Held(
        kind=MeetingKind.INITIAL,
        purpose="To decide whether to start section 47",
        mode=Mode.PHONE,
        starts_at=HELD_AT,
        ends_at=HELD_AT + timedelta(minutes=30),
        chair_id=scene.chair.person_id,
        people=[Invitee(scene.police.person_id), Invitee(scene.health.person_id)],
        children=list(children),
    )
    return msgspec.structs.replace(held, **changes)


def outcome(child: NewConcern, draft: ChildDraft | None = None) -> HeldChild:
    return HeldChild(draft or decided(), concern_id=child.id)


async def tell(scene: Scene, held: Held, actor: Actor | None = None) -> Recorded:
    return await record_held(held=held, actor=actor or scene.scheduler, now=NOW, enqueue=scene.sent)


async def owed(scene: Scene, now: datetime = NOW) -> Owed:
    return await owed_by(actor=scene.chair, now=now)


async def test_it_is_closed_at_once_with_its_chain_and_nobody_is_invited(scene: Scene) -> None:
    (ana,) = await scene.concerns("N-1")
    action = HeldAction("Visit the child", scene.police.person_id, date(2026, 3, 4))
    child = msgspec.structs.replace(outcome(ana), actions=[action])
    recorded = await tell(scene, told(scene, child, opening=None))
    told_of = [one.kind for one in scene.sent.messages if isinstance(one, Notice)]
    assert (recorded.owed, recorded.opened) == ([], [])
    assert (told_of, len(scene.sent.messages)) == ([NoticeKind.ACTION_GIVEN], 1)
    seen = await meeting(meeting_id=recorded.meeting_id, actor=scene.health, now=NOW)
    assert (seen.state, seen.quorate, seen.starts_at) == (MeetingState.CLOSED, True, HELD_AT)
    assert {one.person_id: one.present for one in seen.attendees} == dict.fromkeys(
        [scene.chair.person_id, scene.police.person_id, scene.health.person_id], True
    )
    chain = await chain_of(concern_id=ana.id, actor=scene.chair, now=NOW)
    (entry,) = chain.entries
    assert (entry.held_at, entry.entered_at, entry.outcome) == (
        HELD_AT,
        NOW,
        Outcome.S47_INITIATED_JOINT,
    )
    (mine,) = (await work_of(actor=scene.police, now=NOW)).actions
    assert mine.what == "Visit the child"


async def test_a_new_child_s_concern_opens_in_the_same_act(scene: Scene) -> None:
    (ana,) = await scene.concerns("N-1")
    new = HeldChild(decided(Outcome.NO_S47_EARLY_HELP), reference="N-2")
    recorded = await tell(scene, told(scene, outcome(ana), new, opening=scene.opening("N-2")))
    (opened,) = recorded.opened
    for actor, there in ((scene.police, True), (scene.stranger, False)):
        async with transaction(actor.person_id):
            found = await fetch_value("select true from concern where id = $1", opened.id)
        assert bool(found) is there


async def test_without_quorum_it_says_why_and_is_followed_up(scene: Scene) -> None:
    (ana,) = await scene.concerns("N-1")
    alone = told(scene, outcome(ana), people=[Invitee(scene.police.person_id)])
    with pytest.raises(Blocked, match="Not quorate without Health"):
        await tell(scene, alone)
    why = msgspec.structs.replace(alone, no_quorum_reason="At night nobody answers")
    recorded = await tell(scene, why)
    seen = await meeting(meeting_id=recorded.meeting_id, actor=scene.chair, now=NOW)
    assert (seen.quorate, seen.no_quorum_reason) == (False, "At night nobody answers")


async def test_an_emergency_leaves_answers_for_the_next_working_day(scene: Scene) -> None:
    ana, ben = await scene.concerns("N-1", "N-2")
    adjourned = ChildDraft(outcome=Outcome.ADJOURNED, no_decision_reason=NoDecisionReason.MEDICAL)
    held = told(
        scene,
        outcome(ana, ChildDraft(outcome=Outcome.S47_INITIATED_JOINT)),
        outcome(ben, adjourned),
        people=[Invitee(scene.police.person_id)],
    )
    with pytest.raises(Blocked) as refused:
        await tell(scene, held)
    assert [fault.field for fault in refused.value.blockers] == [
        "children.0.outcome_reason",
        "children.1.next_on",
        "children.1.authorised_by",
        "no_quorum_reason",
    ]
    urgent = msgspec.structs.replace(held, emergency_reason="A child at risk tonight")
    recorded = await tell(scene, urgent)
    assert len(recorded.owed) == 4
    debts = (await owed(scene)).debts
    assert {(one.what, one.child_name, one.due_on, one.late) for one in debts} == {
        (Debt.OUTCOME_REASON, "Child N-1", date(2026, 3, 4), False),
        (Debt.AUTHORISED_BY, "Child N-2", date(2026, 3, 4), False),
        (Debt.NEXT_ON, "Child N-2", date(2026, 3, 4), False),
        (Debt.NO_QUORUM_REASON, None, date(2026, 3, 4), False),
    }
    of_police = await owed_of(meeting_id=recorded.meeting_id, actor=scene.police, now=NOW)
    assert len(of_police.debts) == 4
    answers = [Paid(one.id, f"Because of {one.what}") for one in debts if one.what != Debt.NEXT_ON]
    with pytest.raises(NotAllowed):
        await pay_debts(meeting_id=recorded.meeting_id, paid=answers, actor=scene.police, now=NOW)
    with pytest.raises(Invalid, match="Enter an answer"):
        await pay_debts(
            meeting_id=recorded.meeting_id,
            paid=[Paid(debts[0].id, " ")],
            actor=scene.chair,
            now=NOW,
        )
    with pytest.raises(Invalid, match="at least one"):
        await pay_debts(meeting_id=recorded.meeting_id, paid=[], actor=scene.chair, now=NOW)
    await pay_debts(meeting_id=recorded.meeting_id, paid=answers, actor=scene.chair, now=NOW)
    assert [one.what for one in (await owed(scene)).debts] == [Debt.NEXT_ON]
    seen = await meeting(meeting_id=recorded.meeting_id, actor=scene.chair, now=NOW)
    assert seen.no_quorum_reason == "Because of no_quorum_reason"
    with pytest.raises(Blocked, match="answered already"):
        await pay_debts(meeting_id=recorded.meeting_id, paid=answers, actor=scene.chair, now=NOW)
    with pytest.raises(NotFound):
        await pay_debts(meeting_id=uuid4(), paid=answers, actor=scene.chair, now=NOW)


async def test_after_the_phone_a_full_meeting_is_owed_until_it_is_held(scene: Scene) -> None:
    ana, ben = await scene.concerns("N-1", "N-2")
    recorded = await tell(
        scene,
        told(scene, outcome(ana), outcome(ben, decided(Outcome.NO_S47_NO_FURTHER_ACTION))),
    )
    (follow_up,) = (await owed(scene)).follow_ups
    assert (follow_up.meeting_id, follow_up.concern_ids) == (recorded.meeting_id, [ana.id])
    assert follow_up.due_at == datetime(2026, 3, 11, tzinfo=UTC)
    assert (await owed_by(actor=scene.scheduler, now=NOW)).follow_ups == [follow_up]
    assert (await owed_by(actor=scene.police, now=NOW)).follow_ups == []
    assert follow_up.convened_for is None
    await scene.meet(ana.id)
    convened_for = datetime(2026, 3, 4, 10, tzinfo=UTC)
    (coming,) = (await owed(scene)).follow_ups
    assert coming == msgspec.structs.replace(follow_up, convened_for=convened_for)
    await scene.hold(ana.id, decided(Outcome.S47_CONTINUES), day=date(2026, 3, 5))
    assert (await owed(scene)).follow_ups == []


async def test_a_manager_s_date_for_the_full_meeting_is_what_is_owed(scene: Scene) -> None:
    ana, ben = await scene.concerns("N-1", "N-2")
    await tell(scene, told(scene, outcome(ana), outcome(ben)))
    await move_clock(
        concern_id=ben.id,
        clock=ClockKind.FULL_MEETING,
        old_due_on=date(2026, 3, 10),
        new_due_on=date(2026, 3, 6),
        reason="The family leaves on Saturday",
        actor=scene.manager,
        now=NOW,
    )
    (follow_up,) = (await owed(scene)).follow_ups
    assert follow_up.due_at == datetime(2026, 3, 7, tzinfo=UTC)
    assert follow_up.concern_ids == sorted([ana.id, ben.id])


async def test_late_and_in_an_emergency_is_told_with_both_times(scene: Scene) -> None:
    (ana,) = await scene.concerns("N-1")
    why = "A child at risk tonight"
    recorded = await tell(scene, told(scene, outcome(ana), emergency_reason=why))
    seen = await meeting(meeting_id=recorded.meeting_id, actor=scene.chair, now=NOW)
    assert (seen.starts_at, seen.entered_at, seen.emergency_reason) == (HELD_AT, NOW, why)
    (entry,) = (await chain_of(concern_id=ana.id, actor=scene.chair, now=NOW)).entries
    assert (entry.held_at, entry.entered_at, entry.emergency_reason) == (HELD_AT, NOW, why)
    (hidden,) = (await chain_of(concern_id=ana.id, actor=scene.manager, now=NOW)).entries
    assert (hidden.meeting_reference, hidden.emergency_reason) == (None, None)


async def test_an_urgent_kind_has_hours_from_the_decision(scene: Scene) -> None:
    (ana,) = await scene.concerns("N-1")
    early = HELD_AT - timedelta(hours=2)
    held = told(scene, outcome(ana), kind=MeetingKind.EXPLOITATION, decided_at=early)
    await tell(scene, held)
    (follow_up,) = (await owed(scene)).follow_ups
    assert follow_up.due_at == early + timedelta(hours=72)


async def test_every_fault_is_told_at_once(scene: Scene) -> None:
    (ana,) = await scene.concerns("N-1")
    nobody = HeldAction(" ", uuid4(), date(2026, 3, 2))
    child = HeldChild(ChildDraft(), concern_id=ana.id, actions=[nobody])
    held = told(
        scene,
        child,
        HeldChild(ChildDraft(), concern_id=ana.id),
        HeldChild(decided(), reference="N-9"),
        purpose=" ",
        starts_at=NOW + timedelta(hours=1),
        ends_at=NOW,
        decided_at=NOW + timedelta(hours=2),
        people=[Invitee(uuid4())],
        emergency_reason="x" * 2001,
        no_quorum_reason="x" * 2001,
    )
    with pytest.raises(Blocked) as refused:
        await tell(scene, held)
    assert [fault.field for fault in refused.value.blockers] == [
        "starts_at",
        "ends_at",
        "decided_at",
        "purpose",
        "decided_at",
        "invitees",
        "concern_ids",
        "children",
        "emergency_reason",
        "no_quorum_reason",
        "children.0.what",
        "children.0.owner_id",
        "children.0.due_on",
        "",
        "children.1.outcome",
        "children.1.outcome",
    ]
    with pytest.raises(Blocked, match="at most 12 hours"):
        await tell(scene, told(scene, outcome(ana), starts_at=HELD_AT - timedelta(days=1)))
    with pytest.raises(NotAllowed):
        await tell(scene, told(scene, outcome(ana)), scene.police)
    assert (await meetings(actor=scene.scheduler, now=NOW)).items == []


async def test_who_is_named_in_an_outcome_is_in_the_directory(scene: Scene) -> None:
    (ana,) = await scene.concerns("N-1")
    draft = scene.adjourned(NoDecisionReason.INFORMATION_OUTSTANDING, agency_id=uuid4())
    strange = msgspec.structs.replace(draft, authorised_by=uuid4(), outcome_reason="x" * 4001)
    with pytest.raises(Blocked) as refused:
        await tell(scene, told(scene, outcome(ana, strange)))
    assert [fault.field for fault in refused.value.blockers] == [
        "children.0.outcome_reason",
        "children.0.reason_agency_id",
        "children.0.authorised_by",
    ]


async def test_a_second_call_does_not_start_the_clock_again(scene: Scene) -> None:
    (ana,) = await scene.concerns("N-1")
    first = await tell(scene, told(scene, outcome(ana)))
    again = outcome(ana, scene.adjourned())
    later = HELD_AT + timedelta(hours=2)
    await tell(scene, told(scene, again, starts_at=later, ends_at=later + timedelta(minutes=10)))
    assert [one.meeting_id for one in (await owed(scene)).follow_ups] == [first.meeting_id]
