"""Changing a meeting after convening; recording one that was held already, and what it owes."""

from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from planning import clock
from planning.meetings import actions, queries
from planning.meetings.actions import Details, Paid, Recorded
from planning.meetings.queries import Owed
from planning.meetings.rules.changing import PeopleChange
from planning.meetings.rules.children import ChildrenChange
from planning.meetings.rules.held import Held
from service.api.serving import ROOT, ApiRequest, answered, done, once
from service.web import idempotency
from service.web.context import enqueue_of


class NewPeople(msgspec.Struct, frozen=True):
    """Who comes and goes; `version` is the meeting's as you read it."""

    change: PeopleChange
    version: int


class NewDetails(msgspec.Struct, frozen=True):
    """What the meeting is now; `version` is the meeting's as you read it."""

    details: Details
    version: int


class NewChildren(msgspec.Struct, frozen=True):
    """Which children join and leave; `version` is the meeting's as you read it."""

    change: ChildrenChange
    version: int


class Answers(msgspec.Struct, frozen=True):
    """What is said now of what was left for later."""

    paid: list[Paid]


@post("/meetings/held", status_code=201)
async def record_held(request: ApiRequest, data: JSONBody[Held]) -> Response[Recorded]:
    """Record a discussion that was held already; nobody is invited. For schedulers and chairs."""

    async def act() -> idempotency.Answer:
        recorded = await actions.record_held(
            held=data, actor=request.user, now=clock.now(), enqueue=enqueue_of(request)
        )
        return answered(recorded, status=201, location=f"{ROOT}/meetings/{recorded.meeting_id}")

    return await once(request, act)


@post("/meetings/{meeting_id:uuid}/people", status_code=204)
async def change_people(
    request: ApiRequest, meeting_id: FromPath[UUID], data: JSONBody[NewPeople]
) -> Response[None]:
    """Add people, take people off and change whom they are there for, in one act."""
    return await done(
        request,
        lambda: actions.change_people(
            meeting_id=meeting_id,
            change=data.change,
            version=data.version,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        ),
    )


@post("/meetings/{meeting_id:uuid}/details", status_code=204)
async def change_details(
    request: ApiRequest, meeting_id: FromPath[UUID], data: JSONBody[NewDetails]
) -> Response[None]:
    """Change purpose, place, how people meet, chair and minute taker."""
    return await done(
        request,
        lambda: actions.change_details(
            meeting_id=meeting_id,
            details=data.details,
            version=data.version,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        ),
    )


@post("/meetings/{meeting_id:uuid}/children", status_code=204)
async def change_children(
    request: ApiRequest, meeting_id: FromPath[UUID], data: JSONBody[NewChildren]
) -> Response[None]:
    """Add children to a meeting, or take off those of whom nothing is recorded."""
    return await done(
        request,
        lambda: actions.change_children(
            meeting_id=meeting_id,
            change=data.change,
            version=data.version,
            actor=request.user,
            now=clock.now(),
        ),
    )


@get("/meetings/owed")
async def see_owed(request: ApiRequest) -> Owed:
    """Show what the meetings that you chaired or convened still owe."""
    return await queries.owed_by(actor=request.user, now=clock.now())


@get("/meetings/{meeting_id:uuid}/owed")
async def see_owed_of(request: ApiRequest, meeting_id: FromPath[UUID]) -> Owed:
    """Show what one meeting still owes, as far as you see its children."""
    return await queries.owed_of(meeting_id=meeting_id, actor=request.user, now=clock.now())


@post("/meetings/{meeting_id:uuid}/owed", status_code=204)
async def pay_debts(
    request: ApiRequest, meeting_id: FromPath[UUID], data: JSONBody[Answers]
) -> Response[None]:
    """Say what was left for later; for the chair, the minute taker and who recorded it."""
    return await done(
        request,
        lambda: actions.pay_debts(
            meeting_id=meeting_id, paid=data.paid, actor=request.user, now=clock.now()
        ),
    )


routes = [
    record_held,
    change_people,
    change_details,
    change_children,
    see_owed,
    see_owed_of,
    pay_debts,
]
