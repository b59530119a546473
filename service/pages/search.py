"""Searching: what is typed is posted and answered at once, so that no address ever holds it."""

from typing import Any

from litestar import Response, get, post

from planning import clock
from planning.errors import Blocked
from planning.search.actions import search
from planning.search.queries import ChildFound, Found
from planning.search.rules import LONGEST, Terms
from service.pages.forms import Form, FormInvalid
from service.pages.presenters.dates import short_day, short_moment
from service.pages.presenters.meetings import meeting_tag
from service.pages.presenters.moments import span
from service.pages.serving import form_of, page, refused
from service.web.context import PageRequest


@get("/search")
async def show(request: PageRequest) -> Response[str]:
    """Ask what to look for."""
    return await _page(request, Form(), None)


@post("/search", status_code=200)
async def find(request: PageRequest) -> Response[Any]:
    """Show what was found; a search changes nothing, so it may be sent twice."""
    form = await form_of(request)
    terms = Terms(
        child=form.text("child", label="Child", max_length=LONGEST),
        person=form.text("person", label="Person", max_length=LONGEST),
        reference=form.text("reference", label="Reference", max_length=LONGEST),
        from_on=form.typed_date("from_on", label="From"),
        until_on=form.typed_date("until_on", label="To"),
    )
    try:
        form.check()
        found = await search(
            terms=terms, actor=request.user, now=clock.now(), cursor=form.value("after") or None
        )
    except (FormInvalid, Blocked) as refusal:
        return await refused(request, form, refusal, again=lambda: _page(request, form, None))
    return await _page(request, form, found)


async def _page(request: PageRequest, form: Form, found: Found | None) -> Response[str]:
    return page(
        request,
        "pages/search.html",
        title="Search",
        form=form,
        found=found,
        children=[_child(child) for child in found.children] if found else [],
        meetings=[
            (one, span(one.starts_at, one.ends_at), meeting_tag(one, clock.now()))
            for one in found.meetings.items
        ]
        if found
        else [],
    )


def _child(child: ChildFound) -> tuple[ChildFound, str, str]:
    born = short_day(child.born_on) if child.born_on else "Not known"
    ended = f", closed {short_moment(child.closed_at)}" if child.closed_at else ""
    return child, born, f"Opened {short_moment(child.opened_at)}{ended}"


routes = [show, find]
