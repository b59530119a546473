"""Submitting a plan for sign-off."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.operations.queries import operation
from planning.plans.queries import plan
from planning.sign_offs.actions import submit_for_sign_off
from service.pages.forms import Form
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, see_other


@get("/plans/{plan_id:uuid}/submit")
async def show_submit(request: PageRequest, plan_id: FromPath[UUID]) -> Response[str]:
    """What is still empty and who will be asked."""
    return await _page(request, plan_id, Form())


@post("/plans/{plan_id:uuid}/submit")
async def submit_plan(request: PageRequest, plan_id: FromPath[UUID]) -> Response[Any]:
    """Freeze the next version and ask the signatories."""
    form = await form_of(request)
    after = form.integer("after", label="Version")

    async def act() -> Answer:
        submitted = await submit_for_sign_off(
            plan_id=plan_id,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
            after=after,
        )
        return see_other(
            f"/plans/{plan_id}", f"Version {submitted.number} is out. The signatories are asked."
        )

    return await submit(request, form, act, again=lambda: _page(request, plan_id, form))


async def _page(request: PageRequest, plan_id: UUID, form: Form) -> Response[str]:
    actor, now = request.user, clock.now()
    seen = await plan(plan_id=plan_id, actor=actor, now=now)
    around = await operation(operation_id=seen.operation_id, actor=actor, now=now)
    return page(
        request,
        "pages/plans/submit.html",
        title="Submit the plan for sign-off",
        form=form,
        submit=f"Submit version {(seen.number or 0) + 1}",
        destructive=True,
        cancel=f"/plans/{plan_id}",
        seen=seen,
        agencies=[agency.agency_name for agency in around.agencies],
        unfinished=[one for one in seen.sections if one.still_needed],
    )


routes = [show_submit, submit_plan]
