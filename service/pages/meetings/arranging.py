"""Moving and cancelling a meeting."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from planning import clock
from planning.diaries.queries import rooms
from planning.errors import NotAllowed
from planning.meetings.actions import cancel, reschedule
from planning.meetings.actions.moving import LONGEST_REASON
from planning.meetings.queries import MeetingSeen, meeting
from planning.people.rules import Actor
from planning.replies.queries import reply as one_reply
from service.pages.forms import Form, FormInvalid
from service.pages.meetings.slots import (
    NO_ROOM,
    busy_options,
    new_times,
    read_room,
    room_groups,
)
from service.pages.meetings.times import read_asked, read_times
from service.pages.presenters.meetings import place_words
from service.pages.presenters.moments import limit, span
from service.pages.presenters.slots import LENGTHS
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, see_other

Span = tuple[datetime, datetime]


@get("/meetings/{meeting_id:uuid}/reschedule")
async def show_move(
    request: PageRequest, meeting_id: FromPath[UUID], reply: FromQuery[UUID | None] = None
) -> Response[str]:
    """Ask for the new time; filled in with what a reply proposes."""
    wanted = await _proposed(meeting_id, reply, request.user) if reply else None
    return await _move_page(request, meeting_id, None, wanted)


@post("/meetings/{meeting_id:uuid}/reschedule")
async def move(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
    """Move the meeting and ask everybody again."""
    form = await form_of(request)
    if form.value("step") == "times":
        shown = await _move_page(request, meeting_id, form)
        shown.status_code = 422 if form.errors else 200
        return shown
    times = read_times(form)
    room_id = read_room(form)
    asked = read_asked(form)
    version = form.integer("version", label="Version", required="Reload the page")

    async def act() -> Answer:
        if times is None or version is None:
            raise FormInvalid(form)
        await reschedule(
            meeting_id=meeting_id,
            times=times,
            version=version,
            ask_although_busy=asked,
            room_id=room_id,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )
        told = "The meeting is moved. Everybody is asked again."
        return see_other(f"/meetings/{meeting_id}", told)

    return await submit(request, form, act, again=lambda: _move_page(request, meeting_id, form))


@get("/meetings/{meeting_id:uuid}/cancel")
async def show_cancel(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[str]:
    """Ask why."""
    return await _cancel_page(request, meeting_id, Form())


@post("/meetings/{meeting_id:uuid}/cancel")
async def take_back(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
    """Cancel the meeting and tell everybody that it does not take place."""
    form = await form_of(request)
    reason = form.long_text(
        "reason",
        label="Reason",
        required="Say why the meeting is cancelled",
        max_length=LONGEST_REASON,
    )

    async def act() -> Answer:
        sees = await cancel(
            meeting_id=meeting_id,
            reason=reason,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )
        there = f"/meetings/{meeting_id}" if sees else "/meetings"
        return see_other(there, "The meeting is cancelled.")

    return await submit(request, form, act, again=lambda: _cancel_page(request, meeting_id, form))


async def _arranged(request: PageRequest, meeting_id: UUID, now: datetime) -> MeetingSeen:
    seen = await meeting(meeting_id=meeting_id, actor=request.user, now=now)
    if not seen.may_arrange:
        raise NotAllowed("Only the chair, the convener or a scheduler can do this.")
    return seen


async def _proposed(meeting_id: UUID, reply_id: UUID, actor: Actor) -> Span | None:
    now = clock.now()
    seen = await one_reply(meeting_id=meeting_id, reply_id=reply_id, actor=actor, now=now)
    starts_at, ends_at = seen.line.proposed_starts_at, seen.line.proposed_ends_at
    return (starts_at, ends_at) if starts_at and ends_at and starts_at > now else None


async def _move_page(
    request: PageRequest, meeting_id: UUID, form: Form | None, wanted: Span | None = None
) -> Response[str]:
    seen = await _arranged(request, meeting_id, clock.now())
    slots = await new_times(form, meeting_id, request.user, clock.now()) if form else None
    people = [attendee.person_id for attendee in seen.attendees]
    return page(
        request,
        "pages/meetings/reschedule.html",
        title=f"Move meeting {seen.reference}",
        form=form or _times_of(wanted or (seen.starts_at, seen.ends_at)),
        submit="Move the meeting",
        action=f"/meetings/{meeting_id}/reschedule",
        cancel=f"/meetings/{meeting_id}",
        when=span(seen.starts_at, seen.ends_at),
        version=seen.version,
        latest=limit(seen.convene_limit, clock.now(), request.auth.closed_days),
        lengths=LENGTHS,
        slots=slots,
        busy=await busy_options(form, people, request.user, meeting_id) if form else [],
        rooms=[("", [(NO_ROOM, "No room")]), *room_groups(await rooms(actor=request.user))],
        where=place_words(seen.mode, seen.place),
    )


def _times_of(span: Span) -> Form:
    starts, ends = (one.astimezone(clock.LONDON) for one in span)
    return Form.filled(
        on=starts.date(),
        starts=starts.time(),
        ends=ends.time(),
        next_day=ends.date() > starts.date(),
    )


async def _cancel_page(request: PageRequest, meeting_id: UUID, form: Form) -> Response[str]:
    seen = await _arranged(request, meeting_id, clock.now())
    return page(
        request,
        "pages/meetings/cancel.html",
        title=f"Cancel meeting {seen.reference}",
        form=form,
        submit="Cancel the meeting",
        destructive=True,
        when=span(seen.starts_at, seen.ends_at),
        back=f"/meetings/{meeting_id}",
    )


routes = [show_move, move, show_cancel, take_back]
