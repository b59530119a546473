"""What waits for a person."""

import msgspec
from litestar import get

from planning import clock
from planning.chains.queries import HandOverWaiting, ReviewOwed, hand_overs_waiting, reviews_owed
from planning.go_live.queries import LiveDuty, live_duties
from planning.meetings.queries import Work, work_of
from planning.meetings.queries.undelivered import Unreached, unreached
from planning.plans.queries import reviews_to_make
from planning.plans.queries.reviews import ReviewDue
from planning.reminders.queries import Waiting, waiting_here
from planning.replies.queries import ReplyWork, replies_to_decide
from planning.sign_offs.queries import parts_of, to_reply_to, waiting_for
from planning.sign_offs.queries.parts import Parts
from planning.sign_offs.queries.threads import AnswerToReplyTo
from planning.sign_offs.queries.waiting import SignOffWaiting
from service.api.serving import ApiRequest


class AllWork(msgspec.Struct, frozen=True):
    """Everything that waits for the token's person, the soonest first in each list."""

    meetings: Work
    sign_offs: list[SignOffWaiting]
    parts: Parts
    to_reply_to: list[AnswerToReplyTo]
    to_chase: list[Waiting]
    replies: list[ReplyWork]
    to_reach: list[Unreached]
    hand_overs: list[HandOverWaiting]
    reviews: list[ReviewOwed]
    plan_reviews: list[ReviewDue]
    live: list[LiveDuty]


@get("/work")
async def work(request: ApiRequest) -> AllWork:
    """List what waits: invitations, meetings to close, minutes, actions, escalations, sign-offs."""
    now = clock.now()
    return AllWork(
        meetings=await work_of(actor=request.user, now=now),
        sign_offs=await waiting_for(actor=request.user, now=now),
        parts=await parts_of(actor=request.user),
        to_reply_to=await to_reply_to(actor=request.user),
        to_chase=await waiting_here(actor=request.user, now=now),
        replies=await replies_to_decide(actor=request.user, now=now),
        to_reach=await unreached(actor=request.user, now=now),
        hand_overs=await hand_overs_waiting(actor=request.user, now=now),
        reviews=await reviews_owed(actor=request.user, now=now),
        plan_reviews=await reviews_to_make(actor=request.user, now=now),
        live=await live_duties(actor=request.user),
    )


routes = [work]
