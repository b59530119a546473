"""At red a senior manager answers before anybody adjourns again, save in an emergency."""

from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4

import msgspec
import pytest

from planning.access.actions import declare_conflict
from planning.chains.actions import record_review
from planning.chains.queries import chain_of
from planning.chains.rules import Alert, ReviewAnswer, Reviewing
from planning.errors import Blocked, Invalid, NotAllowed, NotFound
from planning.escalations.rules import State
from planning.meetings.actions import close, record_held
from planning.meetings.queries import held_blockers, owed_by, owed_of, running
from planning.meetings.rules.emergency import Debt
from planning.meetings.rules.held import Held, HeldChild
from planning.meetings.rules.scheduling import Invitee, Mode
from planning.people.rules import Actor, Role
from planning.procedures.rules import MeetingKind, NoDecisionReason
from planning.transactions import fetch_value, transaction
from tests.factories import make_actor
from tests.scene import Scene, decided, make_scene, replace_decided

pytestmark = pytest.mark.usefixtures("rolled_back")
FIRST, SECOND, THIRD, FOURTH = (date(2026, 3, day) for day in (4, 6, 10, 12))
OTHER = NoDecisionReason.OTHER
NEEDED = "A senior review is needed before another adjournment. Ask {} to record one."


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


def at(day: date, hour: int = 11) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=UTC)


async def red(scene: Scene, reference: str = "N-1") -> UUID:
    """A child whose chain the second of two meetings made red."""
    (child,) = await scene.concerns(reference)
    for day in (FIRST, SECOND):
        await scene.hold(child.id, scene.adjourned(), day=day)
    return child.id


async def running_again(scene: Scene, concern_id: UUID, day: date = THIRD) -> UUID:
    """A third meeting that is about to adjourn."""
    convening = replace_decided(scene.convening([concern_id], on=day), at(day, 10))
    meeting_id = (await scene.convene(convening, now=at(day, 7))).meeting_id
    await scene.come(meeting_id)
    await scene.decide(meeting_id, concern_id, scene.adjourned(OTHER))
    return meeting_id


def told(scene: Scene, concern_id: UUID, **changes: object) -> Held:
    """On the third day by phone, adjourned."""
    held = Held(
        kind=MeetingKind.INITIAL,
        purpose="To decide",
        mode=Mode.PHONE,
        starts_at=at(THIRD, 9),
        ends_at=at(THIRD, 10),
        chair_id=scene.chair.person_id,
        people=[Invitee(scene.police.person_id), Invitee(scene.health.person_id)],
        children=[HeldChild(scene.adjourned(OTHER), concern_id=concern_id)],
    )
    return msgspec.structs.replace(held, **changes)


async def review(scene: Scene, *asked: Reviewing, actor: Actor | None = None) -> None:
    await record_review(
        reviews=asked, actor=actor or scene.manager, now=at(SECOND, 15), enqueue=scene.sent
    )


def accepting(concern_id: UUID, **changes: object) -> Reviewing:
    asked = Reviewing(concern_id, ReviewAnswer.ACCEPT_ONE_MORE, "The scan is on Monday.", 2)
    return msgspec.structs.replace(asked, **changes)


async def test_the_meeting_that_turns_it_red_needs_none_and_the_next_names_whom_to_ask(
    scene: Scene,
) -> None:
    child = await red(scene)
    state = (await chain_of(concern_id=child, actor=scene.chair, now=at(SECOND))).state
    assert (state.alert, state.review.owed) == (Alert.RED, True)
    meeting_id = await running_again(scene, child)
    with pytest.raises(Blocked) as refused:
        await scene.close(meeting_id, now=at(THIRD))
    (fault,) = refused.value.blockers
    assert fault.message == f"Child N-1: {NEEDED.format(scene.manager.name)}"
    assert fault.field == f"children.{child}.senior_review"
    page = await running(meeting_id=meeting_id, actor=scene.chair, now=at(THIRD))
    assert page.blockers == [fault]
    await scene.decide(meeting_id, child, decided())
    await scene.close(meeting_id, now=at(THIRD))


async def test_one_review_is_good_for_one_adjournment_and_ends_no_alert(scene: Scene) -> None:
    child = await red(scene)
    await review(scene, accepting(child))
    state = (await chain_of(concern_id=child, actor=scene.chair, now=at(THIRD, 9))).state
    assert (state.alert, state.review.owed, state.review_answer) == (
        Alert.RED,
        False,
        ReviewAnswer.ACCEPT_ONE_MORE,
    )
    await scene.close(await running_again(scene, child), now=at(THIRD))
    again = await running_again(scene, child, FOURTH)
    with pytest.raises(Blocked, match="A senior review is needed"):
        await scene.close(again, now=at(FOURTH))


async def test_decide_next_time_leaves_only_the_emergency(scene: Scene) -> None:
    child = await red(scene)
    await review(scene, accepting(child, answer=ReviewAnswer.DECIDE_NEXT_TIME))
    meeting_id = await running_again(scene, child)
    with pytest.raises(Blocked, match="asked for a decision at this meeting"):
        await scene.close(meeting_id, now=at(THIRD))
    await close(
        meeting_id=meeting_id,
        emergency_reason="The fire alarm went",
        actor=scene.chair,
        now=at(THIRD),
        enqueue=scene.sent,
    )
    (debt,) = (await owed_of(meeting_id=meeting_id, actor=scene.chair, now=at(THIRD))).debts
    assert (debt.what, debt.owner_name, debt.due_on) == (
        Debt.SENIOR_REVIEW,
        scene.manager.name,
        date(2026, 3, 11),
    )
    assert (await owed_by(actor=scene.chair, now=at(THIRD))).debts == []
    state = (await chain_of(concern_id=child, actor=scene.chair, now=at(THIRD))).state
    assert (state.review.owed, state.reported_emergencies) == (True, 1)
    await scene.review(child, day=FOURTH, meetings=3)
    assert (await owed_of(meeting_id=meeting_id, actor=scene.chair, now=at(FOURTH))).debts == []


