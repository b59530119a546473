"""What came by mail and calendar, and deciding about it."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from planning import clock
from planning.paging import PAGE, Page
from planning.replies import queries
from planning.replies.actions import Decision, Settled, settle_reply
from planning.replies.queries import ReplyLine, ReplySeen
from service.api.serving import ApiRequest, answered, once
from service.web import idempotency
from service.web.context import enqueue_of


@get("/meetings/{meeting_id:uuid}/replies")
async def list_replies(
    request: ApiRequest,
    meeting_id: FromPath[UUID],
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = PAGE,
    *,
    waiting: FromQuery[bool] = True,
) -> Page[ReplyLine]:
    """List the replies that wait, or the others; for whoever may move the meeting."""
    return await queries.replies_of(
        meeting_id=meeting_id,
        waiting=waiting,
        actor=request.user,
        now=clock.now(),
        cursor=cursor,
        limit=limit,
    )


@get("/meetings/{meeting_id:uuid}/replies/{reply_id:uuid}")
async def see_reply(
    request: ApiRequest, meeting_id: FromPath[UUID], reply_id: FromPath[UUID]
) -> ReplySeen:
    """Show one reply and what can be decided; the reading is logged."""
    return await queries.reply(
        meeting_id=meeting_id, reply_id=reply_id, actor=request.user, now=clock.now()
    )


@post("/meetings/{meeting_id:uuid}/replies/{reply_id:uuid}/settle", status_code=200)
async def settle(
    request: ApiRequest,
    meeting_id: FromPath[UUID],
    reply_id: FromPath[UUID],
    data: JSONBody[Decision],
) -> Response[Settled]:
    """Decide about a reply: move the meeting, keep its time, take an answer, and so on."""

    async def act() -> idempotency.Answer:
        settled = await settle_reply(
            meeting_id=meeting_id,
            reply_id=reply_id,
            decision=data,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )
        return answered(settled)

    return await once(request, act)


routes = [list_replies, see_reply, settle]
