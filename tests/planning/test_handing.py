"""Children handed over to somebody who answers, and outcomes corrected after closing."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from planning.chains.actions import close_concern, record_hand_over_answer
from planning.chains.queries import ChainSeen, chain_of, hand_overs_waiting
from planning.chains.rules import ClockKind
from planning.chains.rules.correcting import Disposition
from planning.chains.rules.handing import AnswerGiven
from planning.concerns.rules import NewConcern
from planning.errors import Blocked, NotAllowed, NotFound
from planning.meetings.actions import Corrected, correct_outcome
from planning.meetings.queries import minutes_of
from planning.meetings.rules.closing import ChildDraft
from planning.people.rules import Actor
from planning.procedures.rules import NoDecisionReason, Outcome
from planning.transactions import fetch_value, transaction
from tests.scene import Scene, decided, make_scene

DAYS = [date(2026, 3, day) for day in (4, 10, 16)]
LATER = datetime(2026, 3, 16, 12, 0, tzinfo=UTC)
TRANSFERRED = ChildDraft(
    outcome=Outcome.TRANSFERRED,
    outcome_reason="The family has moved.",
    handed_to=" Southmere, duty manager ",
)
YES = AnswerGiven(
    accepted=True,
    answered_on=DAYS[1],
    answered_by_name="Kit Moss",
    evidence="Email of 10 March",
)
NO = AnswerGiven(
    accepted=False, answered_on=DAYS[1], answered_by_name="Kit Moss", evidence="Lives here"
)


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


async def seen(scene: Scene, child: NewConcern, actor: Actor | None = None) -> ChainSeen:
    return await chain_of(concern_id=child.id, actor=actor or scene.chair, now=LATER)


async def handed(scene: Scene) -> NewConcern:
    """Adjourned once, then handed over to another authority."""
    (child,) = await scene.concerns("N-1")
    await scene.hold(child.id, scene.adjourned(), day=DAYS[0])
    await scene.hold(child.id, TRANSFERRED, day=DAYS[1])
    return child


async def answer(
    scene: Scene, child: NewConcern, given: AnswerGiven, actor: Actor | None = None
) -> None:
    entry = (await seen(scene, child)).entries[-1]
    await record_hand_over_answer(
        concern_id=child.id,
        entry_id=entry.id,
        given=given,
        actor=actor or scene.manager,
        now=LATER,
        enqueue=scene.sent,
    )


async def correct(
    scene: Scene,
    child: NewConcern,
    entry_id: UUID,
    new: Disposition,
    *,
    actor: Actor | None = None,
) -> Corrected:
    return await correct_outcome(
        concern_id=child.id,
        entry_id=entry_id,
        new=new,
        reason="Typed into the wrong child",
        actor=actor or scene.chair,
        now=LATER,
        enqueue=scene.sent,
    )


async def test_an_accepted_hand_over_ends_the_run_and_lets_the_concern_close(scene: Scene) -> None:
    child = await handed(scene)
    waiting = await seen(scene, child)
    assert (waiting.state.run, waiting.state.handed_over_on) == (1, DAYS[1])
    (mine,) = await hand_overs_waiting(actor=scene.manager, now=LATER)
    assert (mine.concern_id, mine.handed_over_on, mine.late) == (child.id, DAYS[1], True)
    assert await hand_overs_waiting(actor=scene.chair, now=LATER) == []
    (over,) = waiting.hand_overs
    assert (over.receiver, over.answer, over.is_latest) == ("Southmere, duty manager", None, True)
    with pytest.raises(Blocked, match="leaves this concern open"):
        await close_concern(concern_id=child.id, follow_on="x", actor=scene.chair, now=LATER)
    await answer(scene, child, YES)
    after = await seen(scene, child)
    assert (after.state.run, after.state.handed_over_on) == (0, None)
    assert await hand_overs_waiting(actor=scene.manager, now=LATER) == []
    given = after.hand_overs[0].answer
    assert given is not None
    assert (given.accepted, given.answered_by_name) == (True, "Kit Moss")
    assert given.recorded_by_name == scene.manager.name
    with pytest.raises(Blocked, match="on record already"):
        await answer(scene, child, NO)
    await close_concern(concern_id=child.id, follow_on="Theirs", actor=scene.chair, now=LATER)


async def test_refused_the_run_stands(scene: Scene) -> None:
    child = await handed(scene)
    await answer(scene, child, NO)
    after = await seen(scene, child)
    assert (after.state.run, after.state.handed_over_on) == (1, None)
    with pytest.raises(Blocked):
        await close_concern(concern_id=child.id, follow_on="x", actor=scene.chair, now=LATER)


async def test_only_who_may_convene_for_the_child_answers(scene: Scene) -> None:
    child = await handed(scene)
    with pytest.raises(NotAllowed):
        await answer(scene, child, YES, scene.police)
    with pytest.raises(NotFound):
        await answer(scene, child, YES, scene.stranger)
    future = msgspec.structs.replace(YES, answered_on=date(2026, 3, 17), evidence=" ")
    with pytest.raises(Blocked) as refused:
        await answer(scene, child, future)
    assert [fault.field for fault in refused.value.blockers] == ["answered_on", "evidence"]


async def test_a_correction_keeps_the_old_outcome_with_who_and_why(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    meeting_id = await scene.hold(child.id, decided(), day=DAYS[0])
    first = (await seen(scene, child)).entries[0]
    assert first.may_correct
    assert [one.kind for one in (await seen(scene, child)).clocks if one.kind == "conference"] == [
        ClockKind.CONFERENCE
    ]
    done = await correct(scene, child, first.id, Disposition(Outcome.NO_S47_EARLY_HELP))
    after = await seen(scene, child)
    (now_stands,) = after.entries
    assert (now_stands.id, now_stands.outcome) == (done.entry_id, Outcome.NO_S47_EARLY_HELP)
    assert (now_stands.held_at, now_stands.quorate) == (first.held_at, first.quorate)
    assert ClockKind.CONFERENCE not in [one.kind for one in after.clocks]
    (was,) = after.corrections
    assert (was.entry_id, was.was_words) == (done.entry_id, first.outcome_words)
    assert (was.corrected_by_name, was.reason) == (scene.chair.name, "Typed into the wrong child")
    draft = await minutes_of(meeting_id=meeting_id, actor=scene.chair, now=LATER)
    assert draft.children[0].outcome_words == now_stands.outcome_words
    assert (done.in_minutes, done.follow_no_more) == (False, [])
    with pytest.raises(Blocked, match="has been corrected since"):
        await correct(scene, child, first.id, Disposition(Outcome.NO_S47_NO_FURTHER_ACTION))


async def test_a_correction_to_an_adjournment_opens_a_closed_concern_again(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    await scene.hold(child.id, scene.adjourned(next_on=DAYS[1]), day=DAYS[0])
    await scene.hold(child.id, decided(Outcome.NO_S47_EARLY_HELP), day=DAYS[1])
    await close_concern(concern_id=child.id, follow_on="Help", actor=scene.chair, now=LATER)
    last = (await seen(scene, child)).entries[-1]
    new = Disposition(
        Outcome.ADJOURNED,
        no_decision_reason=NoDecisionReason.MEDICAL,
        next_on=date(2026, 3, 20),
        authorised_by=scene.manager.person_id,
    )
    await correct(scene, child, last.id, new)
    after = await seen(scene, child)
    assert (after.concern.closed_at, after.concern.was_closed_at) == (None, LATER)
    assert (after.state.run, after.state.alert) == (2, "red")
    assert after.flags == ["The concern was closed on 16 March 2026 and is open again."]
    assert [one.reason for one in after.escalations] != []


async def test_a_decision_that_is_corrected_to_another_end_leaves_it_closed(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    await scene.hold(child.id, decided(Outcome.NO_S47_EARLY_HELP), day=DAYS[0])
    await close_concern(concern_id=child.id, follow_on="Help", actor=scene.chair, now=LATER)
    (entry,) = (await seen(scene, child)).entries
    await correct(scene, child, entry.id, Disposition(Outcome.NO_S47_NO_FURTHER_ACTION))
    assert (await seen(scene, child)).concern.closed_at == LATER


async def test_only_the_chair_of_that_meeting_corrects(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    await scene.hold(child.id, decided(), day=DAYS[0])
    (entry,) = (await seen(scene, child)).entries
    new = Disposition(Outcome.NO_S47_EARLY_HELP)
    for actor in (scene.scheduler, scene.manager, scene.police):
        assert not (await seen(scene, child, actor)).entries[0].may_correct
        with pytest.raises(NotAllowed):
            await correct(scene, child, entry.id, new, actor=actor)
    with pytest.raises(NotFound):
        await correct(scene, child, entry.id, new, actor=scene.stranger)
    with pytest.raises(NotFound):
        await correct(scene, child, uuid4(), new)


async def test_every_fault_of_a_correction_is_named(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    await scene.hold(child.id, decided(), day=DAYS[0])
    (entry,) = (await seen(scene, child)).entries
    strange = Disposition(
        Outcome.ADJOURNED,
        no_decision_reason=NoDecisionReason.INFORMATION_OUTSTANDING,
        reason_agency_id=uuid4(),
        next_on=DAYS[0],
        authorised_by=uuid4(),
    )
    with pytest.raises(Blocked) as refused:
        await correct(scene, child, entry.id, strange)
    assert [fault.field for fault in refused.value.blockers] == [
        "next_on",
        "reason_agency_id",
        "authorised_by",
    ]


async def test_a_hand_over_that_was_corrected_waits_for_no_answer(scene: Scene) -> None:
    child = await handed(scene)
    entry = (await seen(scene, child)).entries[-1]
    named = Disposition(Outcome.REDIRECTED, handed_to="Complex abuse team")
    done = await correct(scene, child, entry.id, named)
    (over,) = (await seen(scene, child)).hand_overs
    assert (over.entry_id, over.receiver) == (done.entry_id, "Complex abuse team")
    with pytest.raises(Blocked, match="has been corrected since"):
        await record_hand_over_answer(
            concern_id=child.id,
            entry_id=entry.id,
            given=YES,
            actor=scene.chair,
            now=LATER,
            enqueue=scene.sent,
        )


async def test_a_child_met_again_after_its_concern_closed_has_an_open_one(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    await scene.hold(child.id, decided(Outcome.NO_S47_EARLY_HELP), day=DAYS[0])
    convening = scene.convening([child.id], on=DAYS[1])
    again = await scene.convene(convening)
    await close_concern(
        concern_id=child.id,
        follow_on="Help",
        actor=scene.chair,
        now=datetime(2026, 3, 5, 9, tzinfo=UTC),
    )
    await scene.come(again.meeting_id)
    await scene.decide(again.meeting_id, child.id, decided())
    await scene.close(again.meeting_id, now=datetime(2026, 3, 10, 11, tzinfo=UTC))
    after = await seen(scene, child)
    assert after.concern.closed_at is None
    assert after.flags == ["The concern was closed on 5 March 2026 and is open again."]
    async with transaction(scene.chair.person_id):
        told = await fetch_value(
            "select detail ->> 'follow_on' from history_event where act = 'concern.reopened'"
            " and subject_id = $1",
            child.id,
        )
    assert told == "Help"


async def test_next_dates_that_were_put_off_stay_when_the_reason_is_corrected(
    scene: Scene,
) -> None:
    (child,) = await scene.concerns("N-1")
    await scene.hold(child.id, scene.adjourned(next_on=DAYS[2]), day=DAYS[0])
    (entry,) = (await seen(scene, child)).entries
    new = Disposition(
        Outcome.ADJOURNED,
        no_decision_reason=NoDecisionReason.INTERPRETER,
        next_on=DAYS[2] + timedelta(days=9),
        authorised_by=scene.manager.person_id,
    )
    await correct(scene, child, entry.id, new)
    (stands,) = (await seen(scene, child)).entries
    assert (stands.next_on, stands.no_decision_reason) == (DAYS[2], NoDecisionReason.INTERPRETER)
