"""Minutes: approving, correcting, confirming and completing them; reading one's own version."""

from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from planning import clock
from planning.meetings import actions, queries
from planning.meetings.actions import Acceptance, NewAddendum, NewCorrection
from planning.meetings.queries import MinutesSeen, ReaderSeen
from service.api.serving import ApiRequest, Changed, Made, done, made, told
from service.web.context import enqueue_of


class Declining(msgspec.Struct, frozen=True):
    """Why the text stays as it is."""

    reason: str


class Acknowledgement(msgspec.Struct, frozen=True):
    """The version of your minutes that you have read."""

    version: int


@post("/meetings/{meeting_id:uuid}/minutes/approve", status_code=204)
async def approve(request: ApiRequest, meeting_id: FromPath[UUID]) -> Response[None]:
    """Let every attendee read the minutes and ask for corrections; the chair only."""
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
async def see_minutes(
    request: ApiRequest, meeting_id: FromPath[UUID], version: FromQuery[int | None] = None
) -> MinutesSeen:
    """Show your version of the minutes: the joint part and your own children."""
    return await queries.minutes_of(
        meeting_id=meeting_id, actor=request.user, now=clock.now(), version=version
    )


@post("/meetings/{meeting_id:uuid}/minutes/corrections", status_code=201)
async def ask_correction(
    request: ApiRequest, meeting_id: FromPath[UUID], data: JSONBody[NewCorrection]
) -> Response[Made]:
    """Say what is wrong; `section` is one of the part's `sections`, the joint part's by default."""
    return await made(
        request,
        lambda: actions.ask_correction(
            meeting_id=meeting_id,
            new=data,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        ),
    )


@post("/meetings/{meeting_id:uuid}/minutes/corrections/{correction_id:uuid}/accept")
async def accept_correction(
    request: ApiRequest,
    meeting_id: FromPath[UUID],
    correction_id: FromPath[UUID],
    data: JSONBody[Acceptance],
) -> Response[Changed]:
    """Write the corrected text as the part's next version; the chair only."""

    async def act() -> Changed:
        return Changed(
            await actions.accept_correction(
                meeting_id=meeting_id,
                correction_id=correction_id,
                acceptance=data,
                actor=request.user,
                now=clock.now(),
                enqueue=enqueue_of(request),
            )
        )

    return await told(request, act)


@post(
    "/meetings/{meeting_id:uuid}/minutes/corrections/{correction_id:uuid}/decline",
    status_code=204,
)
async def decline_correction(
    request: ApiRequest,
    meeting_id: FromPath[UUID],
    correction_id: FromPath[UUID],
    data: JSONBody[Declining],
) -> Response[None]:
    """Leave the text as it is, with the reason; the chair only."""
    return await done(
        request,
        lambda: actions.decline_correction(
            meeting_id=meeting_id,
            correction_id=correction_id,
            reason=data.reason,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        ),
    )


@post("/meetings/{meeting_id:uuid}/minutes/acknowledge", status_code=204)
async def acknowledge(
    request: ApiRequest, meeting_id: FromPath[UUID], data: JSONBody[Acknowledgement]
) -> Response[None]:
    """Confirm that you have read your minutes; refused when they were corrected since."""
    return await done(
        request,
        lambda: actions.acknowledge_minutes(
            meeting_id=meeting_id, version=data.version, actor=request.user, now=clock.now()
        ),
    )


@post("/meetings/{meeting_id:uuid}/minutes/finish", status_code=204)
async def finish(request: ApiRequest, meeting_id: FromPath[UUID]) -> Response[None]:
    """Make the minutes final before their time, once everybody has confirmed; the chair only."""
    return await done(
        request,
        lambda: actions.make_final(
            meeting_id=meeting_id,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        ),
    )


@post("/meetings/{meeting_id:uuid}/minutes/addenda", status_code=201)
async def add_addendum(
    request: ApiRequest, meeting_id: FromPath[UUID], data: JSONBody[NewAddendum]
) -> Response[Made]:
    """Complete a part of final minutes, whose text stays; the chair only."""
    return await made(
        request,
        lambda: actions.add_addendum(
            meeting_id=meeting_id,
            new=data,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        ),
    )


@get("/meetings/{meeting_id:uuid}/minutes/readers")
async def list_readers(request: ApiRequest, meeting_id: FromPath[UUID]) -> list[ReaderSeen]:
    """List who reads which parts, has read and has confirmed; for chair and minute taker."""
    return await queries.readership(meeting_id=meeting_id, actor=request.user)


@get("/meetings/{meeting_id:uuid}/minutes/readers/{person_id:uuid}")
async def see_as_read_by(
    request: ApiRequest, meeting_id: FromPath[UUID], person_id: FromPath[UUID]
) -> MinutesSeen:
    """Show the minutes, or their draft, as one attendee reads them; for the chair."""
    return await queries.minutes_as_read_by(
        meeting_id=meeting_id, person_id=person_id, actor=request.user, now=clock.now()
    )


routes = [
    approve,
    see_minutes,
    ask_correction,
    accept_correction,
    decline_correction,
    acknowledge,
    finish,
    add_addendum,
    list_readers,
    see_as_read_by,
]
