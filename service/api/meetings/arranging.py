"""Convening, answering, moving and cancelling."""

from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from planning import clock
from planning.meetings import actions, queries
from planning.meetings.actions import Convened
from planning.meetings.queries import MeetingLine, MeetingSeen, Which
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.scheduling import Convening, LocalTimes
from planning.paging import PAGE, Page
from planning.procedures.rules import ApologyReason
from service.api.serving import ROOT, ApiRequest, answered, done, once
from service.web import idempotency
from service.web.context import enqueue_of


class InvitationAnswer(msgspec.Struct, frozen=True):
    """Whether you come; `apology` may say why not, and must for another reason."""

    answer: Answer
    apology: str = ""
    apology_reason: ApologyReason | None = None


class NewTimes(msgspec.Struct, frozen=True):
    """When the meeting is instead; `version` is the meeting's as you read it.

    The room stays unless `room_id` is sent; `null` gives it back.
    """

    times: LocalTimes
    version: int
    ask_although_busy: list[UUID] = []
    room_id: UUID | msgspec.UnsetType | None = msgspec.UNSET


class Reason(msgspec.Struct, frozen=True):
    """Why; it stays in Accord."""

    reason: str


@get("/meetings")
async def list_meetings(
    request: ApiRequest,
    which: FromQuery[Which] = Which.ALL,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = PAGE,
) -> Page[MeetingLine]:
    """List the meetings that you are in: coming ones soonest first, others latest first."""
    return await queries.meetings(
        actor=request.user, now=clock.now(), which=which, cursor=cursor, limit=limit
    )


@post("/meetings", status_code=201)
async def convene(request: ApiRequest, data: JSONBody[Convening]) -> Response[Convened]:
    """Convene a meeting and invite its people; for schedulers and chairs."""

    async def act() -> idempotency.Answer:
        convened = await actions.convene(
            convening=data, actor=request.user, now=clock.now(), enqueue=enqueue_of(request)
        )
        return answered(convened, status=201, location=f"{ROOT}/meetings/{convened.meeting_id}")

    return await once(request, act)


@get("/meetings/{meeting_id:uuid}")
async def see_meeting(request: ApiRequest, meeting_id: FromPath[UUID]) -> MeetingSeen:
    """Show one meeting with its quorum forecast; the reading is logged."""
    return await queries.meeting(meeting_id=meeting_id, actor=request.user, now=clock.now())


@post("/meetings/{meeting_id:uuid}/answer", status_code=204)
async def answer_invitation(
    request: ApiRequest, meeting_id: FromPath[UUID], data: JSONBody[InvitationAnswer]
) -> Response[None]:
    """Accept or decline your invitation, or say maybe; a later answer replaces an earlier one."""
    return await done(
        request,
        lambda: actions.answer_invitation(
            meeting_id=meeting_id,
            answer=data.answer,
            apology=data.apology,
            apology_reason=data.apology_reason,
            actor=request.user,
            now=clock.now(),
        ),
    )


@post("/meetings/{meeting_id:uuid}/reschedule", status_code=204)
async def reschedule(
    request: ApiRequest, meeting_id: FromPath[UUID], data: JSONBody[NewTimes]
) -> Response[None]:
    """Move a meeting; everybody is asked again."""
    return await done(
        request,
        lambda: actions.reschedule(
            meeting_id=meeting_id,
            times=data.times,
            version=data.version,
            ask_although_busy=data.ask_although_busy,
            room_id=data.room_id,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        ),
    )


@post("/meetings/{meeting_id:uuid}/cancel", status_code=204)
async def cancel(
    request: ApiRequest, meeting_id: FromPath[UUID], data: JSONBody[Reason]
) -> Response[None]:
    """Cancel a meeting; the mail that goes out gives no reason."""
    return await done(
        request,
        lambda: actions.cancel(
            meeting_id=meeting_id,
            reason=data.reason,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        ),
    )


routes = [list_meetings, convene, see_meeting, answer_invitation, reschedule, cancel]
