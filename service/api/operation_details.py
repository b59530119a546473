"""What is said about an operation, and who leads it."""

from uuid import UUID

import msgspec
from litestar import Response, post
from litestar.params import FromPath, JSONBody

from planning import clock
from planning.operations import actions
from planning.operations.rules import OperationDetails
from service.api.serving import ApiRequest, done


class NewDetails(msgspec.Struct, frozen=True):
    """All that is said from now on, why it changes, and the version that you read."""

    details: OperationDetails
    reason: str
    version: int


class HandOver(msgspec.Struct, frozen=True):
    """Who leads the operation from now on, and why."""

    person_id: UUID
    reason: str


@post("/operations/{operation_id:uuid}/change", status_code=204)
async def change(
    request: ApiRequest, operation_id: FromPath[UUID], data: JSONBody[NewDetails]
) -> Response[None]:
    """Change what is said about the operation; the lead only. What was said before stays known."""
    return await done(
        request,
        lambda: actions.change_operation(
            operation_id=operation_id,
            details=data.details,
            reason=data.reason,
            version=data.version,
            actor=request.user,
            now=clock.now(),
        ),
    )


@post("/operations/{operation_id:uuid}/hand-over", status_code=204)
async def hand_over(
    request: ApiRequest, operation_id: FromPath[UUID], data: JSONBody[HandOver]
) -> Response[None]:
    """Give the lead, and both tiers, to another operation lead; the lead only."""
    return await done(
        request,
        lambda: actions.hand_over_operation(
            operation_id=operation_id,
            person_id=data.person_id,
            reason=data.reason,
            actor=request.user,
            now=clock.now(),
        ),
    )


routes = [change, hand_over]
