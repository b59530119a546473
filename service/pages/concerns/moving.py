"""Putting off the next meeting's date, and ending a concern."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.chains.actions import close_concern, move_next_date
from planning.chains.blockers import LONGEST_FOLLOW_ON, LONGEST_REASON
from planning.concerns.queries import concern
from service.pages.forms import Form, FormInvalid
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, see_other


@get("/concerns/{concern_id:uuid}/next-date")
async def show_move(request: PageRequest, concern_id: FromPath[UUID]) -> Response[str]:
    """Ask for the new date and why."""
    return await _move_page(request, concern_id, Form())


@post("/concerns/{concern_id:uuid}/next-date")
async def move(request: PageRequest, concern_id: FromPath[UUID]) -> Response[Any]:
    """Move the date of the next meeting; a later one counts as a slip."""
    form = await form_of(request)
    next_on = form.date("next_on", label="New date", required="Enter the new date")
    reason = form.long_text(
        "reason", label="Reason", required="Say why the date moves", max_length=LONGEST_REASON
    )

    async def act() -> Answer:
        if next_on is None:
            raise FormInvalid(form)
        await move_next_date(
            concern_id=concern_id,
            next_on=next_on,
            reason=reason,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )
        return see_other(f"/concerns/{concern_id}", "The next date is moved.")

    return await submit(request, form, act, again=lambda: _move_page(request, concern_id, form))


@get("/concerns/{concern_id:uuid}/close")
async def show_close(request: PageRequest, concern_id: FromPath[UUID]) -> Response[str]:
    """Ask what follows for the child."""
    return await _close_page(request, concern_id, Form())


@post("/concerns/{concern_id:uuid}/close")
async def close(request: PageRequest, concern_id: FromPath[UUID]) -> Response[Any]:
    """End the concern."""
    form = await form_of(request)
    follow_on = form.long_text(
        "follow_on",
        label="What follows",
        required="Say what follows for the child",
        max_length=LONGEST_FOLLOW_ON,
    )

    async def act() -> Answer:
        await close_concern(
            concern_id=concern_id, follow_on=follow_on, actor=request.user, now=clock.now()
        )
        return see_other(f"/concerns/{concern_id}", "The concern is closed.")

    return await submit(request, form, act, again=lambda: _close_page(request, concern_id, form))


async def _move_page(request: PageRequest, concern_id: UUID, form: Form) -> Response[str]:
    seen = await concern(concern_id=concern_id, actor=request.user, now=clock.now())
    return page(
        request,
        "pages/concerns/next_date.html",
        title="Move the next date",
        form=form,
        submit="Move the date",
        cancel=f"/concerns/{concern_id}",
        concern=seen,
    )


async def _close_page(request: PageRequest, concern_id: UUID, form: Form) -> Response[str]:
    seen = await concern(concern_id=concern_id, actor=request.user, now=clock.now())
    return page(
        request,
        "pages/concerns/close.html",
        title="Close this concern",
        form=form,
        submit="Close the concern",
        destructive=True,
        cancel=f"/concerns/{concern_id}",
        concern=seen,
    )


routes = [show_move, move, show_close, close]
