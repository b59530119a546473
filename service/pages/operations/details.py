"""What is said about an operation, and who leads it."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.access.queries import history_of
from planning.operations.actions import change_operation, hand_over_operation
from planning.operations.queries import operation
from planning.operations.rules import SUMMARY_LENGTH, OperationDetails
from planning.people.queries import people
from planning.people.rules import Role
from service.pages.forms import Form
from service.pages.operations.asking import asking, reason_of
from service.pages.presenters.directory import by_agency
from service.pages.presenters.operations import details_changes
from service.pages.serving import form_of, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other


@get("/operations/{operation_id:uuid}/details")
async def show_details(request: PageRequest, operation_id: FromPath[UUID]) -> Response[str]:
    """Ask what is to be said from now on, and why."""
    seen = await operation(operation_id=operation_id, actor=request.user, now=clock.now())
    form = Form.filled(
        name=seen.name,
        summary=seen.summary,
        covert=["yes"] if seen.covert else [],
        victims_known=seen.victims_known,
        victims_suspected=seen.victims_suspected,
        victims_planning=seen.victims_planning,
        planned_live_on=seen.planned_live_on,
        version=seen.version,
    )
    return await _details_page(request, operation_id, form)


@post("/operations/{operation_id:uuid}/details")
async def change(request: PageRequest, operation_id: FromPath[UUID]) -> Response[Any]:
    """Say it."""
    form = await form_of(request)
    details = read_details(form)
    version = form.integer("version", label="Version") or 0
    reason = reason_of(form, "Enter why it changes")

    async def act() -> Answer:
        await change_operation(
            operation_id=operation_id,
            details=details,
            reason=reason,
            version=version,
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/operations/{operation_id}", "The operation’s details have changed.")

    return await submit(
        request, form, act, again=lambda: _details_page(request, operation_id, form)
    )


@get("/operations/{operation_id:uuid}/lead")
async def show_lead(request: PageRequest, operation_id: FromPath[UUID]) -> Response[str]:
    """Ask who leads it from now on, and why."""
    return await _lead_page(request, operation_id, Form())


@post("/operations/{operation_id:uuid}/lead")
async def hand_over(request: PageRequest, operation_id: FromPath[UUID]) -> Response[Any]:
    """Somebody else leads it from now on."""
    form = await form_of(request)
    person_id = form.uuid("person_id", label="Lead", required="Select who leads it from now on")
    reason = reason_of(form, "Enter why you hand it over")

    async def act() -> Answer:
        await hand_over_operation(
            operation_id=operation_id,
            person_id=person_id or UUID(int=0),
            reason=reason,
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/operations/{operation_id}", "The operation is handed over.")

    return await submit(request, form, act, again=lambda: _lead_page(request, operation_id, form))


def read_details(form: Form) -> OperationDetails:
    """What is said about an operation, new or known."""
    return OperationDetails(
        name=form.text("name", label="Name", required="Enter a name"),
        summary=form.long_text(
            "summary",
            label="Summary",
            required="Enter what is believed to happen",
            max_length=SUMMARY_LENGTH,
        ),
        covert=form.flag("covert"),
        victims_known=_figure(form, "victims_known", "Victims known"),
        victims_suspected=_figure(form, "victims_suspected", "Victims suspected"),
        victims_planning=_figure(form, "victims_planning", "Number to plan for"),
        planned_live_on=form.date("planned_live_on", label="Planned go-live date"),
    )


def _figure(form: Form, field: str, label: str) -> int:
    return form.integer(field, label=label, required=f"{label}: enter a number, 0 if none") or 0


async def _details_page(request: PageRequest, operation_id: UUID, form: Form) -> Response[str]:
    return await asking(
        request,
        operation_id,
        form,
        "details",
        title="Change the operation’s details",
        submit="Save",
        changes=details_changes(await history_of(subject_id=operation_id, actor=request.user)),
    )


async def _lead_page(request: PageRequest, operation_id: UUID, form: Form) -> Response[str]:
    leads = await people(actor=request.user, role=Role.OPERATION_LEAD)
    return await asking(
        request,
        operation_id,
        form,
        "lead",
        title="Hand the operation over",
        submit="Hand it over",
        destructive=True,
        people=by_agency(leads),
    )


routes = [show_details, change, show_lead, hand_over]
