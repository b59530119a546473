"""Convening a meeting: one page of questions, then one to check and say who is for which child."""

from datetime import datetime
from operator import itemgetter
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.params import FromQuery

from planning import clock
from planning.diaries.queries import rooms
from planning.errors import Blocked
from planning.groups.rules import GROUP_WORDS, Group
from planning.meetings.actions import Convened
from planning.meetings.queries import meeting
from planning.meetings.rules.scheduling import MOST_CHILDREN, Convening
from planning.people.rules import Actor, Role
from service.pages.concerns.children import GROUP, child_rows, rows_named
from service.pages.forms import Form, FormInvalid
from service.pages.meetings.convening import (
    EVERY,
    FEW,
    SOME,
    TICKED,
    child_values,
    read_convening,
    ticks_for,
    which_answers,
    which_for,
)
from service.pages.meetings.following import earlier_ticks, following
from service.pages.meetings.for_group import convene_asked, group_asked, group_form
from service.pages.meetings.lookups import Offered, offered
from service.pages.meetings.slots import (
    busy_options,
    offered_times,
    people_typed,
    refuse_busy,
    room_groups,
)
from service.pages.presenters import convening as words
from service.pages.presenters.meetings import MODE_WORDS
from service.pages.presenters.people import people_options
from service.pages.presenters.slots import LENGTHS
from service.pages.serving import form_of, page, refused, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, see_other
from service.web.posted import OUR_FIELDS, posted

SPARE_CHILDREN, MORE_CHILDREN = 2, 10


@get("/meetings/convene")
async def show(
    request: PageRequest,
    concern: FromQuery[UUID | None] = None,
    follow_up: FromQuery[UUID | None] = None,
    operation: FromQuery[UUID | None] = None,
    group: FromQuery[Group] = Group.STRATEGIC,
) -> Response[str]:
    """Ask everything; a concern in the address comes ticked, a meeting's people and children.

    So do the people of an operation's group.
    """
    now = clock.now()
    if operation:
        return await _form_page(request, await group_form(operation, group, request.user, now), now)
    if follow_up:
        return await _form_page(request, await following(follow_up, request.user, now), now)
    form = Form.filled(concern_ids=[concern] if concern else [], decided_at=now, minutes=60)
    return await _form_page(request, form, now)


@post("/meetings/convene")
async def take(request: PageRequest) -> Response[Any]:
    """Check what was typed, change it, or convene, by the button that was pressed."""
    form = await form_of(request)
    now = clock.now()
    step = form.value("step")
    if step in {"change", "times", "children"}:
        shown = await _form_page(request, form, now)
        shown.status_code = 422 if form.errors else 200
        return shown
    if step != "convene":
        return await _check(request, form, now)

    async def act() -> Answer:
        with rows_named(form):
            convened = await convene_asked(
                form,
                read_convening(form, now),
                actor=request.user,
                now=now,
                enqueue=enqueue_of(request),
            )
        return see_other(f"/meetings/{convened.meeting_id}", _told(convened))

    return await submit(request, form, act, again=lambda: _again(request, form, now))


async def _check(request: PageRequest, form: Form, now: datetime) -> Response[str]:
    try:
        convening = read_convening(form, now)
        await refuse_busy(convening, request.user)
    except (FormInvalid, Blocked) as refusal:
        return await refused(request, form, refusal, again=lambda: _form_page(request, form, now))
    return await _check_page(request, form, convening, now)


async def _again(request: PageRequest, form: Form, now: datetime) -> Response[str]:
    """Faults of the ticks are shown where the ticks are, all others with the questions."""
    faults = list(form.errors)
    if not faults or not all(fault.field.startswith("for-") for fault in faults):
        return await _form_page(request, form, now)
    unticked = Form(FormMultiDict(await _carried(request)))
    return await _check_page(request, form, read_convening(unticked, now), now)


async def _check_page(
    request: PageRequest, form: Form, convening: Convening, now: datetime
) -> Response[str]:
    await group_asked(form, request.user)
    known = await offered(request.user, now, convening.concern_ids)
    values = child_values(convening.concern_ids, convening.opening)
    names = words.child_names(convening, known.concerns)
    several = len(values) > 1
    people = words.attending(convening, known.people) if several else []
    if not form.flag(TICKED):
        earlier = await _earlier(request, form, now)
        form = Form(_first_ticks(convening, known, values, earlier))
    return page(
        request,
        "pages/meetings/check.html",
        title="Check before you convene",
        form=form,
        checked=words.check(
            await _with_room_named(convening, request.user),
            known.profile,
            known.people,
            known.concerns,
            now,
        ),
        people=[(ticks_for(person_id), which_for(person_id), name) for person_id, name in people],
        answers=which_answers(len(values)),
        children=sorted(zip(values, names, strict=True), key=itemgetter(1)),
        carried=await _carried(request),
    )


