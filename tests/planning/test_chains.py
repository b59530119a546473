"""Repeat meetings without a decision, counted by child (review §4.16)."""

from datetime import UTC, date, datetime
from itertools import pairwise
from uuid import uuid4

import msgspec
import pytest

from planning.access.actions import let_out
from planning.access.queries import members_of
from planning.chains.actions import close_concern, move_next_date
from planning.chains.queries import chain_of, states_of, undecided_chains
from planning.chains.rules import Alert
from planning.concerns.rules import NewConcern
from planning.errors import Blocked, NotAllowed, NotFound
from planning.escalations.actions import answer_escalation
from planning.escalations.queries import escalation, waiting_for
from planning.outbox import Notice, NoticeKind
from planning.people.rules import Actor
from planning.procedures.rules import NoDecisionReason, Outcome
from planning.transactions import transaction
from tests.factories import NOW
from tests.scene import Scene, decided, make_scene

DAYS = [date(2026, 3, day) for day in (4, 10, 16)]
LATER = datetime(2026, 3, 16, 12, 0, tzinfo=UTC)


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


async def red_chain(scene: Scene) -> NewConcern:
    """A child whose second meeting adjourned for the reason of the first."""
    (child,) = await scene.concerns("N-1")
    for day, next_on in pairwise(DAYS):
        await scene.hold(child.id, scene.adjourned(next_on=next_on), day=day)
    return child


def escalated(scene: Scene) -> list[Notice]:
    return [
        message
        for message in scene.sent.messages
        if isinstance(message, Notice) and message.kind is NoticeKind.ESCALATION_OPENED
    ]


