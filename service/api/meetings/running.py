"""What chair and minute taker do while a meeting runs: attendance, actions, closing."""

from datetime import date
from uuid import UUID

import msgspec
from litestar import Response, get, post, put
from litestar.params import FromPath, JSONBody

from planning import clock
from planning.meetings import actions, queries
from planning.meetings.actions import Attendance
from planning.meetings.queries import RunningSeen
from service.api.serving import ApiRequest, Made, done, made
from service.web.context import enqueue_of


class AttendanceRecord(msgspec.Struct, frozen=True):
    """Who was there, for some or all of the attendees."""

    attendance: list[Attendance]


class NewAction(msgspec.Struct, frozen=True):
    """What somebody who attends for the child is to do; `due_on` includes its day."""

    what: str
    owner_id: UUID
    due_on: date


class ActionDone(msgspec.Struct, frozen=True):
    """How the action was done."""

    note: str = ""


class Closing(msgspec.Struct, frozen=True):
    """Closing; a meeting without quorum needs the reason why it was held, and a follow-up date."""

    no_quorum_reason: str = ""
    follow_up_on: date | None = None


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


@post("/meetings/{meeting_id:uuid}/children/{concern_id:uuid}/actions", status_code=201)
async def add_action(
    request: ApiRequest,
    meeting_id: FromPath[UUID],
    concern_id: FromPath[UUID],
    data: JSONBody[NewAction],
) -> Response[Made]:
    """Give somebody something to do for a child."""
    return await made(
        request,
        lambda: actions.add_action(
            meeting_id=meeting_id,
            concern_id=concern_id,
            what=data.what,
            owner_id=data.owner_id,
            due_on=data.due_on,
            actor=request.user,
            now=clock.now(),
        ),
    )


@post("/actions/{action_id:uuid}/complete", status_code=204)
async def complete_action(
    request: ApiRequest, action_id: FromPath[UUID], data: JSONBody[ActionDone]
) -> Response[None]:
    """Say that an action is done; its owner or the meeting's chair."""
    return await done(
        request,
        lambda: actions.complete_action(
            action_id=action_id, note=data.note, actor=request.user, now=clock.now()
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
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        ),
    )


routes = [
    see_running,
    record_attendance,
    add_action,
    complete_action,
    close,
]
