"""Assessing the risk, and recording a review: both say when the next one is."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.support.actions import assess_risk, record_review
from planning.support.queries import child_summary
from planning.support.rules.plans import TEXT_LENGTH, ReviewDraft, RiskDraft
from service.pages.forms import Form
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other


@get("/support/{child_id:uuid}/risk")
async def show_risk(request: PageRequest, child_id: FromPath[UUID]) -> Response[str]:
    """Ask what threatens the child, now and from day to day."""
    return await _risk_page(request, child_id, Form.filled(assessed_on=clock.today(clock.now())))


@post("/support/{child_id:uuid}/risk")
async def assess(request: PageRequest, child_id: FromPath[UUID]) -> Response[Any]:
    """Record it beside the earlier ones."""
    form = await form_of(request)
    draft = RiskDraft(
        immediate=_text(form, "immediate", "Immediate risk", "Enter the immediate risk, or none"),
        ongoing=_text(form, "ongoing", "Ongoing risk", "Enter the ongoing risk, or none"),
        assessed_on=_date(form, "assessed_on", "Date of the assessment"),
        next_on=_date(form, "next_on", "Date of the next one"),
    )

    async def act() -> Answer:
        await assess_risk(child_id=child_id, draft=draft, actor=request.user, now=clock.now())
        return see_other(f"/support/{child_id}", "The risk assessment is recorded.")

    return await submit(request, form, act, again=lambda: _risk_page(request, child_id, form))


@get("/support/{child_id:uuid}/review")
async def show_review(request: PageRequest, child_id: FromPath[UUID]) -> Response[str]:
    """Ask what the review found."""
    return await _review_page(request, child_id, Form.filled(held_on=clock.today(clock.now())))


@post("/support/{child_id:uuid}/review")
async def review(request: PageRequest, child_id: FromPath[UUID]) -> Response[Any]:
    """Record it."""
    form = await form_of(request)
    draft = ReviewDraft(
        held_on=_date(form, "held_on", "Date of the review"),
        summary=_text(form, "summary", "What it found", "Enter what the review found and decided"),
        next_on=_date(form, "next_on", "Date of the next one"),
    )

    async def act() -> Answer:
        await record_review(child_id=child_id, draft=draft, actor=request.user, now=clock.now())
        return see_other(f"/support/{child_id}", "The review is recorded.")

    return await submit(request, form, act, again=lambda: _review_page(request, child_id, form))


def _text(form: Form, field: str, label: str, required: str) -> str:
    return form.long_text(field, label=label, required=required, max_length=TEXT_LENGTH)


def _date(form: Form, field: str, label: str) -> date:
    return form.date(field, label=label, required=f"Enter the {label.lower()}") or date.min


async def _risk_page(request: PageRequest, child_id: UUID, form: Form) -> Response[str]:
    summary = await child_summary(child_id=child_id, actor=request.user, now=clock.now())
    return page(
        request,
        "pages/support/risk.html",
        title="Assess the risk",
        form=form,
        submit="Record the assessment",
        cancel=f"/support/{child_id}",
        child=summary.child,
    )


async def _review_page(request: PageRequest, child_id: UUID, form: Form) -> Response[str]:
    summary = await child_summary(child_id=child_id, actor=request.user, now=clock.now())
    return page(
        request,
        "pages/support/review.html",
        title="Record a review",
        form=form,
        submit="Record the review",
        cancel=f"/support/{child_id}",
        child=summary.child,
    )


routes = [show_risk, assess, show_review, review]
