"""At red nobody adjourns by deciding first and correcting that afterwards."""

from datetime import UTC, date, datetime, time
from uuid import UUID

import pytest

from planning.chains.actions import record_review
from planning.chains.queries import ChainSeen, chain_of, review_cases
from planning.chains.rules import Alert, ReviewAnswer, Reviewing
from planning.chains.rules.correcting import Disposition
from planning.errors import Blocked
from planning.meetings.actions import correct_outcome
from planning.meetings.queries import owed_of
from planning.meetings.rules.emergency import Debt
from planning.outbox import Notice, NoticeKind
from planning.people.rules import Actor
from planning.procedures.rules import NoDecisionReason, Outcome
from tests.scene import Scene, decided, make_scene

pytestmark = pytest.mark.usefixtures("rolled_back")
FIRST, SECOND, THIRD, FOURTH = (date(2026, 3, day) for day in (4, 6, 10, 12))
NEEDED = "A senior review is needed before another adjournment. Ask {} to record one."


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


def at(day: date, hour: int = 12) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=UTC)


async def decided_at_red(scene: Scene) -> UUID:
    """Two adjournments for the same reason, which is red, and then a decision."""
    (child,) = await scene.concerns("N-1")
    for day in (FIRST, SECOND):
        await scene.hold(child.id, scene.adjourned(), day=day)
    await scene.hold(child.id, decided(Outcome.NO_S47_EARLY_HELP), day=THIRD)
    return child.id


async def seen(scene: Scene, child: UUID, day: date = THIRD) -> ChainSeen:
    return await chain_of(concern_id=child, actor=scene.chair, now=at(day))


async def correct(
    scene: Scene, child: UUID, *, number: int = 2, emergency: str = "", adjourns: bool = True
) -> None:
    entry = (await seen(scene, child)).entries[number]
    new = Disposition(
        Outcome.ADJOURNED,
        no_decision_reason=NoDecisionReason.INTERPRETER,
        next_on=date(2026, 3, 20),
        authorised_by=scene.manager.person_id,
    )
    await correct_outcome(
        concern_id=child,
        entry_id=entry.id,
        new=new if adjourns else Disposition(Outcome.NO_S47_NO_FURTHER_ACTION),
        reason="Nothing was decided",
        emergency_reason=emergency,
        actor=scene.chair,
        now=at(THIRD),
        enqueue=scene.sent,
    )


async def review(scene: Scene, child: UUID, answer: ReviewAnswer, who: Actor | None = None) -> None:
    await record_review(
        reviews=[Reviewing(child, answer, "The scan is on Monday.", 3)],
        actor=who or scene.manager,
        now=at(THIRD, 11),
        enqueue=scene.sent,
    )


async def test_without_a_review_the_correction_names_whom_to_ask(scene: Scene) -> None:
    child = await decided_at_red(scene)
    with pytest.raises(Blocked) as refused:
        await correct(scene, child)
    (fault,) = refused.value.blockers
    assert (fault.field, fault.message) == (
        "emergency_reason",
        NEEDED.format(scene.manager.name),
    )
    await correct(scene, child, adjourns=False)


async def test_the_one_who_is_asked_can_review_a_chain_that_decided_at_red(scene: Scene) -> None:
    child = await decided_at_red(scene)
    before = await seen(scene, child)
    assert (before.state.alert, before.decided_at_red) == (Alert.NONE, True)
    (case,) = await review_cases(concern_ids=[child], actor=scene.manager, now=at(THIRD, 11))
    assert (case.decided_at_red, case.chaired, len(case.meetings)) == (True, False, 2)
    await review(scene, child, ReviewAnswer.ACCEPT_ONE_MORE)
    with pytest.raises(Blocked, match="recorded already"):
        await review(scene, child, ReviewAnswer.ACCEPT_ONE_MORE)
    await correct(scene, child)
    after = await seen(scene, child)
    assert (after.state.run, after.state.review_answer, after.state.review.owed) == (3, None, True)
    assert (after.state.reported_emergencies, after.decided_at_red) == (0, False)


async def test_a_review_is_used_up_by_the_correction(scene: Scene) -> None:
    child = await decided_at_red(scene)
    await review(scene, child, ReviewAnswer.ACCEPT_ONE_MORE)
    await correct(scene, child)
    await scene.hold(child, decided(Outcome.NO_S47_EARLY_HELP), day=FOURTH)
    with pytest.raises(Blocked, match="A senior review is needed"):
        await correct(scene, child, number=3)


async def test_who_asked_for_a_decision_has_not_allowed_it(scene: Scene) -> None:
    child = await decided_at_red(scene)
    await review(scene, child, ReviewAnswer.DECIDE_NEXT_TIME)
    with pytest.raises(Blocked, match="asked for a decision at this meeting"):
        await correct(scene, child)


async def test_in_an_emergency_the_review_follows_and_it_is_counted(scene: Scene) -> None:
    child = await decided_at_red(scene)
    with pytest.raises(Blocked, match="Shorten this"):
        await correct(scene, child, emergency="x" * 2001)
    await correct(scene, child, emergency=" A child at risk tonight ")
    after = await seen(scene, child)
    assert (after.state.run, after.state.reported_emergencies) == (3, 1)
    (was,) = after.corrections
    assert was.reason == "Nothing was decided In an emergency: A child at risk tonight"
    meeting_id = after.entries[-1].meeting_id
    (debt,) = (await owed_of(meeting_id=meeting_id, actor=scene.chair, now=at(THIRD))).debts
    assert (debt.what, debt.owner_name, debt.due_on) == (
        Debt.SENIOR_REVIEW,
        scene.manager.name,
        date(2026, 3, 11),
    )
    notices = [one for one in scene.sent.messages if isinstance(one, Notice)]
    assert [
        one.recipient.person_id for one in notices if one.kind is NoticeKind.CLOSED_IN_EMERGENCY
    ] == [scene.manager.person_id]


async def test_a_second_emergency_owes_the_review_again(scene: Scene) -> None:
    child = await decided_at_red(scene)
    await correct(scene, child, emergency="A child at risk tonight")
    await correct(scene, child, adjourns=False)
    meeting_id = (await seen(scene, child)).entries[-1].meeting_id
    assert (await owed_of(meeting_id=meeting_id, actor=scene.chair, now=at(THIRD))).debts == []
    await correct(scene, child, emergency="Again at risk")
    assert (await seen(scene, child)).state.review.owed


async def test_before_red_no_review_is_asked_for_and_an_emergency_is_none(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    await scene.hold(child.id, decided(Outcome.NO_S47_EARLY_HELP), day=FIRST)
    assert not (await seen(scene, child.id)).decided_at_red
    await correct(scene, child.id, number=0, emergency="At once")
    after = await seen(scene, child.id)
    assert (after.state.run, after.state.reported_emergencies) == (1, 0)
    await correct(scene, child.id, number=0, adjourns=False)
