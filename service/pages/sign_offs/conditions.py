"""Conditions of a signature: shown met by their owner, confirmed by the agency that set them."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import NotFound
from planning.plans.queries import plan
from planning.plans.queries.plans import PlanSeen
from planning.sign_offs.actions import confirm_condition, meet_condition
from planning.sign_offs.queries import sign_off_states
from planning.sign_offs.queries.evidence import ConditionSeen
from service.pages.forms import Form
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, once, see_other


@get("/plans/{plan_id:uuid}/conditions/{condition_id:uuid}/meet")
async def show_meet(
    request: PageRequest, plan_id: FromPath[UUID], condition_id: FromPath[UUID]
) -> Response[str]:
    """Ask how it is met."""
    seen, condition = await _condition(request, plan_id, condition_id)
    return _page(request, seen, condition, Form.filled(evidence=condition.evidence))


@post("/plans/{plan_id:uuid}/conditions/{condition_id:uuid}/meet")
async def meet(
    request: PageRequest, plan_id: FromPath[UUID], condition_id: FromPath[UUID]
) -> Response[Any]:
    """Show that it is met."""
    seen, condition = await _condition(request, plan_id, condition_id)
    form = await form_of(request)
    evidence = form.long_text(
        "evidence", label="How it is met", required="Enter how it is met", max_length=2000
    )

    async def act() -> Answer:
        await meet_condition(
            condition_id=condition_id, evidence=evidence, actor=request.user, now=clock.now()
        )
        return see_other(f"/plans/{plan_id}", "The agency that set the condition must confirm it.")

    async def again() -> Response[str]:
        return _page(request, seen, condition, form)

    return await submit(request, form, act, again=again)


@post("/plans/{plan_id:uuid}/conditions/{condition_id:uuid}/confirm")
async def confirm(
    request: PageRequest, plan_id: FromPath[UUID], condition_id: FromPath[UUID]
) -> Response[Any]:
    """Confirm for the agency that set it."""
    await _condition(request, plan_id, condition_id)

    async def act() -> Answer:
        await confirm_condition(condition_id=condition_id, actor=request.user, now=clock.now())
        return see_other(f"/plans/{plan_id}", "The condition is met.")

    return await once(request, act)


async def _condition(
    request: PageRequest, plan_id: UUID, condition_id: UUID
) -> tuple[PlanSeen, ConditionSeen]:
    seen = await plan(plan_id=plan_id, actor=request.user, now=clock.now())
    states = await sign_off_states(operation_id=seen.operation_id, actor=request.user)
    for one in (condition for state in states for condition in state.conditions):
        if one.id == condition_id:
            return seen, one
    raise NotFound


def _page(
    request: PageRequest, seen: PlanSeen, condition: ConditionSeen, form: Form
) -> Response[str]:
    return page(
        request,
        "pages/sign_offs/meet.html",
        title="Show that a condition is met",
        form=form,
        submit="Send",
        cancel=f"/plans/{seen.id}",
        seen=seen,
        condition=condition,
    )


routes = [show_meet, meet, confirm]