async def _earlier(request: PageRequest, form: Form, now: datetime) -> dict[UUID, list[str]]:
    follows = form.uuid("follows", label="Earlier meeting")
    if follows is None:
        return {}
    return earlier_ticks(await meeting(meeting_id=follows, actor=request.user, now=now))


def _first_ticks(
    convening: Convening, known: Offered, values: list[str], earlier: dict[UUID, list[str]]
) -> dict[str, object]:
    """Everybody for all, or for whom they came to the earlier meeting. Of many children only
    those whom every meeting of the kind needs: for all others somebody says it.
    """
    asked = [found.person_id for found in convening.invitees]
    ticks = {
        ticks_for(person_id): [value for value in earlier.get(person_id, values) if value in values]
        for person_id in asked
        if person_id in earlier or len(values) <= FEW
    }
    if len(values) <= FEW:
        return {**ticks}
    needed = known.profile.kinds[convening.kind].required
    for_all = [
        person.id
        for person in known.people
        if person.id in asked and person.agency_category in needed and person.id not in earlier
    ]
    return {
        **ticks,
        **{which_for(person_id): SOME for person_id in asked if person_id in earlier},
        **{which_for(person_id): EVERY for person_id in for_all},
    }


async def _with_room_named(convening: Convening, actor: Actor) -> Convening:
    """What is shown to be checked names the room, which came by its id, perhaps with a time."""
    if convening.room_id is None:
        return convening
    names = {room.id: f"{room.site}, {room.name}" for room in await rooms(actor=actor)}
    return msgspec.structs.replace(convening, place=names.get(convening.room_id, convening.place))


async def _form_page(request: PageRequest, form: Form, now: datetime) -> Response[str]:
    group = await group_asked(form, request.user)
    chosen = form.uuids("concern_ids", label="Children")
    known = await offered(request.user, now, chosen)
    slots = await offered_times(form, request.user, now)
    return page(
        request,
        "pages/meetings/convene.html",
        title="Convene a meeting",
        form=form,
        submit="Continue",
        action="/meetings/convene",
        cancel=f"/operations/{group.operation_id}/groups" if group else "/meetings",
        group=group and GROUP_WORDS[group.group],
        spare=_spare(form),
        opens_children=bool(child_rows(form)) or _wants_rows(form),
        modes=list(MODE_WORDS.items()),
        lengths=LENGTHS,
        slots=slots,
        busy=await busy_options(form, people_typed(form), request.user),
        rooms=room_groups(await rooms(actor=request.user)),
        kinds=words.kind_options(known.profile),
        core=words.core_words(known.profile),
        groups=words.inviting_groups(known.profile, known.people),
        chairs=words.chairs(known.people),
        everybody=people_options(known.people),
        children=_children(known, chosen),
        managers=people_options(
            [person for person in known.people if Role.SENIOR_MANAGER in person.roles]
        ),
    )


def _spare(form: Form) -> int:
    """How many blank rows for new children there are beside those in use."""
    there = len(form.rows(GROUP))
    if _wants_rows(form):
        return max(0, min(MORE_CHILDREN, MOST_CHILDREN - there))
    return 0 if there else SPARE_CHILDREN


def _wants_rows(form: Form) -> bool:
    return form.value("step") == "children"


def _children(known: Offered, chosen: list[UUID]) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Open concerns as checkboxes: those chosen, then the latest others."""
    options = [(str(found.id), found.child_name, found.reference) for found in known.concerns]
    ticked = {str(concern_id) for concern_id in chosen}
    others = [option for option in options if option[0] not in ticked]
    groups = [
        ("Chosen", [option for option in options if option[0] in ticked]),
        ("Open concerns that you are in, latest first", others[:MOST_CHILDREN]),
    ]
    return [group for group in groups if group[1]]


async def _carried(request: PageRequest) -> list[tuple[str, str]]:
    """What was typed, to be sent again unseen; ticks are shown, so they are left out."""
    return [
        (name, str(value))
        for name, value in (await posted(request)).multi_items()
        if name not in {*OUR_FIELDS, "step", TICKED} and not name.startswith("for-")
    ]


def _told(convened: Convened) -> str:
    return " ".join([f"Meeting {convened.reference} is convened.", *convened.warnings])


routes = [show, take]
