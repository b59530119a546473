"""The surge: what is forecast, what would be if, and who has confirmed that it can be held."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import Invalid
from planning.go_live.actions import confirm_surge
from planning.go_live.queries import surge_of
from planning.operations.queries import operation
from planning.surge.forecast.assumptions import ASSUMED, CHANGEABLE, MORE, VICTIM_FIGURES
from planning.surge.forecast.given import Basis
from planning.surge.queries.forecasts import ForecastSeen, forecast_of
from service.pages.forms import Form
from service.pages.presenters import forecasts as told
from service.pages.presenters import readiness as words
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other


@get("/operations/{operation_id:uuid}/surge")
async def show_surge(request: PageRequest, operation_id: FromPath[UUID]) -> Response[str]:
    """How many meetings to expect, of whom too much is asked, and what would be if."""
    return await _page(request, operation_id, Form(), Form(request.query_params))


@post("/operations/{operation_id:uuid}/surge")
async def confirm(request: PageRequest, operation_id: FromPath[UUID]) -> Response[Any]:
    """Confirm the forecast that was read."""
    form = await form_of(request)
    victims = form.integer("victims_planning", label="Number to plan for", required="Read it again")
    how = form.long_text(
        "how", label="How", required="Enter how these meetings will be held", max_length=2000
    )

    async def act() -> Answer:
        await confirm_surge(
            operation_id=operation_id,
            victims_planning=victims or 0,
            how=how,
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/operations/{operation_id}/surge", "You have confirmed the capacity.")

    return await submit(
        request, form, act, again=lambda: _page(request, operation_id, form, Form())
    )


def changes_of(form: Form) -> dict[str, float]:
    """The figures that were typed; what is no number is noted as a fault of the form."""
    read = {
        one.field: form.integer(one.field, label=one.label)
        if one.kind == "whole"
        else form.decimal(one.field, label=one.label)
        for one in CHANGEABLE
    }
    return {field: float(number) for field, number in read.items() if number is not None}


async def _page(
    request: PageRequest, operation_id: UUID, form: Form, what_if: Form
) -> Response[str]:
    actor, now = request.user, clock.now()
    seen = await operation(operation_id=operation_id, actor=actor, now=now)
    surge = await surge_of(operation_id=operation_id, actor=actor, now=now)
    changes = changes_of(what_if)
    found = await _forecast(request, operation_id, what_if, changes)
    return page(
        request,
        "pages/operations/surge.html",
        status=422 if what_if.errors else 200,
        title="Capacity for the surge",
        form=form,
        what_if=what_if if what_if.errors else Form.filled(**told.typed_figures(found)),
        seen=seen,
        surge=surge,
        a_day=words.a_day(surge),
        confirmations=words.surge_lines(surge),
        **forecast_parts(found),
    )


async def _forecast(
    request: PageRequest, operation_id: UUID, what_if: Form, changes: Mapping[str, float]
) -> ForecastSeen:
    """With the changes; as things stand where they cannot be, every fault noted."""
    asked: dict[str, Any] = {
        "operation_id": operation_id,
        "actor": request.user,
        "now": clock.now(),
    }
    try:
        found = await forecast_of(**asked, changes=changes)
    except Invalid as fault:
        what_if.add_blockers(fault.blockers)
    else:
        if not what_if.errors:
            return found
    return await forecast_of(**asked)


def forecast_parts(found: ForecastSeen) -> dict[str, Any]:
    """What the template of the forecast shows."""
    return {
        "changed": Basis.CHANGED in found.given.bases.values(),
        "lead": told.lead_words(found),
        "weeks": told.weeks_words(found),
        "peak": told.peak_words(found),
        "roles": told.role_rows(found),
        "agencies": told.agency_rows(found),
        "pictures": told.pictures(found),
        "assumptions": told.assumption_rows(found),
        "groups": (
            ("Victims", VICTIM_FIGURES),
            ("More people", MORE),
            ("Assumptions", ASSUMED),
        ),
    }


routes = [show_surge, confirm]
