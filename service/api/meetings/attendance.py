"""Deputies, written contributions, and who comes and goes while the meeting runs."""

from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from planning import clock
from planning.meetings import actions, queries
from planning.meetings.actions import DeputySent
from planning.meetings.contributions import Contribution
from planning.meetings.queries import OwnContributions
from planning.meetings.rules.contributions import Written
from service.api.serving import ApiRequest, done, told
from service.web.context import enqueue_of


class NewDeputy(msgspec.Struct, frozen=True):
    """Who comes, of the same agency; `instead_of_id` when it is not in your own place."""

    person_id: UUID
    instead_of_id: UUID | None = None


class NewContributions(msgspec.Struct, frozen=True):
    """Facts and opinions; an `item_id` changes what you sent before."""

    items: list[Written]


class Contributed(msgspec.Struct, frozen=True):
    """The ids of the items, in the order in which they were sent."""

    item_ids: list[UUID]


@post("/meetings/{meeting_id:uuid}/deputy", status_code=201)
async def send_deputy(
    request: ApiRequest, meeting_id: FromPath[UUID], data: JSONBody[NewDeputy]
) -> Response[DeputySent]:
    """Send somebody of the same agency in your place, or in somebody else's."""

    async def act() -> DeputySent:
        return await actions.send_deputy(
            meeting_id=meeting_id,
            person_id=data.person_id,
            instead_of_id=data.instead_of_id,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )

    return await told(request, act, status=201)


@get("/meetings/{meeting_id:uuid}/contributions/mine")
async def see_own_contributions(
    request: ApiRequest, meeting_id: FromPath[UUID]
) -> OwnContributions:
    """Show what you sent in writing, and about whom you can."""
    return await queries.own_contributions(meeting_id=meeting_id, actor=request.user)


@post("/meetings/{meeting_id:uuid}/contributions", status_code=201)
async def contribute(
    request: ApiRequest, meeting_id: FromPath[UUID], data: JSONBody[NewContributions]
) -> Response[Contributed]:
    """Send facts and opinions before the meeting, or change what you sent, until it is closed."""

    async def act() -> Contributed:
        return Contributed(
            await actions.contribute(
                meeting_id=meeting_id, items=data.items, actor=request.user, now=clock.now()
            )
        )

    return await told(request, act, status=201)


@get("/meetings/{meeting_id:uuid}/contributions")
async def see_contributions(request: ApiRequest, meeting_id: FromPath[UUID]) -> list[Contribution]:
    """Show all that was sent in writing; for the chair and the minute taker."""
    return await queries.all_contributions(
        meeting_id=meeting_id, actor=request.user, now=clock.now()
    )


@post("/meetings/{meeting_id:uuid}/attendance/{person_id:uuid}/arrived", status_code=204)
async def note_arrival(
    request: ApiRequest, meeting_id: FromPath[UUID], person_id: FromPath[UUID]
) -> Response[None]:
    """Say that somebody who is invited comes in now."""
    return await done(
        request,
        lambda: actions.note_arrival(
            meeting_id=meeting_id, person_id=person_id, actor=request.user, now=clock.now()
        ),
    )


@post("/meetings/{meeting_id:uuid}/attendance/{person_id:uuid}/left", status_code=204)
async def note_departure(
    request: ApiRequest, meeting_id: FromPath[UUID], person_id: FromPath[UUID]
) -> Response[None]:
    """Say that somebody who is there leaves now."""
    return await done(
        request,
        lambda: actions.note_departure(
            meeting_id=meeting_id, person_id=person_id, actor=request.user, now=clock.now()
        ),
    )


routes = [
    send_deputy,
    see_own_contributions,
    contribute,
    see_contributions,
    note_arrival,
    note_departure,
]
