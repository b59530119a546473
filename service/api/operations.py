"""Operations: who is in them, which agencies they need, where they stand."""

from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from planning import clock
from planning.operations import actions, queries
from planning.operations.queries import MemberSeen, OperationRow, OperationSeen
from planning.operations.rules import Act, NewAgency, OperationDraft, OperationState, Tier
from planning.paging import PAGE, Page
from planning.plans.actions import start_operation
from service.api.serving import ApiRequest, Made, done, made, told
from service.web.context import enqueue_of


class NewMembers(msgspec.Struct, frozen=True):
    """People to let into a tier; the police tier includes the safeguarding one."""

    person_ids: list[UUID]
    tier: Tier
    reason: str


class Release(msgspec.Struct, frozen=True):
    """Why the agency need not sign any more."""

    reason: str


class Move(msgspec.Struct, frozen=True):
    """A step of the lifecycle that is the lead's own."""

    act: Act
    reason: str


class Moved(msgspec.Struct, frozen=True):
    """Where the operation stands now."""

    state: OperationState


@get("/operations")
async def list_operations(
    request: ApiRequest, cursor: FromQuery[str | None] = None, limit: FromQuery[int] = PAGE
) -> Page[OperationRow]:
    """List the operations that you are in, newest first."""
    return await queries.operations(actor=request.user, cursor=cursor, limit=limit)


@post("/operations", status_code=201)
async def create(request: ApiRequest, data: JSONBody[OperationDraft]) -> Response[Made]:
    """Create an operation and start its two plans from the templates; for operation leads."""
    return await made(
        request,
        lambda: start_operation(draft=data, actor=request.user, now=clock.now()),
        at="/operations/{}",
    )


@get("/operations/{operation_id:uuid}")
async def see_operation(request: ApiRequest, operation_id: FromPath[UUID]) -> OperationSeen:
    """Show one operation with its required agencies; the reading is logged."""
    return await queries.operation(operation_id=operation_id, actor=request.user, now=clock.now())


@get("/operations/{operation_id:uuid}/members")
async def list_members(request: ApiRequest, operation_id: FromPath[UUID]) -> list[MemberSeen]:
    """List who is in the operation, as far as you see it."""
    return await queries.operation_members(operation_id=operation_id, actor=request.user)


@post("/operations/{operation_id:uuid}/members", status_code=204)
async def add_members(
    request: ApiRequest, operation_id: FromPath[UUID], data: JSONBody[NewMembers]
) -> Response[None]:
    """Let people in, with a reason; the lead only."""
    return await done(
        request,
        lambda: actions.add_members(
            operation_id=operation_id,
            person_ids=data.person_ids,
            tier=data.tier,
            reason=data.reason,
            actor=request.user,
            now=clock.now(),
        ),
    )


@post("/operations/{operation_id:uuid}/agencies", status_code=204)
async def require_agency(
    request: ApiRequest, operation_id: FromPath[UUID], data: JSONBody[NewAgency]
) -> Response[None]:
    """Add an agency whose signatures the gate needs; the lead only."""
    return await done(
        request,
        lambda: actions.require_agency(
            operation_id=operation_id,
            agency_id=data.agency_id,
            reason=data.reason,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        ),
    )


@post("/operations/{operation_id:uuid}/agencies/{agency_id:uuid}/release", status_code=204)
async def release_agency(
    request: ApiRequest,
    operation_id: FromPath[UUID],
    agency_id: FromPath[UUID],
    data: JSONBody[Release],
) -> Response[None]:
    """Take an agency off the list of those required; the lead only."""
    return await done(
        request,
        lambda: actions.release_agency(
            operation_id=operation_id,
            agency_id=agency_id,
            reason=data.reason,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        ),
    )


@post("/operations/{operation_id:uuid}/tell-partnership", status_code=204)
async def tell_partnership(request: ApiRequest, operation_id: FromPath[UUID]) -> Response[None]:
    """Record that the partnership knows, and let its people in; said again it changes nothing."""
    return await done(
        request,
        lambda: actions.tell_partnership(
            operation_id=operation_id,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        ),
    )


@post("/operations/{operation_id:uuid}/move", status_code=200)
async def move(
    request: ApiRequest, operation_id: FromPath[UUID], data: JSONBody[Move]
) -> Response[Moved]:
    """Move the operation on by one of the lead's own steps."""

    async def act() -> Moved:
        return Moved(
            await actions.move_operation(
                operation_id=operation_id,
                act=data.act,
                reason=data.reason,
                actor=request.user,
                now=clock.now(),
                enqueue=enqueue_of(request),
            )
        )

    return await told(request, act)


routes = [
    list_operations,
    create,
    see_operation,
    list_members,
    add_members,
    require_agency,
    release_agency,
    tell_partnership,
    move,
]
