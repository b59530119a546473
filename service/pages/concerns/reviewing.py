"""Senior reviews: of one child, or of several who wait for this manager."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.chains.actions import record_review
from planning.chains.queries import review_cases, reviews_owed
from planning.chains.rules import ReviewAnswer, Reviewing
from planning.chains.rules.reviews import LONGEST_REASON
from planning.errors import Blocked, Blocker
from service.pages.forms import Form, FormInvalid
from service.pages.presenters.counts import count
from service.pages.presenters.reviews import ANSWERS, CaseShown, case_shown
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, see_other

SEVERAL = "/concerns/reviews"


@get("/concerns/{concern_id:uuid}/review")
async def show(request: PageRequest, concern_id: FromPath[UUID]) -> Response[str]:
    """Show what the reviewer needs, and ask for the answer."""
    return await _page(request, [concern_id], Form())


@post("/concerns/{concern_id:uuid}/review")
async def review(request: PageRequest, concern_id: FromPath[UUID]) -> Response[Any]:
    """Record the answer for this child."""
    form = await form_of(request)
    return await _record(request, form, [concern_id], [concern_id], f"/concerns/{concern_id}")


@get("/concerns/reviews")
async def show_several(request: PageRequest) -> Response[str]:
    """Show every chain whose review this manager owes."""
    return await _page(request, await _owed(request), Form(), several=True)


@post("/concerns/reviews")
async def review_several(request: PageRequest) -> Response[Any]:
    """Record one answer for all that are ticked."""
    form = await form_of(request)
    ticked = form.uuids("concern_ids", label="Children", required="Choose at least one child")
    return await _record(request, form, ticked, await _owed(request), "/work", several=True)


async def _owed(request: PageRequest) -> list[UUID]:
    found = await reviews_owed(actor=request.user, now=clock.now())
    return [one.concern_id for one in found]


async def _record(
    request: PageRequest,
    form: Form,
    chosen: Sequence[UUID],
    shown: Sequence[UUID],
    then: str,
    *,
    several: bool = False,
) -> Response[Any]:
    answer = form.enum(
        "answer", label="Answer", kind=ReviewAnswer, required="Choose what you answer"
    )
    reason = form.long_text("reason", label="Reason", required="Say why", max_length=LONGEST_REASON)
    convenes = answer is ReviewAnswer.CONVENE_CONFERENCE
    conference_on = form.date(
        "conference_on",
        label="Date of the conference",
        required="Enter the date of the conference" if convenes else None,
    )
    seen = {one: form.integer(f"meetings-{one}", label="Meetings") or 0 for one in chosen}

    async def act() -> Answer:
        if answer is None:
            raise FormInvalid(form)
        try:
            await record_review(
                reviews=[
                    Reviewing(one, answer, reason, seen[one], _date_of(answer, conference_on))
                    for one in chosen
                ],
                actor=request.user,
                now=clock.now(),
                enqueue=enqueue_of(request),
            )
        except Blocked as refusal:
            raise type(refusal)([_of_page(one) for one in refusal.blockers]) from refusal
        told = f"Your review of {count(len(chosen), 'child', 'children')} is recorded."
        return see_other(then, told)

    return await submit(
        request, form, act, again=lambda: _page(request, shown, form, several=several)
    )


def _date_of(answer: ReviewAnswer, conference_on: date | None) -> date | None:
    """A date typed under an answer that was then changed is not meant."""
    return conference_on if answer is ReviewAnswer.CONVENE_CONFERENCE else None


def _of_page(fault: Blocker) -> Blocker:
    """By the input that the page has for all children."""
    name = fault.field.rsplit(".", 1)[-1]
    return Blocker(fault.message, name if name in {"reason", "conference_on"} else "")


async def _page(
    request: PageRequest, concern_ids: Sequence[UUID], form: Form, *, several: bool = False
) -> Response[str]:
    now = clock.now()
    cases = await review_cases(concern_ids=concern_ids, actor=request.user, now=now)
    shown = [
        case_shown(case, request.user, clock.today(now), request.auth.closed_days) for case in cases
    ]
    return page(
        request,
        "pages/concerns/review.html",
        title="Senior reviews" if several else "Senior review",
        form=form,
        cases=shown,
        several=several,
        ticks=[(case.concern_id, f"{case.name}, {case.reference}") for case in shown],
        may_answer=any(not case.refusal for case in shown),
        back_to=_back(shown, several=several),
        answers=ANSWERS,
    )


def _back(cases: Sequence[CaseShown], *, several: bool) -> tuple[str, str]:
    if several:
        return "/work", "Your work"
    return f"/concerns/{cases[0].concern_id}", "The child’s concern"


routes = [show, review, show_several, review_several]
