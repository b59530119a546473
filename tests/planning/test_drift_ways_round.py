"""Ways round the senior review: each is refused, or the chain shows it and counts it."""

import dataclasses
from datetime import timedelta
from uuid import UUID

import msgspec
import pytest

from planning.chains.actions import record_hand_over_answer
from planning.chains.queries import ChainSeen, chain_of
from planning.chains.queries.reviews import chaired_of
from planning.chains.rules import Alert
from planning.chains.rules.correcting import Disposition
from planning.chains.rules.handing import AnswerGiven
from planning.errors import Blocked, NotAllowed
from planning.meetings.actions import close, correct_outcome, record_held
from planning.meetings.rules.closing import ChildDraft
from planning.people.rules import Actor, Role
from planning.procedures.rules import NoDecisionReason, Outcome
from planning.transactions import execute, transaction
from tests.factories import make_actor
from tests.planning.test_reviews import (
    FIRST,
    FOURTH,
    SECOND,
    THIRD,
    accepting,
    at,
    red,
    review,
    running_again,
    told,
)
from tests.scene import Scene, decided, make_scene, replace_decided

pytestmark = pytest.mark.usefixtures("rolled_back")
HANDED = ChildDraft(Outcome.TRANSFERRED, "Moved house", handed_to="The next county")


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


async def seen(scene: Scene, child: UUID, hour: int = 18) -> ChainSeen:
    return await chain_of(concern_id=child, actor=scene.chair, now=at(THIRD, hour))


async def correct(scene: Scene, child: UUID, new: Disposition) -> None:
    await correct_outcome(
        concern_id=child,
        entry_id=(await seen(scene, child)).entries[-1].id,
        new=new,
        reason="It was not what we said",
        actor=scene.chair,
        now=at(THIRD, 17),
        enqueue=scene.sent,
    )


def adjourned(scene: Scene, days: int = 7) -> Disposition:
    return Disposition(
        Outcome.ADJOURNED,
        NoDecisionReason.OTHER,
        next_on=THIRD + timedelta(days=days),
        authorised_by=scene.manager.person_id,
    )


async def lacks_a_review(scene: Scene, child: UUID) -> bool:
    """Whether the chain is red, counted on, and cannot be adjourned again without a review."""
    state = (await seen(scene, child)).state
    with pytest.raises(Blocked, match="A senior review is needed"):
        await scene.close(await running_again(scene, child, FOURTH), now=at(FOURTH))
    return (state.alert, state.review.owed) == (Alert.RED, True)


async def test_a_decision_is_not_corrected_to_what_could_not_be_closed(scene: Scene) -> None:
    child = await red(scene)
    await scene.hold(child, decided(), day=THIRD)
    with pytest.raises(Blocked, match="A senior review is needed"):
        await correct(scene, child, adjourned(scene))


async def test_a_decision_that_is_corrected_to_an_adjournment_uses_the_review_up(
    scene: Scene,
) -> None:
    child = await red(scene)
    await review(scene, accepting(child))
    await scene.hold(child, decided(), day=THIRD)
    await correct(scene, child, adjourned(scene))
    assert await lacks_a_review(scene, child)


