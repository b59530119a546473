"""Capacity: types of resource, what agencies have, and how a shortfall could be filled."""

from datetime import date
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from planning import clock
from planning.capacity import actions, queries
from planning.capacity.queries.boards import Board, OperationCapacity
from planning.capacity.rules.declaring import Declaration
from planning.capacity.rules.proposals import Proposal
from planning.plans.actions import (
    add_resource_type,
    change_resource_type,
    close_resource_type,
)
from planning.plans.queries.resource_types import TypeSeen, resource_types
from planning.plans.rules.resource_types import NewType, TypeDraft
from service.api.serving import ApiRequest, Made, done, made, told


class Capacity(msgspec.Struct, frozen=True):
    """What your agency has: so much of a type in each week; of money once."""

    lines: list[Declaration]


class WeeksDeclared(msgspec.Struct, frozen=True):
    """How many weeks were declared anew."""

    weeks: int


class Precedence(msgspec.Struct, frozen=True):
    """Where an operation stands among others: 1 goes before 9."""

    precedence: int


class TypeMade(msgspec.Struct, frozen=True):
    """The key of the type, which resource lines and capacity name."""

    key: str


@get("/resource-types")
async def list_types(request: ApiRequest) -> list[TypeSeen]:
    """List the types of resource, closed ones last but for “other”."""
    return await resource_types(actor=request.user)


@post("/resource-types", status_code=201)
async def add_type(request: ApiRequest, data: JSONBody[NewType]) -> Response[TypeMade]:
    """Add a type; for administrators."""

    async def act() -> TypeMade:
        key = await add_resource_type(draft=data, actor=request.user, now=clock.now())
        return TypeMade(key)

    return await told(request, act, status=201)


@post("/resource-types/{type_key:str}", status_code=204)
async def change_type(
    request: ApiRequest, type_key: FromPath[str], data: JSONBody[TypeDraft]
) -> Response[None]:
    """Word a type otherwise; lines that have it keep their words."""
    return await done(
        request,
        lambda: change_resource_type(key=type_key, draft=data, actor=request.user, now=clock.now()),
    )


@post("/resource-types/{type_key:str}/close", status_code=204)
async def close_type(request: ApiRequest, type_key: FromPath[str]) -> Response[None]:
    """Offer a type no more; what has it keeps it."""
    return await done(
        request,
        lambda: close_resource_type(key=type_key, actor=request.user, now=clock.now()),
    )


@get("/capacity")
async def see_capacity(request: ApiRequest, first_week: FromQuery[date | None] = None) -> Board:
    """Show your agency's year: what it declared, and what your operations draw of it."""
    return await queries.agency_capacity(actor=request.user, now=clock.now(), from_on=first_week)


@post("/capacity", status_code=201)
async def declare(request: ApiRequest, data: JSONBody[Capacity]) -> Response[WeeksDeclared]:
    """Declare what your agency has; for its senior managers and signatories."""

    async def act() -> WeeksDeclared:
        return WeeksDeclared(
            await actions.declare_capacity(lines=data.lines, actor=request.user, now=clock.now())
        )

    return await told(request, act, status=201)


@get("/operations/{operation_id:uuid}/capacity")
async def see_operation(
    request: ApiRequest, operation_id: FromPath[UUID], first_week: FromQuery[date | None] = None
) -> OperationCapacity:
    """Show what an operation lacks, what could fill it, and what its agencies have."""
    return await queries.operation_capacity(
        operation_id=operation_id, actor=request.user, now=clock.now(), from_on=first_week
    )


@post("/operations/{operation_id:uuid}/capacity/offers", status_code=201)
async def accept(
    request: ApiRequest, operation_id: FromPath[UUID], data: JSONBody[Proposal]
) -> Response[Made]:
    """Ask an agency for what is proposed, as it was shown; it commits its offer itself."""
    return await made(
        request,
        lambda: actions.accept_proposal(
            operation_id=operation_id, proposal=data, actor=request.user, now=clock.now()
        ),
    )


@post("/operations/{operation_id:uuid}/precedence", status_code=204)
async def set_precedence(
    request: ApiRequest, operation_id: FromPath[UUID], data: JSONBody[Precedence]
) -> Response[None]:
    """Say where the operation stands when others need the same; the lead only."""
    return await done(
        request,
        lambda: actions.set_precedence(
            operation_id=operation_id,
            precedence=data.precedence,
            actor=request.user,
            now=clock.now(),
        ),
    )


routes = [
    list_types,
    add_type,
    change_type,
    close_type,
    see_capacity,
    declare,
    see_operation,
    accept,
    set_precedence,
]
