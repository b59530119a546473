"""Reminding the people whose answer to an invitation is awaited."""

from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.reminders.actions import chase
from planning.reminders.queries import Unanswered, unanswered
from service.api.serving import ApiRequest, told
from service.web.context import enqueue_of


class Reminded(msgspec.Struct, frozen=True):
    """How many people were reminded."""

    people: int


@get("/meetings/{meeting_id:uuid}/unanswered")
async def list_unanswered(request: ApiRequest, meeting_id: FromPath[UUID]) -> list[Unanswered]:
    """List whose answer is awaited and when each was last reminded."""
    return await unanswered(meeting_id=meeting_id, actor=request.user)


@post("/meetings/{meeting_id:uuid}/remind", status_code=200)
async def remind(request: ApiRequest, meeting_id: FromPath[UUID]) -> Response[Reminded]:
    """Remind them now, at most once an hour."""

    async def act() -> Reminded:
        return Reminded(
            await chase(
                meeting_id=meeting_id,
                actor=request.user,
                now=clock.now(),
                enqueue=enqueue_of(request),
            )
        )

    return await told(request, act)


routes = [list_unanswered, remind]
