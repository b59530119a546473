"""Opening concerns: one child, or several siblings, each a concern of their own."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromQuery

from planning import clock
from planning.concerns.actions import open_concerns
from planning.people.queries import people
from planning.people.rules import Role, require_role
from service.pages.concerns.children import GROUP, child_rows, read_opening, rows_named
from service.pages.forms import Form, FormInvalid
from service.pages.presenters.people import people_options
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other

ROWS, MOST_ROWS = 3, 20


@get("/concerns/new")
async def show(request: PageRequest, rows: FromQuery[int] = ROWS) -> Response[str]:
    """Ask about the children; `rows` asks for room for more."""
    return await _page(request, Form(), rows)


@post("/concerns/new")
async def open_them(request: PageRequest) -> Response[Any]:
    """Open a concern for each child."""
    form = await form_of(request)
    now = clock.now()
    opening = read_opening(form, clock.today(now))
    if not child_rows(form):
        form.add_error(f"{GROUP}-0-reference", "Enter at least one child")

    async def act() -> Answer:
        if opening is None:
            raise FormInvalid(form)
        with rows_named(form):
            opened = await open_concerns(opening=opening, actor=request.user, now=now)
        if len(opened) == 1:
            return see_other(f"/concerns/{opened[0].id}", "The concern is open.")
        return see_other("/concerns", f"{len(opened)} concerns are open.")

    return await submit(request, form, act, again=lambda: _page(request, form, ROWS))


async def _page(request: PageRequest, form: Form, rows: int) -> Response[str]:
    require_role(request.user, Role.SCHEDULER, Role.CHAIR)
    managers = await people(actor=request.user, role=Role.SENIOR_MANAGER)
    wanted = max(1, min(rows, MOST_ROWS))
    return page(
        request,
        "pages/concerns/new.html",
        title="Open a concern",
        form=form,
        submit="Open the concerns",
        cancel="/concerns",
        spare=max(0, wanted - len(form.rows(GROUP))),
        more=min(wanted + ROWS, MOST_ROWS),
        managers=people_options(managers),
    )


routes = [show, open_them]
