"""The partnership's rooms; an administrator keeps them."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.diaries.actions import add_room, change_room, close_room
from planning.diaries.queries import room, rooms
from planning.diaries.rules.rooms import LARGEST_ROOM, LONGEST_NAME, RoomDraft
from planning.people.rules import Role, require_role
from service.pages.forms import Form
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, once, see_other


@get("/rooms")
async def show_rooms(request: PageRequest) -> Response[str]:
    """List the rooms and offer to add one."""
    return await _list(request, Form())


@post("/rooms")
async def new_room(request: PageRequest) -> Response[Any]:
    """Add a room."""
    form = await form_of(request)
    draft = _draft(form)

    async def act() -> Answer:
        await add_room(draft=draft, actor=request.user, now=clock.now())
        return see_other("/rooms", f"{draft.site}, {draft.name} was added.")

    return await submit(request, form, act, again=lambda: _list(request, form))


@get("/rooms/{room_id:uuid}")
async def show_room(request: PageRequest, room_id: FromPath[UUID]) -> Response[str]:
    """Show a room to be changed or closed."""
    return await _one(request, room_id, None)


@post("/rooms/{room_id:uuid}")
async def save_room(request: PageRequest, room_id: FromPath[UUID]) -> Response[Any]:
    """Change what is said of a room."""
    form = await form_of(request)
    draft = _draft(form)

    async def act() -> Answer:
        await change_room(room_id=room_id, draft=draft, actor=request.user, now=clock.now())
        return see_other("/rooms", f"{draft.site}, {draft.name} is saved.")

    return await submit(request, form, act, again=lambda: _one(request, room_id, form))


@post("/rooms/{room_id:uuid}/close")
async def shut_room(request: PageRequest, room_id: FromPath[UUID]) -> Response[Any]:
    """Offer the room no more."""

    async def act() -> Answer:
        await close_room(room_id=room_id, actor=request.user, now=clock.now())
        return see_other("/rooms", "The room is closed. Meetings that hold it keep it.")

    return await once(request, act)


def _draft(form: Form) -> RoomDraft:
    return RoomDraft(
        site=form.text("site", label="Site", required="Enter the site", max_length=LONGEST_NAME),
        name=form.text("name", label="Name", required="Enter its name", max_length=LONGEST_NAME),
        capacity=form.integer(
            "capacity",
            label="How many it holds",
            required="Enter how many people it holds",
            minimum=1,
            maximum=LARGEST_ROOM,
        )
        or 0,
        is_virtual=form.flag("is_virtual"),
    )


async def _list(request: PageRequest, form: Form) -> Response[str]:
    require_role(request.user, Role.ADMINISTRATOR)
    return page(
        request,
        "pages/diaries/rooms.html",
        title="Rooms",
        form=form,
        submit="Add the room",
        rooms=await rooms(actor=request.user),
    )


async def _one(request: PageRequest, room_id: UUID, form: Form | None) -> Response[str]:
    require_role(request.user, Role.ADMINISTRATOR)
    seen = await room(room_id=room_id, actor=request.user)
    return page(
        request,
        "pages/diaries/room.html",
        title=f"{seen.site}, {seen.name}",
        form=form or Form.filled(**msgspec.structs.asdict(seen)),
        submit="Save the room",
        cancel="/rooms",
        room=seen,
    )


routes = [show_rooms, new_room, show_room, save_room, shut_room]
