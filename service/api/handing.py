"""What receivers of children answer, and outcomes corrected after closing."""

from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath, JSONBody

from planning import clock
from planning.chains.actions import record_hand_over_answer
from planning.chains.rules.correcting import Disposition
from planning.chains.rules.handing import AnswerGiven
from planning.meetings.actions import Corrected, correct_outcome
from service.api.serving import ApiRequest, done, told
from service.web.context import enqueue_of


class OutcomeCorrection(Disposition, frozen=True, kw_only=True):
    """The outcome as it should be, and why the old one was wrong.

    `emergency_reason`: why an adjournment at red cannot wait for a senior review.
    """

    reason: str
    emergency_reason: str = ""


@post("/concerns/{concern_id:uuid}/entries/{entry_id:uuid}/answer", status_code=204)
async def answer(
    request: ApiRequest,
    concern_id: FromPath[UUID],
    entry_id: FromPath[UUID],
    data: JSONBody[AnswerGiven],
) -> Response[None]:
    """Record whether the receiver accepted a transferred or redirected child; once."""
    return await done(
        request,
        lambda: record_hand_over_answer(
            concern_id=concern_id,
            entry_id=entry_id,
            given=data,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        ),
    )


@post("/concerns/{concern_id:uuid}/entries/{entry_id:uuid}/correct", status_code=201)
async def correct(
    request: ApiRequest,
    concern_id: FromPath[UUID],
    entry_id: FromPath[UUID],
    data: JSONBody[OutcomeCorrection],
) -> Response[Corrected]:
    """Correct the outcome of a closed meeting, which its chair alone can; the old one is kept."""
    return await told(
        request,
        lambda: correct_outcome(
            concern_id=concern_id,
            entry_id=entry_id,
            new=data,
            reason=data.reason,
            emergency_reason=data.emergency_reason,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        ),
        status=201,
    )


routes = [answer, correct]
