"""Minutes: each reader's own version; the chair approves them."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.meetings.actions import approve_minutes
from planning.meetings.queries import meeting, minutes_of
from service.pages.forms import Form
from service.pages.presenters import minutes as words
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, see_other


@get("/meetings/{meeting_id:uuid}/minutes")
async def show(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[str]:
    """Show the reader's version; the reading is logged."""
    return await _page(request, meeting_id, Form())


@post("/meetings/{meeting_id:uuid}/minutes/approve")
async def approve(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
    """Make the minutes final and tell every attendee."""
    form = await form_of(request)

    async def act() -> Answer:
        await approve_minutes(
            meeting_id=meeting_id,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )
        told = "The minutes are approved. Everybody who was invited is told."
        return see_other(f"/meetings/{meeting_id}/minutes", told)

    return await submit(request, form, act, again=lambda: _page(request, meeting_id, form))


async def _page(request: PageRequest, meeting_id: UUID, form: Form) -> Response[str]:
    seen = await minutes_of(meeting_id=meeting_id, actor=request.user, now=clock.now())
    return page(
        request,
        "pages/meetings/minutes.html",
        title=f"Minutes of meeting {seen.reference}",
        form=form,
        minutes=seen,
        rows=words.joint_rows(seen.joint),
        children=[words.child_part(child) for child in seen.children],
        may_approve=seen.version == 0 and await _is_chair(request, meeting_id),
        standing=words.standing(seen),
    )


async def _is_chair(request: PageRequest, meeting_id: UUID) -> bool:
    seen = await meeting(meeting_id=meeting_id, actor=request.user, now=clock.now())
    return seen.may_approve


routes = [show, approve]
