"""Reminding the people whose answer to an invitation is awaited."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import NotAllowed
from planning.meetings.queries import MeetingSeen, meeting
from planning.meetings.rules.states import MeetingState
from planning.people.rules import Actor
from planning.reminders.actions import chase
from planning.reminders.queries import unanswered
from service.pages.forms import Form
from service.pages.presenters import reminding as words
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, see_other


@get("/meetings/{meeting_id:uuid}/remind")
async def show_remind(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[str]:
    """Show whose answer is awaited and when they were reminded."""
    return await _page(request, meeting_id, Form())


@post("/meetings/{meeting_id:uuid}/remind")
async def remind(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
    """Remind them now, at most once an hour."""
    form = await form_of(request)

    async def act() -> Answer:
        people = await chase(
            meeting_id=meeting_id,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )
        return see_other(f"/meetings/{meeting_id}", words.told(people))

    return await submit(request, form, act, again=lambda: _page(request, meeting_id, form))


async def awaited_of(seen: MeetingSeen, actor: Actor) -> list[words.AwaitedLine]:
    """Whose answer is awaited, for the meeting's page; empty for who may not remind them."""
    if not seen.may_arrange or seen.state is not MeetingState.CONVENED:
        return []
    return [words.line(one) for one in await unanswered(meeting_id=seen.id, actor=actor)]


async def _page(request: PageRequest, meeting_id: UUID, form: Form) -> Response[str]:
    if not (await meeting(meeting_id=meeting_id, actor=request.user, now=clock.now())).may_arrange:
        raise NotAllowed("Only the chair, the convener or a scheduler can do this.")
    found = await unanswered(meeting_id=meeting_id, actor=request.user)
    return page(
        request,
        "pages/meetings/remind.html",
        title="Remind people who have not answered",
        form=form,
        submit="Remind them now",
        awaited=[words.line(one) for one in found],
        back=f"/meetings/{meeting_id}",
    )


routes = [show_remind, remind]