async def test_a_next_date_is_not_put_off_by_correcting_there_and_back(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    await scene.hold(child.id, scene.adjourned(next_on=FOURTH), day=FIRST)
    for new in (Disposition(Outcome.NO_S47_EARLY_HELP), adjourned(scene, 5), adjourned(scene, 9)):
        await correct(scene, child.id, new)
    (entry,) = (await seen(scene, child.id)).entries
    found = (await seen(scene, child.id)).state
    assert (entry.next_on, entry.moved_to, found.slips) == (
        FOURTH,
        [THIRD + timedelta(days=5)],
        1,
    )


async def test_a_discussion_that_is_told_as_of_earlier_lengthens_the_run_and_uses_the_review_up(
    scene: Scene,
) -> None:
    child = await red(scene)
    await review(scene, accepting(child))
    early = told(scene, child, starts_at=at(FIRST, 14), ends_at=at(FIRST, 15))
    await record_held(held=early, actor=scene.scheduler, now=at(THIRD), enqueue=scene.sent)
    after = await seen(scene, child)
    assert after.state.run == 3
    assert after.entries[1].entered_at - after.entries[1].held_at > timedelta(days=5)
    assert await lacks_a_review(scene, child)


async def test_one_review_does_not_serve_two_meetings_that_run_at_once(scene: Scene) -> None:
    child = await red(scene)
    await review(scene, accepting(child))
    both = [await running_again(scene, child) for _ in range(2)]
    await scene.close(both[0], now=at(THIRD))
    with pytest.raises(Blocked, match="A senior review is needed"):
        await scene.close(both[1], now=at(THIRD, 12))


@pytest.mark.parametrize("typed", ["N-1", "n-1", " N - 1 "])
async def test_another_concern_of_the_child_is_not_opened_unseen(scene: Scene, typed: str) -> None:
    await red(scene)
    with pytest.raises(Blocked, match=f"There is an open concern for {typed.strip()}"):
        await scene.concerns(typed)


async def test_who_chaired_any_meeting_of_the_run_reviews_none(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    other = await make_actor(Role.CHAIR, agency_id=scene.chair.agency_id)
    for day, chair in ((FIRST, scene.chair), (SECOND, other)):
        convening = replace_decided(scene.convening([child.id], on=day), at(day, 10))
        convening = msgspec.structs.replace(convening, chair_id=chair.person_id)
        meeting_id = (await scene.convene(convening, now=at(day, 7))).meeting_id
        there = dataclasses.replace(scene, chair=chair)
        await there.come(meeting_id)
        await there.decide(meeting_id, child.id, scene.adjourned())
        await there.close(meeting_id, now=at(day))
    for chair in (scene.chair, other):
        managing = msgspec.structs.replace(chair, roles=frozenset({Role.SENIOR_MANAGER}))
        with pytest.raises(Blocked, match="you chaired a meeting without a decision"):
            await review(scene, accepting(child.id), actor=managing)


async def test_only_the_chair_declares_an_emergency(scene: Scene) -> None:
    child = await red(scene)
    meeting_id = await running_again(scene, child)
    with pytest.raises(NotAllowed):
        await _in_an_emergency(scene, meeting_id, scene.police)
    async with transaction(scene.chair.person_id):
        takes = "update strategy_meeting set minute_taker_id = $2 where id = $1"
        await execute(takes, meeting_id, scene.police.person_id)
    with pytest.raises(Blocked) as refused:
        await _in_an_emergency(scene, meeting_id, scene.police)
    assert [one.field for one in refused.value.blockers] == ["emergency_reason"]
    await _in_an_emergency(scene, meeting_id, scene.chair)
    assert (await seen(scene, child)).state.reported_emergencies == 1


async def _in_an_emergency(scene: Scene, meeting_id: UUID, actor: Actor) -> None:
    await close(
        meeting_id=meeting_id,
        emergency_reason="The fire alarm went",
        actor=actor,
        now=at(THIRD),
        enqueue=scene.sent,
    )


async def test_a_hand_over_that_is_refused_leaves_the_chain_as_red_as_it_was(scene: Scene) -> None:
    child = await red(scene)
    await scene.hold(child, HANDED, day=THIRD)
    assert await lacks_a_review(scene, child)
    await record_hand_over_answer(
        concern_id=child,
        entry_id=(await seen(scene, child)).entries[-1].id,
        given=AnswerGiven(
            accepted=False, answered_on=THIRD, answered_by_name="The duty desk", evidence="Mail"
        ),
        actor=scene.manager,
        now=at(THIRD, 17),
        enqueue=scene.sent,
    )
    state = (await seen(scene, child)).state
    assert (state.alert, state.run, state.review.owed) == (Alert.RED, 2, True)


async def test_chaired_is_told_of_own_meetings_only(scene: Scene) -> None:
    child = await red(scene)
    meetings = [entry.meeting_id for entry in (await seen(scene, child)).entries]
    for person, count in ((scene.chair, 2), (scene.manager, 0), (scene.stranger, 0)):
        async with transaction(person.person_id):
            assert len(await chaired_of(meetings)) == count
