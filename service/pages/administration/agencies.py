"""The list of agencies, and adding one."""

from typing import Any

from litestar import Response, get, post

from planning import clock
from planning.people.actions import add_agency
from planning.people.queries import agencies
from planning.people.rules import CATEGORY_WORDS, AgencyCategory, Role, require_role
from service.pages.forms import Form
from service.pages.presenters.channels import CHANNEL_WORDS
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other

CATEGORIES = [(category.value, words) for category, words in CATEGORY_WORDS.items()]


@get("/agencies")
async def show_agencies(request: PageRequest) -> Response[str]:
    """List the agencies and offer to add one."""
    return await _page(request, Form())


@post("/agencies")
async def new_agency(request: PageRequest) -> Response[Any]:
    """Add an agency."""
    form = await form_of(request)
    name = form.text("name", label="Name", required="Enter the agency’s name", max_length=200)
    category = form.enum(
        "category", label="Kind", kind=AgencyCategory, required="Select what kind of agency it is"
    )

    async def act() -> Answer:
        await add_agency(
            name=name,
            category=category,  # type: ignore[arg-type]  # the form was checked
            actor=request.user,
            now=clock.now(),
        )
        return see_other("/agencies", f"{name} was added.")

    return await submit(request, form, act, again=lambda: _page(request, form))


async def _page(request: PageRequest, form: Form) -> Response[str]:
    require_role(request.user, Role.ADMINISTRATOR)
    return page(
        request,
        "pages/administration/agencies.html",
        title="Agencies",
        form=form,
        submit="Add the agency",
        agencies=await agencies(actor=request.user),
        category_words=CATEGORY_WORDS,
        channel_words=CHANNEL_WORDS,
        categories=CATEGORIES,
    )


routes = [show_agencies, new_agency]
