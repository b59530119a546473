"""One person's account."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import NotFound
from planning.people.actions import remove_person
from planning.people.queries import PersonSeen, people_by_id
from planning.people.rules import ROLE_WORDS, Role, require_role
from planning.transactions import transaction
from service.auth.accounts import invite
from service.pages.serving import page
from service.web.context import PageRequest, enqueue_of, settings_of
from service.web.idempotency import Answer, once, see_other


@get("/people/{person_id:uuid}")
async def show_person(request: PageRequest, person_id: FromPath[UUID]) -> Response[str]:
    """Show who it is and what can be done to the account."""
    person = await _person(request, person_id)
    return page(
        request,
        "pages/administration/person.html",
        title=person.name,
        person=person,
        roles=", ".join(ROLE_WORDS[role] for role in person.roles),
    )


@post("/people/{person_id:uuid}/invite")
async def send_invitation(request: PageRequest, person_id: FromPath[UUID]) -> Response[Any]:
    """Mail a fresh link to choose a password."""
    person = await _person(request, person_id)

    async def act() -> Answer:
        await invite(
            person_id=person_id,
            public_url=settings_of(request).public_url,
            by=request.user.person_id,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )
        return see_other(f"/people/{person_id}", f"An invitation to {person.name} is on its way.")

    return await once(request, act)


@post("/people/{person_id:uuid}/close")
async def close_account(request: PageRequest, person_id: FromPath[UUID]) -> Response[Any]:
    """Close the account; what the person did stays."""
    person = await _person(request, person_id)

    async def act() -> Answer:
        await remove_person(person_id=person_id, actor=request.user, now=clock.now())
        return see_other("/people", f"The account of {person.name} is closed.")

    return await once(request, act)


async def _person(request: PageRequest, person_id: UUID) -> PersonSeen:
    require_role(request.user, Role.ADMINISTRATOR)
    async with transaction(request.user.person_id):
        found = await people_by_id([person_id])
    if not found:
        raise NotFound
    return found[0]


routes = [show_person, send_invitation, close_account]
