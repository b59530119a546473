"""One meeting as a file that any calendar program opens."""

from datetime import datetime

from litestar import Response

from planning.meetings.queries import CalendarSeen
from service.calendar.invitations import ALARM, FILE_NAME, Entry, serialise_feed

CALENDAR = "text/calendar"


def download(seen: CalendarSeen, *, base_url: str, now: datetime) -> Response[bytes]:
    """The answer to a page or a program, under a name that says nothing."""
    entry = Entry(
        uid=seen.uid,
        sequence=seen.sequence,
        reference=seen.reference,
        starts_at=seen.starts_at,
        ends_at=seen.ends_at,
        link=f"{base_url}/meetings/{seen.meeting_id}",
        stamped_at=now,
        cancelled=seen.is_cancelled,
        place=seen.place,
        alarm=ALARM,
    )
    return Response(
        serialise_feed([entry]),
        media_type=CALENDAR,
        headers={"Content-Disposition": f'attachment; filename="{FILE_NAME}"'},
    )
