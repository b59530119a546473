"""A meeting as a calendar file."""

from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from planning import clock
from planning.meetings.queries import calendar_of
from service.api.serving import ApiRequest
from service.calendar.downloading import CALENDAR, download
from service.web.context import settings_of


@get("/meetings/{meeting_id:uuid}/calendar.ics", media_type=CALENDAR)
async def fetch_calendar(request: ApiRequest, meeting_id: FromPath[UUID]) -> Response[bytes]:
    """Fetch the meeting as a calendar file; neutral, and the reading is logged."""
    now = clock.now()
    seen = await calendar_of(meeting_id=meeting_id, actor=request.user, now=now)
    return download(seen, base_url=settings_of(request).public_url, now=now)


routes = [fetch_calendar]
