"""Resource lines of a plan: what each agency is asked for and commits."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import NotFound
from planning.operations.queries import operation_members
from planning.people.queries import agencies
from planning.plans.actions import add_resource, change_resource, remove_resource
from planning.plans.queries import plan
from planning.plans.queries.plans import ResourceSeen
from planning.plans.queries.resource_types import resource_types
from planning.plans.rules.lines import OTHER, Phase, ResourceDraft, ResourceStatus
from planning.plans.rules.values import NUMBER_AT_MOST, plain_decimal
from service.pages.forms import Form
from service.pages.plans.periods import first_day, last_day
from service.pages.presenters.directory import agency_options
from service.pages.presenters.plans import members_by_agency
from service.pages.presenters.resources import PHASES, SAID, STATUSES, type_options
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, once, see_other


@get("/plans/{plan_id:uuid}/resources/new")
async def show_add_resource(request: PageRequest, plan_id: FromPath[UUID]) -> Response[str]:
    """Ask what is needed and what is committed."""
    return await _page(request, plan_id, Form.filled(agency_id=request.user.agency_id))


@post("/plans/{plan_id:uuid}/resources/new")
async def add(request: PageRequest, plan_id: FromPath[UUID]) -> Response[Any]:
    """Add the line."""
    form = await form_of(request)
    draft = _draft(form)

    async def act() -> Answer:
        await add_resource(plan_id=plan_id, draft=draft, actor=request.user, now=clock.now())
        return see_other(f"/plans/{plan_id}", "The resource is in the plan.")

    return await submit(request, form, act, again=lambda: _page(request, plan_id, form))


@get("/plans/{plan_id:uuid}/resources/{resource_id:uuid}")
async def show_change_resource(
    request: PageRequest, plan_id: FromPath[UUID], resource_id: FromPath[UUID]
) -> Response[str]:
    """The line as it is."""
    line = await _line(request, plan_id, resource_id)
    form = Form.filled(
        agency_id=line.agency_id,
        kind=line.kind,
        unit=line.unit,
        requested=plain_decimal(line.requested),
        committed=plain_decimal(line.committed),
        phase=line.phase.value,
        funding=line.funding,
        from_on=line.from_on,
        until_on=line.until_on,
        type_key=line.type_key,
        approver_id=line.approver_id,
        backfill=line.backfill,
        status=line.status.value if line.status in SAID else None,
        used=plain_decimal(line.used),
    )
    return await _page(request, plan_id, form, line)


@post("/plans/{plan_id:uuid}/resources/{resource_id:uuid}")
async def change(
    request: PageRequest, plan_id: FromPath[UUID], resource_id: FromPath[UUID]
) -> Response[Any]:
    """Change the line."""
    form = await form_of(request)
    await _line(request, plan_id, resource_id)
    draft, version = _draft(form), form.integer("version", label="Version") or 0

    async def act() -> Answer:
        await change_resource(
            resource_id=resource_id,
            draft=draft,
            version=version,
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/plans/{plan_id}", "The resource is saved.")

    async def again() -> Response[str]:
        return await _page(request, plan_id, form, await _line(request, plan_id, resource_id))

    return await submit(request, form, act, again=again)


@post("/plans/{plan_id:uuid}/resources/{resource_id:uuid}/remove")
async def remove(
    request: PageRequest, plan_id: FromPath[UUID], resource_id: FromPath[UUID]
) -> Response[Any]:
    """Take the line out of the plan."""
    await _line(request, plan_id, resource_id)
    version = (await form_of(request)).integer("version", label="Version") or 0

    async def act() -> Answer:
        await remove_resource(
            resource_id=resource_id, version=version, actor=request.user, now=clock.now()
        )
        return see_other(f"/plans/{plan_id}", "The resource is out of the plan.")

    return await once(request, act)


def _draft(form: Form) -> ResourceDraft:
    agency_id = form.uuid("agency_id", label="Agency", required="Select the agency")
    phase = form.enum("phase", label="Phase", kind=Phase, required="Select the phase")
    type_key = form.text("type_key", label="Resource", max_length=50) or OTHER
    own = type_key == OTHER
    return ResourceDraft(
        agency_id=agency_id or UUID(int=0),
        type_key=type_key,
        kind=form.text(
            "kind", label="Resource", required="Enter the resource" if own else None, max_length=100
        ),
        unit=form.text(
            "unit", label="Unit", required="Enter the unit" if own else None, max_length=50
        ),
        requested=_amount(form, "requested", "Asked for"),
        committed=_amount(form, "committed", "Committed"),
        phase=phase or Phase.DURING,
        funding=form.text("funding", label="Funding", max_length=500),
        approver_id=form.uuid("approver_id", label="Approved by"),
        backfill=form.long_text("backfill", label="What stops elsewhere", max_length=1000),
        status=form.enum("status", label="State", kind=ResourceStatus),
        used=form.decimal("used", label="Used so far", maximum=NUMBER_AT_MOST) or Decimal(0),
        from_on=first_day(form),
        until_on=last_day(form),
    )


def _amount(form: Form, field: str, label: str) -> Decimal:
    required = f"{label}: enter a number, 0 if none"
    return form.decimal(field, label=label, required=required, maximum=NUMBER_AT_MOST) or Decimal(0)


async def _line(request: PageRequest, plan_id: UUID, resource_id: UUID) -> ResourceSeen:
    seen = await plan(plan_id=plan_id, actor=request.user, now=clock.now())
    for one in seen.resources:
        if one.id == resource_id:
            return one
    raise NotFound


async def _page(
    request: PageRequest, plan_id: UUID, form: Form, line: ResourceSeen | None = None
) -> Response[str]:
    seen = await plan(plan_id=plan_id, actor=request.user, now=clock.now())
    return page(
        request,
        "pages/plans/resource.html",
        title="Change a resource" if line else "Add a resource",
        form=form,
        submit="Save the resource",
        cancel=f"/plans/{plan_id}",
        seen=seen,
        line=line,
        phases=PHASES,
        statuses=STATUSES,
        types=type_options(await resource_types(actor=request.user), line),
        members=members_by_agency(
            await operation_members(operation_id=seen.operation_id, actor=request.user)
        ),
        agencies=agency_options(await agencies(actor=request.user)),
    )


routes = [show_add_resource, add, show_change_resource, change, remove]
