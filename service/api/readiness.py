"""What the gate rests on besides the plans: accepted risks, the surge; and what is owed after."""

from decimal import Decimal
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from planning import clock
from planning.go_live import actions, queries
from planning.go_live.queries import GapSeen, SurgeSeen, UnsignedRow
from planning.go_live.rules import Review
from planning.paging import PAGE, Page
from service.api.serving import ApiRequest, confirmed, done


class RiskAccepted(msgspec.Struct, frozen=True):
    """That the operation goes live with this gap, as big as it was read; with password."""

    resource_id: UUID
    gap: Decimal
    reason: str
    password: str


class SurgeConfirmed(msgspec.Struct, frozen=True):
    """How the meetings forecast for so many victims will be held."""

    victims_planning: int
    how: str


@get("/operations/{operation_id:uuid}/gaps")
async def see_gaps(request: ApiRequest, operation_id: FromPath[UUID]) -> list[GapSeen]:
    """Show what the submitted plans ask for and nobody commits, and who accepts that risk."""
    return await queries.gaps_of(operation_id=operation_id, actor=request.user)


@post("/operations/{operation_id:uuid}/gaps", status_code=204)
async def accept_risk(
    request: ApiRequest, operation_id: FromPath[UUID], data: JSONBody[RiskAccepted]
) -> Response[None]:
    """Accept the risk of a gap, as the lead or for the agency that is short, with password."""
    now = clock.now()
    actor = await confirmed(request, data.password, now=now)
    return await done(
        request,
        lambda: actions.accept_risk(
            operation_id=operation_id,
            resource_id=data.resource_id,
            gap=data.gap,
            reason=data.reason,
            actor=actor,
            now=now,
        ),
    )


@get("/operations/{operation_id:uuid}/surge")
async def see_surge(request: ApiRequest, operation_id: FromPath[UUID]) -> SurgeSeen:
    """Show how many meetings to expect, and who has confirmed that they can be held."""
    return await queries.surge_of(operation_id=operation_id, actor=request.user, now=clock.now())


@post("/operations/{operation_id:uuid}/surge", status_code=204)
async def confirm_surge(
    request: ApiRequest, operation_id: FromPath[UUID], data: JSONBody[SurgeConfirmed]
) -> Response[None]:
    """Confirm the forecast that you read, for social care or police."""
    return await done(
        request,
        lambda: actions.confirm_surge(
            operation_id=operation_id,
            victims_planning=data.victims_planning,
            how=data.how,
            actor=request.user,
            now=clock.now(),
        ),
    )


@post("/operations/{operation_id:uuid}/review-go-live", status_code=204)
async def review_go_live(
    request: ApiRequest, operation_id: FromPath[UUID], data: JSONBody[Review]
) -> Response[None]:
    """Look back at going live without sign-off; a third agency or the partnership."""
    return await done(
        request,
        lambda: actions.review_go_live(
            operation_id=operation_id, review=data, actor=request.user, now=clock.now()
        ),
    )


@get("/operations/without-sign-off")
async def list_unsigned(
    request: ApiRequest, cursor: FromQuery[str | None] = None, limit: FromQuery[int] = PAGE
) -> Page[UnsignedRow]:
    """List your operations that went live without sign-off, newest first."""
    return await queries.live_without_sign_off(actor=request.user, cursor=cursor, limit=limit)


routes = [see_gaps, accept_risk, see_surge, confirm_surge, review_go_live, list_unsigned]
