"""The gate, and going live through it or without sign-off."""

from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from planning import clock
from planning.errors import NotFound
from planning.go_live import actions
from planning.go_live.queries import Gate, GoLiveSeen, gate_of, go_live_record_of
from service.api.serving import ApiRequest, Confirmation, Made, confirmed, done, made
from service.web.context import enqueue_of


class Unsigned(msgspec.Struct, frozen=True):
    """Why a child cannot wait for the signatures; `password` is that of the token's person."""

    reason: str
    password: str


@get("/operations/{operation_id:uuid}/gate")
async def see_gate(request: ApiRequest, operation_id: FromPath[UUID]) -> Gate:
    """Show each line of the gate as it stands now, met or not, and who can mend it."""
    return await gate_of(operation_id=operation_id, actor=request.user, now=clock.now())


@get("/operations/{operation_id:uuid}/go-live")
async def see_record(request: ApiRequest, operation_id: FromPath[UUID]) -> GoLiveSeen:
    """Show how the operation went live, with the gate as it was then; 404 before it did."""
    found = await go_live_record_of(operation_id=operation_id, actor=request.user)
    if found is None:
        raise NotFound
    return found


@post("/operations/{operation_id:uuid}/ready", status_code=204)
async def declare_ready(request: ApiRequest, operation_id: FromPath[UUID]) -> Response[None]:
    """Say that the operation waits only for the word; refused with each line that is not met."""
    return await done(
        request,
        lambda: actions.declare_ready(
            operation_id=operation_id, actor=request.user, now=clock.now()
        ),
    )


@post("/operations/{operation_id:uuid}/go-live", status_code=201)
async def go_live(
    request: ApiRequest, operation_id: FromPath[UUID], data: JSONBody[Confirmation]
) -> Response[Made]:
    """Go live through the gate; the lead only, with password. Refused with each unmet line."""
    now = clock.now()
    actor = await confirmed(request, data.password, now=now)
    return await made(
        request,
        lambda: actions.go_live(
            operation_id=operation_id, actor=actor, now=now, enqueue=enqueue_of(request)
        ),
    )


@post("/operations/{operation_id:uuid}/go-live-without-sign-off", status_code=201)
async def go_live_without_sign_off(
    request: ApiRequest, operation_id: FromPath[UUID], data: JSONBody[Unsigned]
) -> Response[Made]:
    """Record that the operation is live although the gate is shut; any member, with password."""
    now = clock.now()
    actor = await confirmed(request, data.password, now=now)
    return await made(
        request,
        lambda: actions.go_live_without_sign_off(
            operation_id=operation_id,
            reason=data.reason,
            actor=actor,
            now=now,
            enqueue=enqueue_of(request),
        ),
    )


@post("/operations/{operation_id:uuid}/confirm-go-live", status_code=204)
async def confirm(
    request: ApiRequest, operation_id: FromPath[UUID], data: JSONBody[Confirmation]
) -> Response[None]:
    """Stand behind going live without sign-off; somebody of another agency, with password."""
    now = clock.now()
    actor = await confirmed(request, data.password, now=now)
    return await done(
        request,
        lambda: actions.confirm_go_live(operation_id=operation_id, actor=actor, now=now),
    )


routes = [see_gate, see_record, declare_ready, go_live, go_live_without_sign_off, confirm]
