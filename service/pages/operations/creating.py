"""A new operation with both its plans."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post

from planning import clock
from planning.operations.rules import NewAgency, OperationDraft
from planning.people.queries import agencies
from planning.people.rules import Role, require_role
from planning.plans.actions import start_operation
from service.pages.forms import Form
from service.pages.operations.details import read_details
from service.pages.placing import placing, shown_rows
from service.pages.presenters.directory import agency_options
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other

MOST_AGENCIES = 30
SPARE, MORE = 3, 6


@get("/operations/new")
async def show_new(request: PageRequest) -> Response[str]:
    """Ask for what is known so far."""
    return await _page(request, Form({"covert": "yes"}))


@post("/operations/new")
async def create(request: PageRequest) -> Response[Any]:
    """Start the operation and go to it, or add rows, by the button that was pressed."""
    form = await form_of(request)
    if form.value("step") == "agencies":
        return await _page(request, form, spare=MORE)
    rows = [row for row in form.rows("agencies", at_most=MOST_AGENCIES) if not row.is_blank()]
    draft = _draft(form, rows)

    async def act() -> Answer:
        with placing(agencies=rows):
            operation_id = await start_operation(draft=draft, actor=request.user, now=clock.now())
        return see_other(f"/operations/{operation_id}", "The operation and its two plans are open.")

    return await submit(request, form, act, again=lambda: _page(request, form))


def _draft(form: Form, rows: list[Form]) -> OperationDraft:
    return OperationDraft(
        **msgspec.structs.asdict(read_details(form)),
        agencies=[
            NewAgency(agency_id=agency_id, reason=reason)
            for agency_id, reason in [_agency(row) for row in rows]
            if agency_id is not None
        ],
    )


def _agency(row: Form) -> tuple[UUID | None, str]:
    agency_id = row.uuid("agency_id", label="Agency", required="Select the agency")
    reason = row.text(
        "reason", label="Reason", required="Enter why this agency must sign", max_length=500
    )
    return agency_id, reason


async def _page(request: PageRequest, form: Form, *, spare: int = SPARE) -> Response[str]:
    require_role(request.user, Role.OPERATION_LEAD)
    return page(
        request,
        "pages/operations/new.html",
        title="Start an operation",
        form=form,
        submit="Start the operation",
        cancel="/operations",
        agencies=agency_options(await agencies(actor=request.user)),
        rows=shown_rows(form, "agencies", spare=spare, at_most=MOST_AGENCIES),
    )


routes = [show_new, create]
