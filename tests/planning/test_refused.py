"""A hand-over that its receiver refuses decides nothing: nobody may overlook the child."""

from datetime import UTC, date, datetime

import pytest

from planning.chains.actions import record_hand_over_answer
from planning.chains.queries import ChainSeen, UndecidedFilters, chain_of, undecided_chains
from planning.chains.rules import Alert, Chain
from planning.chains.rules.handing import AnswerGiven
from planning.concerns.rules import NewConcern
from planning.meetings.rules.closing import ChildDraft
from planning.procedures.rules import Outcome
from planning.reminders.queries import to_remind
from service.pages.presenters.chain_picture import history_of
from service.pages.presenters.chains import chain_tag, chain_words
from tests.scene import Scene, decided, make_scene

pytestmark = pytest.mark.usefixtures("rolled_back")
FIRST, REFUSED, AGAIN = (date(2026, 3, day) for day in (4, 5, 6))
NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
HANDED = ChildDraft(
    outcome=Outcome.TRANSFERRED, outcome_reason="The family moved.", handed_to="Southmere"
)


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


async def refused(scene: Scene) -> NewConcern:
    """Handed over at the very first meeting, and refused on the next day."""
    (child,) = await scene.concerns("N-1")
    await scene.hold(child.id, HANDED, day=FIRST)
    (entry,) = (await seen(scene, child)).entries
    await record_hand_over_answer(
        concern_id=child.id,
        entry_id=entry.id,
        given=AnswerGiven(
            accepted=False, answered_on=REFUSED, answered_by_name="Kit", evidence="Lives here"
        ),
        actor=scene.manager,
        now=NOON,
        enqueue=scene.sent,
    )
    return child


async def seen(scene: Scene, child: NewConcern) -> ChainSeen:
    return await chain_of(concern_id=child.id, actor=scene.chair, now=NOON)


async def listed(scene: Scene, filters: UndecidedFilters | None = None) -> list[Chain]:
    found = await undecided_chains(actor=scene.manager, now=NOON, filters=filters)
    return [one.state for one in found.items]


async def test_nothing_was_decided_and_every_page_says_so(scene: Scene) -> None:
    child = await refused(scene)
    chain = await seen(scene, child)
    state = chain.state
    assert (state.run, state.handed_over_on, state.alert) == (0, None, Alert.AMBER)
    assert (state.amber_on, state.red_on) == (REFUSED, date(2026, 3, 12))
    assert chain_words(state) == (
        "1 meeting, refused by Southmere on 5 March 2026: convene the next meeting"
    )
    assert chain_tag(state).text == "At risk"
    assert [warned.message for warned in state.warnings] == [
        "The hand-over was refused: nobody else has the child."
    ]
    assert [(duty.what, duty.by) for duty in state.duties] == [
        ("Convene the next meeting and decide.", "The scheduler")
    ]
    assert not chain.is_ended
    (stretch,) = history_of(chain, AGAIN).undecided
    assert (stretch.from_on, stretch.until_on) == (FIRST, AGAIN)


async def test_it_is_in_the_list_of_undecided_chains(scene: Scene) -> None:
    assert await listed(scene) == []
    child = await refused(scene)
    (state,) = await listed(scene)
    assert state == (await seen(scene, child)).state
    assert await listed(scene, UndecidedFilters(alert=Alert.AMBER, mine=True)) == [state]
    assert await listed(scene, UndecidedFilters(alert=Alert.RED)) == []


async def test_its_manager_can_be_reminded_to_convene(scene: Scene) -> None:
    child = await refused(scene)
    (found,) = await to_remind(concern_ids=[child.id], actor=scene.chair, now=NOON)
    assert [(person.id, what) for person, what in found.people] == [
        (scene.manager.person_id, "a date for the next meeting")
    ]


async def test_the_next_meeting_ends_it(scene: Scene) -> None:
    child = await refused(scene)
    await scene.hold(child.id, decided(), day=AGAIN)
    after = (await seen(scene, child)).state
    assert (after.alert, after.refused, await listed(scene)) == (Alert.NONE, None, [])


async def test_after_an_adjournment_both_are_said(scene: Scene) -> None:
    (child,) = await scene.concerns("N-2")
    await scene.hold(child.id, scene.adjourned(), day=FIRST)
    await scene.hold(child.id, HANDED, day=REFUSED)
    entry = (await seen(scene, child)).entries[-1]
    given = AnswerGiven(
        accepted=False, answered_on=AGAIN, answered_by_name="Kit", evidence="Lives here"
    )
    later = datetime(2026, 3, 6, 12, tzinfo=UTC)
    await record_hand_over_answer(
        concern_id=child.id,
        entry_id=entry.id,
        given=given,
        actor=scene.manager,
        now=later,
        enqueue=scene.sent,
    )
    state = (await chain_of(concern_id=child.id, actor=scene.chair, now=later)).state
    assert chain_words(state) == (
        "1 meeting, 2 working days, no decision; refused by Southmere on 6 March 2026:"
        " convene the next meeting"
    )
    assert (state.run, state.alert, state.undecided_since) == (1, Alert.AMBER, FIRST)
