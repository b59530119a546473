"""A meeting for those who keep their calendar by hand."""

from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from planning import clock
from planning.meetings.queries import calendar_of
from service.calendar.downloading import download
from service.web.context import PageRequest, settings_of


@get("/meetings/{meeting_id:uuid}/calendar.ics")
async def show(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[bytes]:
    """The entry as a file; the reading is logged."""
    now = clock.now()
    seen = await calendar_of(meeting_id=meeting_id, actor=request.user, now=now)
    return download(seen, base_url=settings_of(request).public_url, now=now)


routes = [show]
