"""Which agencies must sign: adding one or taking one off, with a reason."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import NotFound
from planning.operations.actions import release_agency, require_agency
from planning.operations.queries import operation
from planning.people.queries import agencies
from service.pages.forms import Form
from service.pages.operations.asking import reason_of
from service.pages.placing import placing
from service.pages.presenters.directory import agency_options
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, see_other


@get("/operations/{operation_id:uuid}/agencies")
async def show_require(request: PageRequest, operation_id: FromPath[UUID]) -> Response[str]:
    """Ask which agency, and why."""
    return await _require_page(request, operation_id, Form())


@post("/operations/{operation_id:uuid}/agencies")
async def require(request: PageRequest, operation_id: FromPath[UUID]) -> Response[Any]:
    """Ask the agency to sign from now on."""
    form = await form_of(request)
    agency_id = form.uuid("agency_id", label="Agency", required="Select the agency")
    reason = reason_of(form, "Enter why this agency must sign")

    async def act() -> Answer:
        with placing(agencies=[form]):
            await require_agency(
                operation_id=operation_id,
                agency_id=agency_id or UUID(int=0),
                reason=reason,
                actor=request.user,
                now=clock.now(),
                enqueue=enqueue_of(request),
            )
        return see_other(
            f"/operations/{operation_id}",
            "The agency must sign now. Submit the plans again to ask it.",
        )

    return await submit(
        request, form, act, again=lambda: _require_page(request, operation_id, form)
    )


@get("/operations/{operation_id:uuid}/agencies/{agency_id:uuid}/release")
async def show_release(
    request: PageRequest, operation_id: FromPath[UUID], agency_id: FromPath[UUID]
) -> Response[str]:
    """Ask why it need not sign."""
    return await _release_page(request, operation_id, agency_id, Form())


@post("/operations/{operation_id:uuid}/agencies/{agency_id:uuid}/release")
async def release(
    request: PageRequest, operation_id: FromPath[UUID], agency_id: FromPath[UUID]
) -> Response[Any]:
    """Take it off the list."""
    form = await form_of(request)
    reason = reason_of(form, "Enter why this agency need not sign")

    async def act() -> Answer:
        await release_agency(
            operation_id=operation_id,
            agency_id=agency_id,
            reason=reason,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )
        return see_other(f"/operations/{operation_id}", "The agency need not sign any more.")

    return await submit(
        request, form, act, again=lambda: _release_page(request, operation_id, agency_id, form)
    )


async def _require_page(request: PageRequest, operation_id: UUID, form: Form) -> Response[str]:
    seen = await operation(operation_id=operation_id, actor=request.user, now=clock.now())
    there = {one.agency_id for one in seen.agencies}
    others = [one for one in await agencies(actor=request.user) if one.id not in there]
    return page(
        request,
        "pages/operations/require_agency.html",
        title="Require an agency to sign",
        form=form,
        submit="Require its signature",
        cancel=f"/operations/{operation_id}",
        seen=seen,
        agencies=agency_options(others),
    )


async def _release_page(
    request: PageRequest, operation_id: UUID, agency_id: UUID, form: Form
) -> Response[str]:
    seen = await operation(operation_id=operation_id, actor=request.user, now=clock.now())
    agency = next((one for one in seen.agencies if one.agency_id == agency_id), None)
    if agency is None:
        raise NotFound
    return page(
        request,
        "pages/operations/release_agency.html",
        title="Take an agency off the list",
        form=form,
        submit="Take it off the list",
        destructive=True,
        cancel=f"/operations/{operation_id}",
        seen=seen,
        agency=agency,
    )


routes = [show_require, require, show_release, release]
