"""Ending the support of a child."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.support.actions import end_support
from planning.support.queries import child_summary
from planning.support.rules.plans import TEXT_LENGTH, Ending
from service.pages.forms import Form
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other


@get("/support/{child_id:uuid}/end")
async def show_end(request: PageRequest, child_id: FromPath[UUID]) -> Response[str]:
    """Ask from when, and how the child goes on."""
    return await _page(request, child_id, Form.filled(ended_on=clock.today(clock.now())))


@post("/support/{child_id:uuid}/end")
async def end(request: PageRequest, child_id: FromPath[UUID]) -> Response[Any]:
    """Nobody supports the child from then on."""
    form = await form_of(request)
    ending = Ending(
        ended_on=form.date("ended_on", label="Last day", required="Enter the last day") or date.min,
        reason=form.long_text(
            "reason",
            label="Why, and how the child goes on",
            required="Enter why support ends and how the child goes on",
            max_length=TEXT_LENGTH,
        ),
    )

    async def act() -> Answer:
        await end_support(child_id=child_id, ending=ending, actor=request.user, now=clock.now())
        return see_other(f"/support/{child_id}", "Support has ended.")

    return await submit(request, form, act, again=lambda: _page(request, child_id, form))


async def _page(request: PageRequest, child_id: UUID, form: Form) -> Response[str]:
    summary = await child_summary(child_id=child_id, actor=request.user, now=clock.now())
    return page(
        request,
        "pages/support/end.html",
        title="End support",
        form=form,
        submit="End support",
        destructive=True,
        cancel=f"/support/{child_id}",
        child=summary.child,
    )


routes = [show_end, end]