async def test_a_decision_at_the_next_meeting_pays_the_review_that_was_put_off(
    scene: Scene,
) -> None:
    child = await red(scene)
    urgent = told(scene, child, emergency_reason="A child at risk tonight")
    recorded = await record_held(
        held=urgent, actor=scene.scheduler, now=at(THIRD), enqueue=scene.sent
    )
    owed = await owed_of(meeting_id=recorded.meeting_id, actor=scene.chair, now=at(THIRD))
    assert [one.what for one in owed.debts] == [Debt.SENIOR_REVIEW]
    await scene.hold(child, decided(), day=FOURTH)
    owed = await owed_of(meeting_id=recorded.meeting_id, actor=scene.chair, now=at(FOURTH))
    assert owed.debts == []


async def test_a_discussion_held_already_needs_one_too(scene: Scene) -> None:
    child = await red(scene)
    (fault,) = await held_blockers(held=told(scene, child), actor=scene.scheduler, now=at(THIRD))
    assert (fault.field, fault.message) == (
        "children.0.senior_review",
        f"Child N-1: {NEEDED.format(scene.manager.name)}",
    )
    await review(scene, accepting(child))
    await record_held(
        held=told(scene, child), actor=scene.scheduler, now=at(THIRD), enqueue=scene.sent
    )


async def test_what_was_held_before_it_turned_red_needs_none(scene: Scene) -> None:
    child = await red(scene)
    early = told(scene, child, starts_at=at(FIRST, 14), ends_at=at(FIRST, 15))
    assert await held_blockers(held=early, actor=scene.scheduler, now=at(THIRD)) == []


async def test_several_children_are_reviewed_at_once_and_every_fault_is_named(
    scene: Scene,
) -> None:
    ana, ben = await red(scene), await red(scene, "N-2")
    (calm,) = await scene.concerns("N-3")
    with pytest.raises(Blocked) as refused:
        await review(
            scene,
            accepting(ana, reason=" "),
            accepting(ben, meetings=1),
            accepting(calm.id, answer=ReviewAnswer.CONVENE_CONFERENCE, meetings=0),
        )
    assert [(fault.field, fault.message.split(":")[0]) for fault in refused.value.blockers] == [
        ("reviews.0.reason", "Child N-1"),
        ("reviews.1", "Child N-2"),
        ("reviews.2", "Child N-3"),
        ("reviews.2.conference_on", "Child N-3"),
    ]
    conference = {
        "answer": ReviewAnswer.CONVENE_CONFERENCE,
        "conference_on": date(2026, 3, 20),
    }
    await review(scene, accepting(ana), accepting(ben, **conference))
    async with transaction(scene.manager.person_id):
        kept = "select conference_on from senior_review where concern_id = $1"
        assert await fetch_value(kept, ben) == date(2026, 3, 20)
    with pytest.raises(Blocked, match="Child N-1: a senior review is recorded already"):
        await review(scene, accepting(ana))


async def test_only_senior_managers_who_see_the_concern_and_did_not_chair(scene: Scene) -> None:
    child = await red(scene)
    with pytest.raises(NotAllowed):
        await review(scene, accepting(child), actor=scene.chair)
    other = await make_actor(Role.SENIOR_MANAGER)
    with pytest.raises(NotFound):
        await review(scene, accepting(child), actor=other)
    with pytest.raises(NotFound):
        await review(scene, accepting(child), accepting(uuid4()))
    chairing = msgspec.structs.replace(scene.chair, roles=frozenset({Role.SENIOR_MANAGER}))
    with pytest.raises(Blocked, match="you chaired a meeting without a decision"):
        await review(scene, accepting(child), actor=chairing)
    await declare_conflict(
        person_id=scene.manager.person_id,
        compartment_id=await compartment(scene, child),
        reason="A cousin",
        actor=scene.chair,
        now=at(SECOND),
    )
    with pytest.raises(NotFound):
        await review(scene, accepting(child))


async def compartment(scene: Scene, concern_id: UUID) -> UUID:
    async with transaction(scene.chair.person_id):
        found = await fetch_value("select compartment_id from concern where id = $1", concern_id)
    return UUID(str(found))


async def test_none_and_the_same_child_twice_are_no_reviews(scene: Scene) -> None:
    child = await red(scene)
    with pytest.raises(Invalid, match="at least one"):
        await review(scene)
    with pytest.raises(Invalid, match="twice"):
        await review(scene, accepting(child), accepting(child))


async def test_escalate_moves_drift_up_to_the_partnership_where_nobody_owns_more(
    scene: Scene,
) -> None:
    child = await red(scene)
    (before,) = (await chain_of(concern_id=child, actor=scene.chair, now=at(SECOND))).escalations
    assert before.stage == 1
    await review(scene, accepting(child, answer=ReviewAnswer.ESCALATE))
    (after,) = (await chain_of(concern_id=child, actor=scene.chair, now=at(THIRD))).escalations
    assert (after.id, after.state) == (before.id, State.UNRESOLVED)
