"""Children's concerns and their chains of meetings."""

from datetime import date
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from planning import clock
from planning.chains.actions import close_concern, move_clock, move_next_date, record_clock_met
from planning.chains.queries import ChainSeen, chain_of
from planning.chains.rules import ClockKind
from planning.concerns import queries
from planning.concerns.actions import open_concerns
from planning.concerns.queries import ConcernSeen
from planning.concerns.rules import NewConcern, Opening
from planning.paging import PAGE, Page
from service.api.serving import ApiRequest, done, told
from service.web.context import enqueue_of


class NextDate(msgspec.Struct, frozen=True):
    """Another date for the next meeting of an undecided child; later counts as a slip."""

    next_on: date
    reason: str


class ClockMoving(msgspec.Struct, frozen=True):
    """Another date for a running clock; `old_due_on` is the date that you read."""

    clock: ClockKind
    old_due_on: date
    new_due_on: date
    reason: str


class ClockMeeting(msgspec.Struct, frozen=True):
    """The day on which the conference was held or the assessment completed."""

    clock: ClockKind
    met_on: date


class FollowOn(msgspec.Struct, frozen=True):
    """What follows a concern that ends."""

    follow_on: str


@get("/concerns")
async def list_concerns(
    request: ApiRequest,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = PAGE,
    *,
    open_only: FromQuery[bool] = False,
) -> Page[ConcernSeen]:
    """List the concerns that you are in, latest first."""
    return await queries.concerns(
        actor=request.user, cursor=cursor, limit=limit, open_only=open_only
    )


@post("/concerns", status_code=201)
async def open_some(request: ApiRequest, data: JSONBody[Opening]) -> Response[list[NewConcern]]:
    """Open a concern for each child, siblings together; for schedulers and chairs."""
    return await told(
        request,
        lambda: open_concerns(opening=data, actor=request.user, now=clock.now()),
        status=201,
    )


@get("/concerns/{concern_id:uuid}")
async def see_concern(request: ApiRequest, concern_id: FromPath[UUID]) -> ConcernSeen:
    """Show one concern; the reading is logged."""
    return await queries.concern(concern_id=concern_id, actor=request.user, now=clock.now())


@get("/concerns/{concern_id:uuid}/chain")
async def see_chain(request: ApiRequest, concern_id: FromPath[UUID]) -> ChainSeen:
    """Show a concern's meetings in order, how it drifts and its escalations."""
    return await chain_of(concern_id=concern_id, actor=request.user, now=clock.now())


@post("/concerns/{concern_id:uuid}/next-date", status_code=204)
async def move_date(
    request: ApiRequest, concern_id: FromPath[UUID], data: JSONBody[NextDate]
) -> Response[None]:
    """Move the next date of an undecided child, with a reason."""
    return await done(
        request,
        lambda: move_next_date(
            concern_id=concern_id,
            next_on=data.next_on,
            reason=data.reason,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        ),
    )


@post("/concerns/{concern_id:uuid}/clocks", status_code=204)
async def move_a_clock(
    request: ApiRequest, concern_id: FromPath[UUID], data: JSONBody[ClockMoving]
) -> Response[None]:
    """Move a date that is due for the child, with a reason; for senior managers."""
    return await done(
        request,
        lambda: move_clock(
            concern_id=concern_id,
            clock=data.clock,
            old_due_on=data.old_due_on,
            new_due_on=data.new_due_on,
            reason=data.reason,
            actor=request.user,
            now=clock.now(),
        ),
    )


@post("/concerns/{concern_id:uuid}/clocks/met", status_code=204)
async def record_a_clock_met(
    request: ApiRequest, concern_id: FromPath[UUID], data: JSONBody[ClockMeeting]
) -> Response[None]:
    """Record that the conference was held or the assessment completed; its clock then ends."""
    return await done(
        request,
        lambda: record_clock_met(
            concern_id=concern_id,
            clock=data.clock,
            met_on=data.met_on,
            actor=request.user,
            now=clock.now(),
        ),
    )


@post("/concerns/{concern_id:uuid}/close", status_code=204)
async def close(
    request: ApiRequest, concern_id: FromPath[UUID], data: JSONBody[FollowOn]
) -> Response[None]:
    """End a concern at a decision that ends it."""
    return await done(
        request,
        lambda: close_concern(
            concern_id=concern_id, follow_on=data.follow_on, actor=request.user, now=clock.now()
        ),
    )


routes = [
    list_concerns,
    open_some,
    see_concern,
    see_chain,
    move_date,
    move_a_clock,
    record_a_clock_met,
    close,
]
