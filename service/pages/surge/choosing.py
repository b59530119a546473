"""The meetings that wait, and the scheduler's batches; a batch begins here."""

from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post

from planning import clock
from planning.operations.queries import operations
from planning.paging import LARGEST_PAGE, Page
from planning.surge.actions import start_batch
from planning.surge.queries import batches, waiting
from planning.surge.rules.seen import Waiting
from planning.transactions import transaction
from service.pages.forms import Form
from service.pages.presenters.surge.lists import own_batch, waiting_line
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other

HERE, SHOWN = "/surge", 50


class Filters(NamedTuple):
    """Which of the waiting meetings are shown."""

    due_by: date | None
    operation_id: UUID | None
    after: str | None


@get(HERE)
async def show(request: PageRequest) -> Response[str]:
    """The soonest due first, a page at a time."""
    return await _page(request, Form())


@post(HERE)
async def begin(request: PageRequest) -> Response[Any]:
    """Put those that are ticked, or all that are shown, into a batch of their own."""
    form = await form_of(request)
    chosen = form.uuids("waiting", label="Meetings")
    if form.value("which") == "all":
        found = await _waiting(request, _filters(Form(request.query_params)))
        chosen = [one.id for one in found.items]

    async def act() -> Answer:
        batch_id = await start_batch(waiting=chosen, actor=request.user, now=clock.now())
        return see_other(f"{HERE}/{batch_id}")

    return await submit(request, form, act, again=lambda: _page(request, form))


def _filters(form: Form) -> Filters:
    """What the address asks, after noting what cannot be."""
    return Filters(
        due_by=form.typed_date("due_by", label="Due by"),
        operation_id=form.uuid("operation", label="Operation"),
        after=form.value("after") or None,
    )


async def _waiting(request: PageRequest, asked: Filters) -> Page[Waiting]:
    return await waiting(
        actor=request.user,
        now=clock.now(),
        operation_id=asked.operation_id,
        due_by=asked.due_by,
        cursor=asked.after,
        limit=SHOWN,
    )


async def _page(request: PageRequest, form: Form) -> Response[str]:
    now, actor, filters = clock.now(), request.user, Form(request.query_params)
    asked = _filters(filters)
    async with transaction(actor.person_id):
        found = await _waiting(request, asked)
        own = await batches(actor=actor)
        known = await operations(actor=actor, limit=LARGEST_PAGE)
    today, closed = clock.today(now), request.auth.closed_days
    return page(
        request,
        "pages/surge/choose.html",
        title="Schedule a batch",
        form=form,
        filters=filters,
        operations=[(str(one.id), one.name) for one in known.items],
        filtered=bool(asked.due_by or asked.operation_id),
        batches=[own_batch(one) for one in own.items],
        lines=[waiting_line(one, today, closed) for one in found.items],
        shown=len(found.items),
        here=_address(asked, asked.after),
        first_page=_address(asked, None) if asked.after else "",
        next_page=_address(asked, found.next) if found.next else "",
    )


def _address(asked: Filters, after: str | None) -> str:
    """With what is asked in it: a date, an id and a cursor, no name of anybody."""
    query = {
        "due_by": asked.due_by.isoformat() if asked.due_by else "",
        "operation": str(asked.operation_id or ""),
        "after": after or "",
    }
    chosen = {name: value for name, value in query.items() if value}
    return f"{HERE}?{urlencode(chosen)}" if chosen else HERE


routes = [show, begin]
