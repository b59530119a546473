"""What chair and minute taker do while a meeting runs: attendance, closing."""

from datetime import date
from uuid import UUID

import msgspec
from litestar import Response, get, post, put
from litestar.params import FromPath, JSONBody

from planning import clock
from planning.meetings import actions, queries
from planning.meetings.actions import Attendance
from planning.meetings.queries import RunningSeen
from service.api.serving import ApiRequest, done
from service.web.context import enqueue_of


class AttendanceRecord(msgspec.Struct, frozen=True):
    """Who was there, for some or all of the attendees."""

    attendance: list[Attendance]


class Closing(msgspec.Struct, frozen=True):
    """Closing; a meeting without quorum needs the reason why it was held, and a follow-up date.

    With `emergency_reason`, which only the chair gives, some answers follow: see what it owes.
    """

    no_quorum_reason: str = ""
    follow_up_on: date | None = None
    emergency_reason: str = ""


@get("/meetings/{meeting_id:uuid}/running")
async def see_running(request: ApiRequest, meeting_id: FromPath[UUID]) -> RunningSeen:
    """Show the drafts and what stops closing; for the chair and the minute taker."""
    return await queries.running(meeting_id=meeting_id, actor=request.user, now=clock.now())


@put("/meetings/{meeting_id:uuid}/attendance", status_code=204)
async def record_attendance(
    request: ApiRequest, meeting_id: FromPath[UUID], data: JSONBody[AttendanceRecord]
) -> Response[None]:
    """Record who was there."""
    return await done(
        request,
        lambda: actions.record_attendance(
            meeting_id=meeting_id,
            attendance=data.attendance,
            actor=request.user,
            now=clock.now(),
        ),
    )


@post("/meetings/{meeting_id:uuid}/close", status_code=204)
async def close(
    request: ApiRequest, meeting_id: FromPath[UUID], data: JSONBody[Closing]
) -> Response[None]:
    """Close a meeting; refused with every reason while a child is undecided."""
    return await done(
        request,
        lambda: actions.close(
            meeting_id=meeting_id,
            no_quorum_reason=data.no_quorum_reason,
            follow_up_on=data.follow_up_on,
            emergency_reason=data.emergency_reason,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        ),
    )


routes = [
    see_running,
    record_attendance,
    close,
]
