"""Minutes: approving them and reading one's own version."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.meetings import actions, queries
from planning.meetings.queries import MinutesSeen
from service.api.serving import ApiRequest, done
from service.web.context import enqueue_of


@post("/meetings/{meeting_id:uuid}/minutes/approve", status_code=204)
async def approve(request: ApiRequest, meeting_id: FromPath[UUID]) -> Response[None]:
    """Make the minutes final and tell every attendee; the chair only."""
    return await done(
        request,
        lambda: actions.approve_minutes(
            meeting_id=meeting_id,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        ),
    )


@get("/meetings/{meeting_id:uuid}/minutes")
async def see_minutes(request: ApiRequest, meeting_id: FromPath[UUID]) -> MinutesSeen:
    """Show your version of the minutes: the joint part and your own children."""
    return await queries.minutes_of(meeting_id=meeting_id, actor=request.user, now=clock.now())


routes = [approve, see_minutes]
