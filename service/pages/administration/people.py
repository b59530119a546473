"""The list of people, and adding one."""

from typing import Any

from litestar import Response, get, post

from planning import clock
from planning.people.actions import add_person
from planning.people.queries import agencies, people
from planning.people.rules import ROLE_WORDS, Role, require_role
from planning.procedures.queries import job_titles
from service.auth.accounts import invite
from service.pages.forms import Form
from service.pages.presenters.channels import CHANNEL_WORDS
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of, settings_of
from service.web.idempotency import Answer, see_other

ROLES = [(role.value, words.capitalize()) for role, words in ROLE_WORDS.items()]


@get("/people")
async def show_people(request: PageRequest) -> Response[str]:
    """List everybody who has an account or may get one."""
    require_role(request.user, Role.ADMINISTRATOR)
    return page(
        request,
        "pages/administration/people.html",
        title="People",
        people=await people(actor=request.user),
        role_words=ROLE_WORDS,
        channel_words=CHANNEL_WORDS,
    )


@get("/people/new")
async def show_new_person(request: PageRequest) -> Response[str]:
    """Ask about a new person."""
    require_role(request.user, Role.ADMINISTRATOR)
    return await _page(request, Form())


@post("/people/new")
async def new_person(request: PageRequest) -> Response[Any]:
    """Add a person and mail them their invitation."""
    form = await form_of(request)
    name = form.text("name", label="Name", required="Enter their name", max_length=200)
    email = form.email("email", label="Email address", required="Enter their email address")
    job_title = form.text("job_title", label="Job title", max_length=200)
    agency_id = form.uuid("agency_id", label="Agency", required="Select their agency")
    roles = form.choices("roles", label="Roles", options=[value for value, _ in ROLES])

    async def act() -> Answer:
        now = clock.now()
        person_id = await add_person(
            agency_id=agency_id,  # type: ignore[arg-type]  # the form was checked
            name=name,
            email=email,
            job_title=job_title,
            decision_authority=form.flag("decision_authority"),
            roles=[Role(role) for role in roles],
            actor=request.user,
            now=now,
        )
        await invite(
            person_id=person_id,
            public_url=settings_of(request).public_url,
            by=request.user.person_id,
            now=now,
            enqueue=enqueue_of(request),
        )
        return see_other("/people", f"{name} was added. An invitation is on its way.")

    return await submit(request, form, act, again=lambda: _page(request, form))


async def _page(request: PageRequest, form: Form) -> Response[str]:
    found = await agencies(actor=request.user)
    return page(
        request,
        "pages/administration/new_person.html",
        title="Add a person",
        form=form,
        submit="Add and invite",
        cancel="/people",
        agencies=[(str(agency.id), agency.name) for agency in found],
        roles=ROLES,
        titles=await job_titles(actor=request.user, now=clock.now()),
    )


routes = [show_people, show_new_person, new_person]
