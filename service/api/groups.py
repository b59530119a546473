"""The groups of an operation, their meetings, and what their people declare."""

from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from planning import clock
from planning.groups import actions, queries
from planning.groups.queries import GroupsSeen, InterestsSeen
from planning.groups.rules import Group, Interest, NewSeat
from planning.meetings.actions import Convened
from planning.meetings.rules.scheduling import Convening
from service.api.serving import ApiRequest, Made, done, made, told
from service.web.context import enqueue_of


class Ending(msgspec.Struct, frozen=True):
    """Why somebody does not sit in the group any more."""

    reason: str


class Declaring(msgspec.Struct, frozen=True):
    """What you declare of your own interests; `words` say what an interest is."""

    interest: Interest
    words: str = ""


class NewConflict(msgspec.Struct, frozen=True):
    """Whose conflict of interest it is, and what it is."""

    person_id: UUID
    reason: str


class Lifting(msgspec.Struct, frozen=True):
    """How the conflict is handled, or why there is none."""

    reason: str


class GroupConvening(msgspec.Struct, frozen=True):
    """Which group meets, and the meeting; its type is the group's."""

    group: Group
    convening: Convening


@get("/operations/{operation_id:uuid}/groups")
async def see_groups(request: ApiRequest, operation_id: FromPath[UUID]) -> GroupsSeen:
    """Show how both groups stand, who sits in them, and those meetings that you are in."""
    return await queries.groups_of(
        operation_id=operation_id, on=clock.today(clock.now()), actor=request.user
    )


@post("/operations/{operation_id:uuid}/groups/seats", status_code=201)
async def seat(
    request: ApiRequest, operation_id: FromPath[UUID], data: JSONBody[NewSeat]
) -> Response[Made]:
    """Seat somebody in a group; the lead only. It lets them into the operation."""
    return await made(
        request,
        lambda: actions.seat_person(
            operation_id=operation_id, seat=data, actor=request.user, now=clock.now()
        ),
        at=f"/operations/{operation_id}/groups",
    )


@post("/group-seats/{member_id:uuid}/end", status_code=204)
async def end_seat(
    request: ApiRequest, member_id: FromPath[UUID], data: JSONBody[Ending]
) -> Response[None]:
    """End a seat; the lead only. The person stays in the operation."""
    return await done(
        request,
        lambda: actions.end_seat(
            member_id=member_id, reason=data.reason, actor=request.user, now=clock.now()
        ),
    )


@post("/operations/{operation_id:uuid}/groups/meetings", status_code=201)
async def convene(
    request: ApiRequest, operation_id: FromPath[UUID], data: JSONBody[GroupConvening]
) -> Response[Convened]:
    """Convene a group's meeting, about no child; it lets people into the meeting alone."""
    return await told(
        request,
        lambda: actions.convene_group(
            operation_id=operation_id,
            group=data.group,
            convening=data.convening,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        ),
        status=201,
    )


@get("/operations/{operation_id:uuid}/interests")
async def see_interests(request: ApiRequest, operation_id: FromPath[UUID]) -> InterestsSeen:
    """Show who declared what, who has not yet, and who is in conflict."""
    return await queries.interests_of(
        operation_id=operation_id, on=clock.today(clock.now()), actor=request.user
    )


@post("/operations/{operation_id:uuid}/interests", status_code=204)
async def declare(
    request: ApiRequest, operation_id: FromPath[UUID], data: JSONBody[Declaring]
) -> Response[None]:
    """Declare your interests; with one you see nothing of the operation until it is handled."""
    return await done(
        request,
        lambda: actions.declare_interest(
            operation_id=operation_id,
            interest=data.interest,
            words=data.words,
            actor=request.user,
            now=clock.now(),
        ),
    )


@post("/operations/{operation_id:uuid}/conflicts", status_code=204)
async def record_conflict(
    request: ApiRequest, operation_id: FromPath[UUID], data: JSONBody[NewConflict]
) -> Response[None]:
    """Record somebody else's conflict of interest; the lead only."""
    return await done(
        request,
        lambda: actions.record_conflict(
            operation_id=operation_id,
            person_id=data.person_id,
            reason=data.reason,
            actor=request.user,
            now=clock.now(),
        ),
    )


@post("/operations/{operation_id:uuid}/conflicts/{person_id:uuid}/lift", status_code=204)
async def lift_conflict(
    request: ApiRequest,
    operation_id: FromPath[UUID],
    person_id: FromPath[UUID],
    data: JSONBody[Lifting],
) -> Response[None]:
    """Lift a conflict of interest, with the reason; the lead only."""
    return await done(
        request,
        lambda: actions.lift_conflict(
            operation_id=operation_id,
            person_id=person_id,
            reason=data.reason,
            actor=request.user,
            now=clock.now(),
        ),
    )


routes = [
    see_groups,
    seat,
    end_seat,
    convene,
    see_interests,
    declare,
    record_conflict,
    lift_conflict,
]
