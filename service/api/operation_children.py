"""The children of an operation, as far as you see both it and them."""

from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from planning import clock
from planning.operations import actions, queries
from planning.operations.queries import OperationChildSeen
from service.api.serving import ApiRequest, done


class NewChildren(msgspec.Struct, frozen=True):
    """Concerns to attach, and why they belong to the operation."""

    concern_ids: list[UUID]
    reason: str


class Detachment(msgspec.Struct, frozen=True):
    """Why the child does not belong to the operation any more."""

    reason: str


@get("/operations/{operation_id:uuid}/children")
async def list_children(
    request: ApiRequest, operation_id: FromPath[UUID]
) -> list[OperationChildSeen]:
    """List its children whose concerns you are in; the reading is logged."""
    return await queries.operation_children(
        operation_id=operation_id, actor=request.user, now=clock.now()
    )


@post("/operations/{operation_id:uuid}/children", status_code=204)
async def attach(
    request: ApiRequest, operation_id: FromPath[UUID], data: JSONBody[NewChildren]
) -> Response[None]:
    """Attach children whose concerns you are in. It lets nobody in anywhere."""
    return await done(
        request,
        lambda: actions.attach_children(
            operation_id=operation_id,
            concern_ids=data.concern_ids,
            reason=data.reason,
            actor=request.user,
            now=clock.now(),
        ),
    )


@post("/operations/{operation_id:uuid}/children/{attachment_id:uuid}/detach", status_code=204)
async def detach(
    request: ApiRequest,
    operation_id: FromPath[UUID],
    attachment_id: FromPath[UUID],
    data: JSONBody[Detachment],
) -> Response[None]:
    """Detach a child; the record of the attachment stays."""
    return await done(
        request,
        lambda: actions.detach_child(
            operation_id=operation_id,
            attachment_id=attachment_id,
            reason=data.reason,
            actor=request.user,
            now=clock.now(),
        ),
    )


routes = [list_children, attach, detach]
