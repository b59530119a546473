"""Changing a meeting that was convened: who comes, what it is, which children it is about."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.diaries.queries import rooms
from planning.errors import NotAllowed, block_if
from planning.meetings.actions import Details, change_children, change_details, change_people
from planning.meetings.queries import AttendeeSeen, MeetingSeen, meeting
from planning.meetings.rules.changing import PeopleChange, Ticked
from planning.meetings.rules.children import ChildrenChange
from planning.meetings.rules.scheduling import LONGEST_PLACE, LONGEST_PURPOSE, Mode
from planning.meetings.rules.states import Act, state_blockers
from planning.people.queries import people
from service.pages.forms import Form, FormInvalid
from service.pages.meetings.convening import FEW, ticks_for
from service.pages.meetings.lookups import offered
from service.pages.meetings.slots import room_groups
from service.pages.presenters import changing as words
from service.pages.presenters.convening import chairs
from service.pages.presenters.meetings import MODE_WORDS
from service.pages.presenters.moments import span
from service.pages.presenters.people import people_options
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, see_other

BUSY = "ask_although_busy"


@get("/meetings/{meeting_id:uuid}/people")
async def show_people(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[str]:
    """Show who is invited and for which children."""
    return await _people_page(request, meeting_id, None)


@post("/meetings/{meeting_id:uuid}/people")
async def save_people(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
    """Add, take off and change in one act."""
    form = await form_of(request)
    seen = await _arranged(request, meeting_id)
    version = form.integer("version", label="Version", required="Reload the page")
    change = _read_people(form, seen)

    async def act() -> Answer:
        sees = await change_people(
            meeting_id=meeting_id,
            change=change,
            version=version or 0,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )
        there = f"/meetings/{meeting_id}" if sees else "/meetings"
        return see_other(there, "The people of the meeting are changed.")

    return await submit(request, form, act, again=lambda: _people_page(request, meeting_id, form))


@get("/meetings/{meeting_id:uuid}/details")
async def show_details(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[str]:
    """Show purpose, place, chair and minute taker, to change them."""
    return await _details_page(request, meeting_id, None)


@post("/meetings/{meeting_id:uuid}/details")
async def save_details(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
    """Change them; a new chair or minute taker is invited."""
    form = await form_of(request)
    version = form.integer("version", label="Version", required="Reload the page")
    details = _read_details(form)

    async def act() -> Answer:
        if details is None:
            raise FormInvalid(form)
        await change_details(
            meeting_id=meeting_id,
            details=details,
            version=version or 0,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )
        return see_other(f"/meetings/{meeting_id}", "The meeting is changed.")

    return await submit(request, form, act, again=lambda: _details_page(request, meeting_id, form))


@get("/meetings/{meeting_id:uuid}/children")
async def show_children(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[str]:
    """Show which children the meeting is about, to change them."""
    return await _children_page(request, meeting_id, Form())


@post("/meetings/{meeting_id:uuid}/children")
async def save_children(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
    """Add children and take off those of whom nothing is recorded."""
    form = await form_of(request)
    version = form.integer("version", label="Version", required="Reload the page")
    change = ChildrenChange(
        add=form.uuids("add", label="Children"), remove=form.uuids("remove", label="Children")
    )

    async def act() -> Answer:
        await change_children(
            meeting_id=meeting_id,
            change=change,
            version=version or 0,
            actor=request.user,
            now=clock.now(),
        )
        told = "The children of the meeting are changed. Check who is there for whom."
        return see_other(f"/meetings/{meeting_id}/people", told)

    return await submit(request, form, act, again=lambda: _children_page(request, meeting_id, form))


async def _arranged(request: PageRequest, meeting_id: UUID) -> MeetingSeen:
    seen = await meeting(meeting_id=meeting_id, actor=request.user, now=clock.now())
    if not seen.may_arrange:
        raise NotAllowed("Only the chair, the convener or a scheduler can do this.")
    block_if(state_blockers(seen.state, Act.ARRANGE))
    return seen


def _read_people(form: Form, seen: MeetingSeen) -> PeopleChange:
    added = form.uuids("add", label="People")
    removed = form.uuids("remove", label="People")
    several = len(seen.children) > 1
    wanted = "Select at least one child for whom they come" if added else None
    for_children = form.uuids("add-for", label="Children", required=wanted) if several else None
    return PeopleChange(
        add=[Ticked(person_id, for_children) for person_id in added],
        remove=removed,
        ticks=_changed_ticks(form, seen, removed) if several else [],
        ask_although_busy=added if form.flag(BUSY) else [],
    )


def _changed_ticks(form: Form, seen: MeetingSeen, removed: list[UUID]) -> list[Ticked]:
    """Of those whose boxes were shown: chair and minute taker have none."""
    shown = [one for one in _with_boxes(seen) if one.person_id not in removed]
    ticked = {
        one.person_id: form.uuids(ticks_for(one.person_id), label="Children") for one in shown
    }
    return [
        Ticked(one.person_id, ticked[one.person_id])
        for one in shown
        if set(ticked[one.person_id]) != set(one.concern_ids)
    ]


def _with_boxes(seen: MeetingSeen) -> list[AttendeeSeen]:
    lines = words.people_to_change(seen, _names(seen))
    return [one for one, line in zip(seen.attendees, lines, strict=True) if not line.everywhere]


def _names(seen: MeetingSeen) -> dict[UUID, str]:
    return {one.person_id: ticks_for(one.person_id) for one in seen.attendees}


async def _people_page(request: PageRequest, meeting_id: UUID, form: Form | None) -> Response[str]:
    seen = await _arranged(request, meeting_id)
    children = words.child_options(seen)
    shown = form or Form(
        {
            "add-for": [] if len(children) > FEW else [value for value, _ in children],
            **{
                ticks_for(one.person_id): [str(key) for key in one.concern_ids]
                for one in seen.attendees
            },
        }
    )
    return page(
        request,
        "pages/meetings/changing/people.html",
        title=f"Who comes to meeting {seen.reference}",
        form=shown,
        submit="Save the changes",
        cancel=f"/meetings/{meeting_id}",
        back=f"/meetings/{meeting_id}",
        when=span(seen.starts_at, seen.ends_at),
        version=seen.version,
        lines=words.people_to_change(seen, _names(seen)),
        children=children,
        many=len(children) > FEW,
        groups=words.not_invited(seen, await people(actor=request.user)),
        busy=_busy(shown),
    )


def _busy(form: Form) -> bool:
    return bool(form.error(BUSY)) or form.flag(BUSY)


def _read_details(form: Form) -> Details | None:
    purpose = form.long_text(
        "purpose",
        label="Purpose",
        required="Say what the meeting is for",
        max_length=LONGEST_PURPOSE,
    )
    mode = form.enum("mode", label="How people meet", kind=Mode, required="Select how people meet")
    place = form.text("place", label="Place", max_length=LONGEST_PLACE)
    chair = form.uuid("chair_id", label="Chair", required="Select the chair")
    taker = form.uuid("minute_taker_id", label="Minute taker")
    if mode is None or chair is None:
        return None
    return Details(
        purpose=purpose,
        mode=mode,
        chair_id=chair,
        minute_taker_id=taker,
        place=place,
        room_id=form.uuid("room_id", label="Room"),
        place_in_calendars=form.flag("place_in_calendars"),
        ask_although_busy=[one for one in (chair, taker) if one] if form.flag(BUSY) else [],
    )


async def _details_page(request: PageRequest, meeting_id: UUID, form: Form | None) -> Response[str]:
    seen = await _arranged(request, meeting_id)
    everybody = await people(actor=request.user)
    shown = form or Form.filled(
        purpose=seen.purpose,
        mode=seen.mode,
        place=seen.place,
        chair_id=seen.chair_id,
        minute_taker_id=seen.minute_taker_id,
        room_id=seen.room_id,
        place_in_calendars=seen.place_in_calendars,
    )
    return page(
        request,
        "pages/meetings/changing/details.html",
        title=f"Change meeting {seen.reference}",
        form=shown,
        submit="Save the changes",
        cancel=f"/meetings/{meeting_id}",
        back=f"/meetings/{meeting_id}",
        version=seen.version,
        modes=list(MODE_WORDS.items()),
        rooms=room_groups(await rooms(actor=request.user)),
        chairs=chairs(everybody),
        everybody=people_options(everybody),
        busy=_busy(shown),
    )


async def _children_page(request: PageRequest, meeting_id: UUID, form: Form) -> Response[str]:
    seen = await _arranged(request, meeting_id)
    there = {child.concern_id for child in seen.children}
    known = await offered(request.user, clock.now())
    open_concerns = [
        (str(one.id), one.child_name, one.reference)
        for one in known.concerns
        if one.id not in there
    ]
    return page(
        request,
        "pages/meetings/changing/children.html",
        title=f"Children of meeting {seen.reference}",
        form=form,
        submit="Save the changes",
        cancel=f"/meetings/{meeting_id}",
        back=f"/meetings/{meeting_id}",
        version=seen.version,
        there=words.child_options(seen),
        groups=[("Open concerns that you are in", open_concerns)] if open_concerns else [],
    )


routes = [show_people, save_people, show_details, save_details, show_children, save_children]