async def test_the_page_tells_the_whole_chain(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    agency_id = scene.school.agency_id
    reason = NoDecisionReason.INFORMATION_OUTSTANDING
    meeting_id = await scene.hold(
        child.id, scene.adjourned(reason, next_on=DAYS[1], agency_id=agency_id), day=DAYS[0]
    )
    chain = await chain_of(concern_id=child.id, actor=scene.chair, now=LATER)
    (entry,) = chain.entries
    assert (entry.meeting_id, entry.outcome_words) == (meeting_id, "Adjourned, no decision")
    assert (entry.reason_words, entry.next_on) == ("Information outstanding", date(2026, 3, 10))
    assert entry.reason_agency_name is not None
    assert entry.authorised_by_name == scene.manager.name
    assert (entry.quorate, entry.absent_agencies) == (True, [])
    assert entry.meeting_reference is not None
    assert chain.state.days_undecided == 8
    assert chain.state.alert is Alert.RED
    assert chain.escalations == []
    seen = await chain_of(concern_id=child.id, actor=scene.manager, now=LATER)
    assert seen.entries[0].meeting_reference is None


async def test_an_agency_that_stays_away_again_is_named(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    for day, reason in zip(
        DAYS[:2], [NoDecisionReason.OTHER, NoDecisionReason.MEDICAL], strict=True
    ):
        convened = await scene.convene(
            msgspec.structs.replace(
                scene.convening([child.id], on=day), decided_at=datetime(2026, 3, 2, tzinfo=UTC)
            )
        )
        await scene.come(convened.meeting_id, scene.chair, scene.health)
        draft = scene.adjourned(reason, next_on=date(2026, 3, 30))
        await scene.decide(convened.meeting_id, child.id, draft)
        ended = datetime.combine(day, datetime.min.time(), tzinfo=UTC).replace(hour=12)
        await scene.close(convened.meeting_id, now=ended, why="The child needs a plan today")
    chain = await chain_of(concern_id=child.id, actor=scene.chair, now=LATER)
    assert chain.absent_again == chain.entries[0].absent_agencies
    assert len(chain.absent_again) == 1
    assert [entry.quorate for entry in chain.entries] == [False, False]


async def test_reaching_red_escalates_once_to_the_named_senior_manager(scene: Scene) -> None:
    child = await red_chain(scene)
    (waiting,) = await waiting_for(actor=scene.manager)
    assert (waiting.reference, waiting.stage) == ("N-1", 1)
    assert waiting.reason == "The same reason was given twice."
    assert waiting.due_on == date(2026, 3, 11)
    assert [notice.recipient.person_id for notice in escalated(scene)] == [scene.manager.person_id]
    await scene.review(child.id, day=DAYS[2])
    await scene.hold(child.id, scene.adjourned(NoDecisionReason.OTHER), day=DAYS[2])
    assert len(await waiting_for(actor=scene.manager)) == 1


async def test_the_owner_answers_and_a_chain_that_stays_red_asks_again(scene: Scene) -> None:
    child = await red_chain(scene)
    (waiting,) = await waiting_for(actor=scene.manager)
    await answer_escalation(
        escalation_id=waiting.id,
        outcome="Decide at the next meeting.",
        child_safe_meanwhile="She stays with her aunt.",
        actor=scene.manager,
        now=LATER,
        enqueue=scene.sent,
    )
    assert await waiting_for(actor=scene.manager) == []
    answered = await escalation(escalation_id=waiting.id, actor=scene.manager, now=LATER)
    assert answered.outcome == "Decide at the next meeting."
    with pytest.raises(Blocked, match="has been answered already"):
        await answer_escalation(
            escalation_id=waiting.id,
            outcome="Again",
            child_safe_meanwhile="Yes",
            actor=scene.manager,
            now=LATER,
            enqueue=scene.sent,
        )
    await scene.review(child.id, day=DAYS[2])
    await scene.hold(child.id, scene.adjourned(NoDecisionReason.OTHER), day=DAYS[2])
    assert len(await waiting_for(actor=scene.manager)) == 1


async def test_only_the_owner_answers_and_strangers_see_nothing(scene: Scene) -> None:
    await red_chain(scene)
    (waiting,) = await waiting_for(actor=scene.manager)

    async def answer(actor: Actor, outcome: str = "Decide") -> None:
        await answer_escalation(
            escalation_id=waiting.id,
            outcome=outcome,
            child_safe_meanwhile="Yes",
            actor=actor,
            now=LATER,
            enqueue=scene.sent,
        )

    with pytest.raises(NotAllowed):
        await answer(scene.chair)
    with pytest.raises(NotFound):
        await answer(scene.stranger)
    with pytest.raises(Blocked):
        await answer(scene.manager, " ")
    with pytest.raises(NotFound):
        await escalation(escalation_id=waiting.id, actor=scene.stranger, now=LATER)


async def test_a_manager_who_has_left_the_concern_is_let_in_again(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    async with transaction(scene.manager.person_id):
        await let_out(
            compartment_ids=[child.compartment_id], person_id=scene.manager.person_id, now=NOW
        )
    for day, next_on in pairwise(DAYS):
        await scene.hold(child.id, scene.adjourned(next_on=next_on), day=day)
    assert len(await waiting_for(actor=scene.manager)) == 1
    members = await members_of(compartment_id=child.compartment_id, actor=scene.chair)
    assert [m.reason for m in members if m.person_id == scene.manager.person_id] == [
        "Owns an escalation"
    ]


async def test_undecided_chains_are_listed_longest_first_and_a_decision_takes_one_off(
    scene: Scene,
) -> None:
    first, second, third = [(await scene.concerns(f"N-{n}"))[0] for n in (1, 2, 3)]
    await scene.hold(second.id, scene.adjourned(), day=DAYS[1])
    await scene.hold(first.id, scene.adjourned(), day=DAYS[0])
    await scene.hold(third.id, scene.adjourned(), day=DAYS[0])
    await scene.hold(third.id, decided(), day=DAYS[1])
    one = await undecided_chains(actor=scene.chair, now=LATER, limit=1)
    two = await undecided_chains(actor=scene.chair, now=LATER, limit=1, cursor=one.next)
    assert [line.reference for line in [*one.items, *two.items]] == ["N-1", "N-2"]
    assert (one.items[0].state.run, two.next) == (1, None)
    states = await states_of(concern_ids=[first.id, third.id], actor=scene.chair, now=LATER)
    assert [states[one_.id].run for one_ in (first, third)] == [1, 0]


async def test_a_date_put_off_twice_shows_as_slips(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    await scene.hold(child.id, scene.adjourned(next_on=date(2026, 3, 20)), day=DAYS[0])
    for day in (23, 24):
        await move_next_date(
            concern_id=child.id,
            next_on=date(2026, 3, day),
            reason="No room",
            actor=scene.chair,
            now=datetime(2026, 3, 5, 9, day - 20, tzinfo=UTC),
            enqueue=scene.sent,
        )
    chain = await chain_of(
        concern_id=child.id, actor=scene.chair, now=datetime(2026, 3, 5, 12, tzinfo=UTC)
    )
    assert chain.entries[0].moved_to == [date(2026, 3, 23), date(2026, 3, 24)]
    assert chain.entries[0].moved_why == ["No room", "No room"]
    assert [warned.message for warned in chain.state.warnings] == [
        "The date of the next meeting was put off again."
    ]
    with pytest.raises(NotFound):
        await move_next_date(
            concern_id=child.id,
            next_on=date(2026, 4, 1),
            reason="x",
            actor=scene.stranger,
            now=NOW,
            enqueue=scene.sent,
        )


async def test_the_slip_that_turns_a_chain_red_opens_one_escalation(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    await scene.hold(child.id, scene.adjourned(next_on=date(2026, 3, 20)), day=DAYS[0])
    waiting = []
    for day in (23, 24, 25):
        await move_next_date(
            concern_id=child.id,
            next_on=date(2026, 3, day),
            reason="No room",
            actor=scene.chair,
            now=datetime(2026, 3, 5, 9, day - 20, tzinfo=UTC),
            enqueue=scene.sent,
        )
        waiting.append(len(await waiting_for(actor=scene.manager)))
    assert waiting == [0, 1, 1]
    assert [notice.recipient.person_id for notice in escalated(scene)] == [scene.manager.person_id]


async def test_a_concern_closes_with_its_follow_on_and_can_be_opened_anew(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")

    async def end() -> None:
        await close_concern(
            concern_id=child.id, follow_on="Early help, booked", actor=scene.chair, now=LATER
        )

    with pytest.raises(NotFound):
        await end()
    await scene.hold(child.id, scene.adjourned(), day=DAYS[0])
    with pytest.raises(Blocked):
        await end()
    await scene.hold(child.id, decided(Outcome.NO_S47_EARLY_HELP), day=DAYS[1])
    await end()
    with pytest.raises(NotFound):
        await end()
    with pytest.raises(NotFound):
        await chain_of(concern_id=uuid4(), actor=scene.chair, now=NOW)
    assert len(await scene.concerns("N-1")) == 1
