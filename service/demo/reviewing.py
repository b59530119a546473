"""The senior manager's reviews, without which no meeting adjourns a chain at red again."""

from datetime import datetime
from uuid import UUID

from planning.chains.actions import record_review
from planning.chains.queries import states_of
from planning.chains.rules import ReviewAnswer, Reviewing
from service.demo.stage import Stage, no_mail

ONE_MORE = "The outstanding report is promised for next week; the child is safe with her family."


NEXT_TIME = (
    "Five meetings are enough. What the police still hold back is not needed to protect her:"
    " the next meeting decides with what it has."
)


async def review_if_owed(
    stage: Stage,
    concern_id: UUID,
    now: datetime,
    *,
    answer: ReviewAnswer = ReviewAnswer.ACCEPT_ONE_MORE,
    reason: str = ONE_MORE,
) -> None:
    """Record what the manager answers where the chain is at red."""
    manager = stage.people["seniormanager"]
    states = await states_of(concern_ids=[concern_id], actor=manager, now=now)
    state = states[concern_id]
    if not state.review.owed:
        return
    await record_review(
        reviews=[
            Reviewing(concern_id, answer, reason, state.meetings),
        ],
        actor=manager,
        now=now,
        enqueue=no_mail,
    )
