"""Raising an escalation about a concern or a plan."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.escalations.actions import Raising, raise_escalation
from planning.escalations.queries import Raisable, raisable
from planning.escalations.rules import LONGEST_REASON, LONGEST_SAFETY, EscalationKind
from service.pages.forms import Form
from service.pages.presenters import escalations as words
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, see_other


@get("/concerns/{concern_id:uuid}/escalate")
async def show_of_concern(request: PageRequest, concern_id: FromPath[UUID]) -> Response[str]:
    """Ask what it is about and why."""
    return await _page(request, await _concern(request, concern_id), Form())


@post("/concerns/{concern_id:uuid}/escalate")
async def raise_of_concern(request: PageRequest, concern_id: FromPath[UUID]) -> Response[Any]:
    """Ask the first stage’s owner."""
    return await _raise(request, await _concern(request, concern_id))


@get("/plans/{plan_id:uuid}/escalate")
async def show_of_plan(request: PageRequest, plan_id: FromPath[UUID]) -> Response[str]:
    """Ask why."""
    return await _page(request, await _plan(request, plan_id), Form())


@post("/plans/{plan_id:uuid}/escalate")
async def raise_of_plan(request: PageRequest, plan_id: FromPath[UUID]) -> Response[Any]:
    """Ask the first stage’s owner."""
    return await _raise(request, await _plan(request, plan_id))


async def _concern(request: PageRequest, concern_id: UUID) -> Raisable:
    return await raisable(concern_id=concern_id, plan_id=None, actor=request.user)


async def _plan(request: PageRequest, plan_id: UUID) -> Raisable:
    return await raisable(concern_id=None, plan_id=plan_id, actor=request.user)


async def _raise(request: PageRequest, subject: Raisable) -> Response[Any]:
    form = await form_of(request)
    kind = (
        EscalationKind.PLAN
        if subject.plan_kind
        else form.enum(
            "kind",
            label="What it is about",
            kind=EscalationKind,
            required="Select what this is about",
        )
    )
    reason = form.long_text(
        "reason", label="Why", required="Say why you raise it", max_length=LONGEST_REASON
    )
    safe = form.long_text(
        "child_safe_meanwhile",
        label="How the child is safe",
        required="Say how the child is safe meanwhile",
        max_length=LONGEST_SAFETY,
    )
    agency_id = form.uuid("agency_id", label="Agency")
    urgent, police = form.flag("urgent"), form.flag("police_sensitive")

    async def act() -> Answer:
        escalation_id = await raise_escalation(
            raising=Raising(
                kind=kind,  # type: ignore[arg-type]  # the form was checked
                subject_id=subject.id,
                reason=reason,
                child_safe_meanwhile=safe,
                urgent=urgent,
                agency_id=agency_id,
                police_sensitive=police,
            ),
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )
        return see_other(f"/escalations/{escalation_id}", "The escalation is raised.")

    return await submit(request, form, act, again=lambda: _page(request, subject, form))


async def _page(request: PageRequest, subject: Raisable, form: Form) -> Response[str]:
    return page(
        request,
        "pages/escalations/raise.html",
        title="Raise an escalation",
        form=form,
        submit="Raise it",
        cancel=f"/{'plans' if subject.plan_kind else 'concerns'}/{subject.id}",
        about=words.raisable_words(subject),
        kinds=[] if subject.plan_kind else words.KIND_OPTIONS,
        agencies=[(str(agency.id), agency.name) for agency in subject.agencies],
        leads=subject.agency_name,
        police=subject.has_police_tier,
    )


routes = [show_of_concern, raise_of_concern, show_of_plan, raise_of_plan]
