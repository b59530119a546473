"""What becomes of the children: a word in each text of reviews, ladder and hand-overs."""

from datetime import timedelta
from uuid import UUID

from planning.chains.actions import move_next_date, record_hand_over_answer, record_review
from planning.chains.queries import chain_of
from planning.chains.rules import ReviewAnswer, Reviewing
from planning.chains.rules.correcting import Disposition
from planning.chains.rules.handing import AnswerGiven
from planning.escalations.actions import accept_answer, answer_escalation
from planning.meetings.actions import correct_outcome
from planning.procedures.rules import Outcome
from tests.api.told import ADJOURNED_UNTIL, Told
from tests.planning.minuted import LATER

SOON = LATER + timedelta(minutes=1)


async def follow_up(told: Told) -> None:
    """Correct an outcome, answer a hand-over and an escalation, review a chain at red."""
    told.entries = [await entry_of(told, child) for child in told.concerns]
    await _correct(told)
    await _answer_hand_over(told)
    await _answer_escalation(told)
    await _review(told)


async def entry_of(told: Told, child: str) -> UUID:
    """What stands of the child's only meeting."""
    seen = await chain_of(concern_id=told.concerns[child].id, actor=told.people["chair"], now=LATER)
    return seen.entries[-1].id


async def _correct(told: Told) -> None:
    await correct_outcome(
        concern_id=told.concerns["A"].id,
        entry_id=await entry_of(told, "A"),
        new=Disposition(Outcome.S47_INITIATED_SOCIAL_CARE),
        reason=told.canaries.word("A", "corrected"),
        actor=told.people["chair"],
        now=LATER,
        enqueue=told.scene.sent,
    )


async def _answer_hand_over(told: Told) -> None:
    given = AnswerGiven(
        accepted=False,
        answered_on=LATER.date(),
        answered_by_name=told.canaries.word("B", "answeredby"),
        evidence=told.canaries.word("B", "shownby"),
    )
    await record_hand_over_answer(
        concern_id=told.concerns["B"].id,
        entry_id=await entry_of(told, "B"),
        given=given,
        actor=told.people["chair"],
        now=LATER,
        enqueue=told.scene.sent,
    )


async def _answer_escalation(told: Told) -> None:
    (escalation_id,) = told.escalations
    await answer_escalation(
        escalation_id=escalation_id,
        outcome=told.canaries.word("C", "answered"),
        child_safe_meanwhile=told.canaries.word("C", "safemeanwhile"),
        actor=told.scene.manager,
        now=LATER,
        enqueue=told.scene.sent,
    )
    await accept_answer(
        escalation_id=escalation_id,
        outcome=told.canaries.word("C", "agreed"),
        actor=told.people["chair"],
        now=LATER,
        enqueue=told.scene.sent,
    )


async def _review(told: Told) -> None:
    concern_id = told.concerns["C"].id
    await move_next_date(
        concern_id=concern_id,
        next_on=ADJOURNED_UNTIL + timedelta(days=14),
        reason=told.canaries.word("C", "slippedagain"),
        actor=told.people["chair"],
        now=SOON,
        enqueue=told.scene.sent,
    )
    reason = told.canaries.word("C", "reviewed")
    asked = Reviewing(concern_id, ReviewAnswer.ACCEPT_ONE_MORE, reason, meetings=1)
    await record_review(
        reviews=[asked], actor=told.scene.manager, now=SOON, enqueue=told.scene.sent
    )
