"""One person's account."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import NotFound
from planning.people.actions import authorise_signatory, end_signatory, remove_person
from planning.people.queries import PersonSeen, people_by_id, signing_periods
from planning.people.rules import ROLE_WORDS, Role, require_role
from planning.transactions import transaction
from service.auth.accounts import invite
from service.pages.forms import Form
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of, settings_of
from service.web.idempotency import Answer, once, see_other


@get("/people/{person_id:uuid}")
async def show_person(request: PageRequest, person_id: FromPath[UUID]) -> Response[str]:
    """Show who it is and what can be done to the account."""
    return await _page(request, await person_of(request, person_id), Form())


@post("/people/{person_id:uuid}/signatory")
async def make_signatory(request: PageRequest, person_id: FromPath[UUID]) -> Response[Any]:
    """Put the person on their agency's list of signatories."""
    person = await person_of(request, person_id)
    form = await form_of(request)
    from_on = form.date("from_on", label="First day", required="Enter their first day")
    until_on = form.date("until_on", label="Last day")

    async def act() -> Answer:
        await authorise_signatory(
            person_id=person_id,
            from_on=from_on,  # type: ignore[arg-type]  # the form was checked
            until_on=until_on,
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/people/{person_id}", f"{person.name} signs for {person.agency_name}.")

    return await submit(request, form, act, again=lambda: _page(request, person, form))


@post("/people/{person_id:uuid}/signatory/{signatory_id:uuid}/end")
async def end_signing(
    request: PageRequest, person_id: FromPath[UUID], signatory_id: FromPath[UUID]
) -> Response[Any]:
    """Let today be the last day on which the person may sign."""
    person = await person_of(request, person_id)

    async def act() -> Answer:
        now = clock.now()
        await end_signatory(
            signatory_id=signatory_id, last_on=clock.today(now), actor=request.user, now=now
        )
        return see_other(f"/people/{person_id}", f"Today is the last day {person.name} may sign.")

    return await once(request, act)


@post("/people/{person_id:uuid}/invite")
async def send_invitation(request: PageRequest, person_id: FromPath[UUID]) -> Response[Any]:
    """Mail a fresh link to choose a password."""
    person = await person_of(request, person_id)

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
    person = await person_of(request, person_id)

    async def act() -> Answer:
        await remove_person(person_id=person_id, actor=request.user, now=clock.now())
        return see_other("/people", f"The account of {person.name} is closed.")

    return await once(request, act)


async def _page(request: PageRequest, person: PersonSeen, form: Form) -> Response[str]:
    return page(
        request,
        "pages/administration/person.html",
        title=person.name,
        form=form,
        person=person,
        roles=", ".join(ROLE_WORDS[role] for role in person.roles),
        periods=await signing_periods(person_id=person.id, actor=request.user),
        today=clock.today(clock.now()),
    )


async def person_of(request: PageRequest, person_id: UUID) -> PersonSeen:
    """The person, for administrators; raises `NotFound` for who has left."""
    require_role(request.user, Role.ADMINISTRATOR)
    async with transaction(request.user.person_id):
        found = await people_by_id([person_id])
    if not found:
        raise NotFound
    return found[0]


routes = [show_person, make_signatory, end_signing, send_invitation, close_account]
