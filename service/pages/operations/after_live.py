"""After go-live: forecast against actual, and looking at a plan again."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.lessons.queries import afterwards_of, report_of, versions_in_force
from planning.operations.queries import operation
from planning.plans.actions import review_plan
from planning.plans.queries import plan, plan_reviews
from planning.plans.rules.reviews import NOTE_LENGTH
from service.pages.forms import Form
from service.pages.presenters import lessons as words
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other

CHANGED = [
    ("no", "It stays as it is"),
    ("yes", "It has to change, or was changed for this review"),
]


@get("/operations/{operation_id:uuid}/afterwards")
async def show_afterwards(request: PageRequest, operation_id: FromPath[UUID]) -> Response[str]:
    """What was forecast and what happened, which versions hold, and which reviews are due."""
    actor, now = request.user, clock.now()
    found = await afterwards_of(operation_id=operation_id, actor=actor, now=now)
    seen = await operation(operation_id=operation_id, actor=actor, now=now)
    versions = await versions_in_force(operation_id=operation_id, actor=actor)
    reviews = await plan_reviews(operation_id=operation_id, actor=actor, now=now)
    report = await report_of(operation_id=operation_id, actor=actor)
    return page(
        request,
        "pages/operations/afterwards.html",
        title="Since go-live",
        seen=seen,
        found=found,
        pictures=words.pictures(found),
        resources=words.resource_rows(found),
        versions=words.version_lines(versions),
        awaited=words.awaited(versions),
        reviews=words.review_lines(reviews, clock.today(now), request.auth.closed_days),
        leads=seen.lead_id == actor.person_id and report.open,
    )


@get("/plans/{plan_id:uuid}/review")
async def show_review(request: PageRequest, plan_id: FromPath[UUID]) -> Response[str]:
    """Ask what looking at the plan again found."""
    return await _page(request, plan_id, Form())


@post("/plans/{plan_id:uuid}/review")
async def review(request: PageRequest, plan_id: FromPath[UUID]) -> Response[Any]:
    """Keep it; the next review is due from today on."""
    form = await form_of(request)
    changed = form.choice(
        "changed", label="Result", options=dict(CHANGED), required="Select what the review found"
    )
    note = form.long_text(
        "note", label="Note", required="Enter what the review found", max_length=NOTE_LENGTH
    )

    async def act() -> Answer:
        await review_plan(
            plan_id=plan_id,
            changed=changed == "yes",
            note=note,
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/plans/{plan_id}", "The review is recorded.")

    return await submit(request, form, act, again=lambda: _page(request, plan_id, form))


async def _page(request: PageRequest, plan_id: UUID, form: Form) -> Response[str]:
    seen = await plan(plan_id=plan_id, actor=request.user, now=clock.now())
    return page(
        request,
        "pages/plans/review.html",
        title="Review the plan",
        form=form,
        submit="Record the review",
        cancel=f"/plans/{plan_id}",
        seen=seen,
        options=CHANGED,
    )


routes = [show_afterwards, show_review, review]
