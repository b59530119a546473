"""One meeting of a batch: pinned, moved, put somewhere else, left out."""

from collections.abc import Awaitable, Callable
from datetime import date, time
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.clock import LONDON
from planning.diaries.queries import rooms
from planning.errors import NotFound
from planning.surge.actions import exclude_meeting, pin_meeting, set_site, unpin_meeting
from planning.surge.queries import batch
from planning.surge.rules.batches import BatchState, Pin
from planning.surge.rules.seen import BatchMeeting, BatchView
from planning.transactions import transaction
from service.pages.forms import Form
from service.pages.meetings.slots import room_groups
from service.pages.presenters.surge import board as words
from service.pages.presenters.surge.one import meeting_rows
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, once, see_other

_AT = "/surge/{batch_id:uuid}/meetings/{batch_meeting_id:uuid}"


@get(_AT)
async def show(
    request: PageRequest, batch_id: FromPath[UUID], batch_meeting_id: FromPath[UUID]
) -> Response[str]:
    """Where it is proposed and with whom, and what can be changed."""
    return await _page(request, batch_id, batch_meeting_id, None)


@post(f"{_AT}/pin")
async def pin(
    request: PageRequest, batch_id: FromPath[UUID], batch_meeting_id: FromPath[UUID]
) -> Response[Any]:
    """Hold it to a time and a room."""
    form = await form_of(request)
    on = form.date("on", label="Day", required="Enter the day")
    starts = form.time("starts", label="Start", required="Enter when it starts")
    room_id = form.uuid("room_id", label="Room")

    async def act() -> Answer:
        await pin_meeting(
            batch_id=batch_id,
            meeting_id=batch_meeting_id,
            pin=Pin(on or date.max, starts or time(), room_id),
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/surge/{batch_id}", "The meeting is pinned. Find times again.")

    return await submit(
        request, form, act, again=lambda: _page(request, batch_id, batch_meeting_id, form)
    )


@post(f"{_AT}/unpin")
async def unpin(
    request: PageRequest, batch_id: FromPath[UUID], batch_meeting_id: FromPath[UUID]
) -> Response[Any]:
    """Let the solver place it."""

    async def change() -> None:
        await unpin_meeting(
            batch_id=batch_id, meeting_id=batch_meeting_id, actor=request.user, now=clock.now()
        )

    return await _once(request, batch_id, change, "The meeting is not pinned any more.")


@post(f"{_AT}/exclude")
async def exclude(
    request: PageRequest, batch_id: FromPath[UUID], batch_meeting_id: FromPath[UUID]
) -> Response[Any]:
    """Leave it out; it goes on waiting."""
    change = _leaving_out(request, batch_id, batch_meeting_id, excluded=True)
    return await _once(request, batch_id, change, "The meeting is left out.")


@post(f"{_AT}/include")
async def include(
    request: PageRequest, batch_id: FromPath[UUID], batch_meeting_id: FromPath[UUID]
) -> Response[Any]:
    """Take it in again."""
    change = _leaving_out(request, batch_id, batch_meeting_id, excluded=False)
    return await _once(request, batch_id, change, "The meeting is in the batch again.")


@post(f"{_AT}/site")
async def put(
    request: PageRequest, batch_id: FromPath[UUID], batch_meeting_id: FromPath[UUID]
) -> Response[Any]:
    """Say at which site people meet, or that they meet online."""
    form = await form_of(request)
    site = form.text("site", label="Site")

    async def act() -> Answer:
        await set_site(
            batch_id=batch_id,
            meeting_id=batch_meeting_id,
            site=site or None,
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/surge/{batch_id}", "The site is saved. Find times again.")

    return await submit(
        request, form, act, again=lambda: _page(request, batch_id, batch_meeting_id, form)
    )


def _leaving_out(
    request: PageRequest, batch_id: UUID, batch_meeting_id: UUID, *, excluded: bool
) -> Callable[[], Awaitable[None]]:
    async def change() -> None:
        await exclude_meeting(
            batch_id=batch_id,
            meeting_id=batch_meeting_id,
            excluded=excluded,
            actor=request.user,
            now=clock.now(),
        )

    return change


async def _once(
    request: PageRequest, batch_id: UUID, change: Callable[[], Awaitable[None]], notice: str
) -> Response[Any]:
    async def act() -> Answer:
        await change()
        return see_other(f"/surge/{batch_id}", notice)

    return await once(request, act)


async def _page(
    request: PageRequest, batch_id: UUID, meeting_id: UUID, form: Form | None
) -> Response[str]:
    async with transaction(request.user.person_id):
        view = await batch(batch_id=batch_id, actor=request.user, now=clock.now())
        known = await rooms(actor=request.user)
    found = _meeting_of(view, meeting_id)
    here = f"/surge/{batch_id}"
    return page(
        request,
        "pages/surge/meeting.html",
        title=f"Meeting for {words.children_words(found)}",
        here=here,
        at=f"{here}/meetings/{meeting_id}",
        tags=words.tags_of(found),
        rows=meeting_rows(found),
        open=view.state is BatchState.OPEN and not found.taken,
        pinned=found.pinned is not None,
        excluded=found.excluded,
        convened=f"/meetings/{found.meeting_id}" if found.meeting_id else "",
        rooms=room_groups([room for room in known if not room.is_virtual]),
        sites=[(site, site) for site in view.sites],
        form=form or _filled(found),
    )


def _meeting_of(view: BatchView, meeting_id: UUID) -> BatchMeeting:
    for found in view.meetings:
        if found.id == meeting_id:
            return found
    raise NotFound


def _filled(found: BatchMeeting) -> Form:
    """Its pin, or where the proposal has it."""
    if found.pinned:
        pinned = found.pinned
        return Form.filled(
            on=pinned.on, starts=pinned.starts, room_id=pinned.room_id, site=found.site
        )
    if found.place:
        starts = found.place.starts_at.astimezone(LONDON)
        return Form.filled(
            on=starts.date(), starts=starts.time(), room_id=found.place.room_id, site=found.site
        )
    return Form.filled(site=found.site)


routes = [show, pin, unpin, exclude, include, put]
