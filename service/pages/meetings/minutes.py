"""Minutes: each reader's own version, what they and the chair do with it, who has read it."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from planning import clock
from planning.errors import NotAllowed, block_if
from planning.meetings.actions import acknowledge_minutes, approve_minutes, make_final
from planning.meetings.queries import (
    minutes_as_read_by,
    minutes_of,
    readership,
)
from planning.meetings.rules.states import Act, state_blockers
from service.pages.forms import Form
from service.pages.meetings.lookups import profile_now
from service.pages.presenters import amendments as said
from service.pages.presenters import minutes as words
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, see_other


@get("/meetings/{meeting_id:uuid}/minutes")
async def show(
    request: PageRequest, meeting_id: FromPath[UUID], version: FromQuery[int | None] = None
) -> Response[str]:
    """Show the reader's version, or an earlier one; the reading is logged."""
    return await _page(request, meeting_id, Form(), version)


@get("/meetings/{meeting_id:uuid}/minutes/approve")
async def show_approve(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[str]:
    """Show what each attendee will read, before the chair approves."""
    return await _approve_page(request, meeting_id, Form())


@post("/meetings/{meeting_id:uuid}/minutes/approve")
async def approve(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
    """Let every attendee read the minutes and ask for corrections."""
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


@get("/meetings/{meeting_id:uuid}/minutes/readers/{person_id:uuid}")
async def show_as_read_by(
    request: PageRequest, meeting_id: FromPath[UUID], person_id: FromPath[UUID]
) -> Response[str]:
    """Show the chair what one attendee reads, or will."""
    seen = await minutes_as_read_by(
        meeting_id=meeting_id, person_id=person_id, actor=request.user, now=clock.now()
    )
    readers = await readership(meeting_id=meeting_id, actor=request.user)
    reader = next(one for one in readers if one.person_id == person_id)
    return page(
        request,
        "pages/meetings/minutes_preview.html",
        title=f"As read by {reader.name}",
        minutes=seen,
        agency=reader.agency_name,
        parts=words.parts(seen),
    )


@post("/meetings/{meeting_id:uuid}/minutes/acknowledge")
async def acknowledge(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
    """Confirm to have read one's version."""
    form = await form_of(request)
    version = form.integer("version", label="Version", required="Reload the page") or 0

    async def act() -> Answer:
        await acknowledge_minutes(
            meeting_id=meeting_id, version=version, actor=request.user, now=clock.now()
        )
        told = "You have confirmed that you read these minutes."
        return see_other(f"/meetings/{meeting_id}/minutes", told)

    return await submit(request, form, act, again=lambda: _page(request, meeting_id, form))


@post("/meetings/{meeting_id:uuid}/minutes/finish")
async def finish(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
    """End the time for corrections early."""
    form = await form_of(request)

    async def act() -> Answer:
        await make_final(
            meeting_id=meeting_id,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )
        told = "The minutes are final. Everybody who reads them is told."
        return see_other(f"/meetings/{meeting_id}/minutes", told)

    return await submit(request, form, act, again=lambda: _page(request, meeting_id, form))


async def _page(
    request: PageRequest, meeting_id: UUID, form: Form, version: int | None = None
) -> Response[str]:
    now, me = clock.now(), request.user
    seen = await minutes_of(meeting_id=meeting_id, actor=me, now=now, version=version)
    chairs = seen.chair_id == me.person_id
    readers = await readership(meeting_id=meeting_id, actor=me) if chairs and seen.version else []
    return page(
        request,
        "pages/meetings/minutes.html",
        title=f"Minutes of meeting {seen.reference}",
        form=form,
        minutes=seen,
        tag=words.tag(seen),
        standing=words.standing(seen),
        window=said.window_words(seen, now, (await profile_now(me, now)).closed_days),
        parts=words.parts(seen),
        corrections=said.correction_lines(seen),
        readers=said.reader_lines(readers, words.children(seen), whole=True),
        acts=words.acts(seen, me.person_id, readers, now),
    )


async def _approve_page(request: PageRequest, meeting_id: UUID, form: Form) -> Response[str]:
    me = request.user
    readers = await readership(meeting_id=meeting_id, actor=me)
    seen = await minutes_of(meeting_id=meeting_id, actor=me, now=clock.now())
    if seen.chair_id != me.person_id:
        raise NotAllowed("Only the chair can approve the minutes.")
    block_if(state_blockers(seen.state, Act.APPROVE))
    return page(
        request,
        "pages/meetings/minutes_approve.html",
        title="Approve the minutes",
        form=form,
        submit="Approve the minutes",
        action=f"/meetings/{meeting_id}/minutes/approve",
        destructive=True,
        cancel=f"/meetings/{meeting_id}/minutes",
        minutes=seen,
        readers=said.reader_lines(readers, words.children(seen), whole=True),
    )


routes = [show, show_approve, approve, show_as_read_by, acknowledge, finish]
