"""One's own agency: what it has from week to week, and declaring it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from litestar import Response, get, post

from planning import clock
from planning.capacity.actions import declare_capacity, may_declare
from planning.capacity.queries import agency_capacity
from planning.capacity.rules.declaring import Declaration
from planning.errors import Blocker, Invalid
from planning.plans.queries.resource_types import TypeSeen, resource_types
from planning.plans.rules.lines import OTHER
from planning.plans.rules.resource_types import Per
from planning.plans.rules.values import NUMBER_AT_MOST
from service.pages.forms import Form
from service.pages.presenters import capacity as words
from service.pages.presenters.resources import per_words
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other


@get("/capacity")
async def show_own(request: PageRequest) -> Response[str]:
    """What the agency declared for a year, and what operations draw of it."""
    now = clock.now()
    board = await agency_capacity(actor=request.user, now=now)
    return page(
        request,
        "pages/capacity/own.html",
        title="Your agency’s capacity",
        agency=request.auth.agency_name,
        rows=words.rows(board, None),
        pictures=words.pictures(board, None),
        may_declare=await may_declare(actor=request.user, on=clock.today(now)),
    )


@get("/capacity/declare")
async def show_declare(request: PageRequest) -> Response[str]:
    """Ask from which week to which, and how much of each; from this week unless told otherwise."""
    this_week = clock.monday(clock.today(clock.now()))
    return await _page(request, Form({"first_on": this_week.isoformat()}))


@post("/capacity/declare")
async def declare(request: PageRequest) -> Response[Any]:
    """Every line that has an amount is declared for all those weeks."""
    form = await form_of(request)
    types = await resource_types(actor=request.user)
    lines = _lines(form, types)

    async def act() -> Answer:
        try:
            await declare_capacity(lines=lines, actor=request.user, now=clock.now())
        except Invalid as fault:
            raise Invalid([_placed(one) for one in fault.blockers]) from fault
        return see_other("/capacity", "Your agency’s capacity is declared.")

    return await submit(request, form, act, again=lambda: _page(request, form))


def _lines(form: Form, types: Sequence[TypeSeen]) -> list[Declaration]:
    first = _week(form, "first_on", "First week", required="Select the first week")
    last = _week(form, "last_on", "Last week")
    kinds = {one.key: one for one in types}
    return [
        Declaration(
            type_key=kind.key,
            first_on=first or date.min,
            last_on=None if kind.per is Per.TOTAL else last,
            amount=amount,
        )
        for row in form.rows("lines")
        if (kind := kinds.get(row.value("type_key"))) is not None
        and (amount := row.decimal("amount", label=kind.words, maximum=NUMBER_AT_MOST)) is not None
    ]


def _week(form: Form, field: str, label: str, required: str | None = None) -> date | None:
    weeks = [value for value, _ in words.mondays(clock.today(clock.now()))]
    chosen = form.choice(field, label=label, options=weeks, required=required)
    return date.fromisoformat(chosen) if chosen else None


def _placed(fault: Blocker) -> Blocker:
    """Weeks are asked for once for all lines."""
    field = fault.field.rpartition(".")[2]
    return Blocker(fault.message, field if field in {"first_on", "last_on"} else "")


async def _page(request: PageRequest, form: Form) -> Response[str]:
    types = await resource_types(actor=request.user)
    return page(
        request,
        "pages/capacity/declare.html",
        title="Declare your agency’s capacity",
        form=form,
        submit="Declare",
        cancel="/capacity",
        weeks=words.mondays(clock.today(clock.now())),
        types=[(one, per_words(one)) for one in types if one.is_open and one.key != OTHER],
    )


routes = [show_own, show_declare, declare]
