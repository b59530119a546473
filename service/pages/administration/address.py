"""Correcting a person's address."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.people.queries import PersonSeen
from service.mail.undelivered.actions import correct_address
from service.pages.administration.person import person_of
from service.pages.forms import Form
from service.pages.fresh import freshen, is_fresh, keep
from service.pages.presenters.counts import count
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, see_other


@get("/people/{person_id:uuid}/address")
async def show_address(request: PageRequest, person_id: FromPath[UUID]) -> Response[str]:
    """Ask for the right address."""
    person = await person_of(request, person_id)
    return _page(request, person, Form.filled(email=person.email))


@post("/people/{person_id:uuid}/address")
async def set_address(request: PageRequest, person_id: FromPath[UUID]) -> Response[Any]:
    """Correct it; what did not arrive leaves again."""
    person = await person_of(request, person_id)
    form = await form_of(request)
    email = form.email("email", label="Email address", required="Enter their email address")
    renewed = await freshen(request, form)

    async def act() -> Answer:
        letters = await correct_address(
            person_id=person_id,
            email=email,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )
        again = f" {count(letters, 'message')} will leave again." if letters else ""
        return see_other(f"/people/{person_id}", f"The address is corrected.{again}")

    async def shown() -> Response[str]:
        return _page(request, person, form)

    return keep(request, await submit(request, form, act, again=shown), renewed)


def _page(request: PageRequest, person: PersonSeen, form: Form) -> Response[str]:
    return page(
        request,
        "pages/administration/address.html",
        title=f"Correct the address of {person.name}",
        form=form,
        submit="Correct the address",
        cancel=f"/people/{person.id}",
        person=person,
        asks_password=not is_fresh(request),
    )


routes = [show_address, set_address]
