"""The joint part of the record, and the door by which the script saves any item by itself."""

from typing import Any
from uuid import UUID, uuid4

import msgspec
from litestar import Response, get, post
from litestar.enums import MediaType
from litestar.params import FromPath

from planning import clock
from planning.errors import Blocked, block_if
from planning.meetings.actions import Saved
from planning.meetings.queries import all_contributions, record_of, running
from planning.meetings.rules.record import JOINT, Section
from planning.meetings.rules.states import Act, state_blockers
from planning.people.queries import agencies, people
from service.pages.forms import Form, FormInvalid
from service.pages.meetings.lookups import profile_now
from service.pages.meetings.writing import OUTCOME, Typed, keep, read_typed
from service.pages.presenters import record, record_outcome
from service.pages.presenters import running as words
from service.pages.presenters.dates import clock_time
from service.pages.rendering import environment
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.errors import status_of
from service.web.idempotency import Answer, answered, once, see_other

SECTIONS = (*JOINT, Section.INFORMATION, Section.DISSENT)


class ItemSaved(msgspec.Struct, frozen=True):
    """An item as the script shows it: which texts are before the writer, and the others' markup."""

    name: str
    read: int
    others: str
    beside: str


class SavedNow(msgspec.Struct, frozen=True):
    """What the script tells."""

    message: str
    items: list[ItemSaved]


class FieldFault(msgspec.Struct, frozen=True):
    """One reason why nothing was saved, and the input that it is about."""

    field: str
    message: str


class NotSaved(msgspec.Struct, frozen=True):
    """Every reason why nothing was saved."""

    errors: list[FieldFault]


@get("/meetings/{meeting_id:uuid}/run/joint")
async def show(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[str]:
    """Show the joint part of the record."""
    return await _page(request, meeting_id, None)


@post("/meetings/{meeting_id:uuid}/run/joint")
async def save(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
    """Keep what changed."""
    form = await form_of(request)
    typed = read_typed(form, None)

    async def act() -> Answer:
        await keep(request, meeting_id, form, typed)
        return see_other(await _next(request, meeting_id, form), "Saved.")

    return await submit(request, form, act, again=lambda: _page(request, meeting_id, form))


@post("/meetings/{meeting_id:uuid}/run/items", status_code=200)
async def save_items(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
    """Keep items as they are typed: what the script does by itself; answers JSON."""
    form = await form_of(request)
    typed = read_typed(form, form.uuid("concern_id", label="Child"))

    async def act() -> Answer:
        saved = await keep(request, meeting_id, form, typed)
        # Shorter than what was kept when a button's field came too, which the script never sends.
        told = [
            await _told(request, form, one, found) for one, found in zip(typed, saved, strict=False)
        ]
        return answered(
            SavedNow(f"Saved {clock_time(clock.now().astimezone(clock.LONDON).time())}", told)
        )

    try:
        form.check()
        kept = await once(request, act)
    except (FormInvalid, Blocked) as refusal:
        if isinstance(refusal, Blocked):
            form.add_blockers(refusal.blockers)
        faults = [FieldFault(error.target, error.message) for error in form.errors]
        return Response(NotSaved(faults), status_code=status_of(refusal), media_type=MediaType.JSON)
    return Response(kept.content, status_code=kept.status_code, media_type=MediaType.JSON)


async def _told(request: PageRequest, form: Form, typed: Typed, saved: Saved) -> ItemSaved:
    others = await _others(request, form, typed, saved)
    markup = environment().get_template("pages/meetings/record/texts.html")
    return ItemSaved(
        name=typed.name,
        read=saved.number,
        others=",".join(str(other.number) for other in others),
        beside=markup.render(others=others, name=typed.name) if others else "",
    )


async def _others(
    request: PageRequest, form: Form, typed: Typed, saved: Saved
) -> list[record.Other]:
    if saved.item is None or saved.item.numbers == [saved.number]:
        return []
    if typed.name != OUTCOME:
        return record.others_of(saved.item, str(saved.number))
    profile = await profile_now(request.user, clock.now())
    naming = record_outcome.Naming(
        profile,
        {found.id: found.name for found in await people(actor=request.user)},
        {found.id: found.name for found in await agencies(actor=request.user)},
    )
    return record_outcome.outcome_others(saved.item, str(saved.number), naming)


async def _next(request: PageRequest, meeting_id: UUID, form: Form) -> str:
    if form.value("next") != "on":
        return f"/meetings/{meeting_id}/run/joint" + record.anchor(form.value("next"))
    seen = await running(meeting_id=meeting_id, actor=request.user, now=clock.now())
    return words.next_open(seen, None)


async def _page(request: PageRequest, meeting_id: UUID, typed: Form | None) -> Response[str]:
    now = clock.now()
    seen = await running(meeting_id=meeting_id, actor=request.user, now=now)
    block_if(state_blockers(seen.meeting.state, Act.RECORD))
    written = await record_of(meeting_id=meeting_id, joint=True, actor=request.user, now=now)
    sent = await all_contributions(meeting_id=meeting_id, actor=request.user, now=now)
    options = [(str(found.id), found.name) for found in await agencies(actor=request.user)]
    values = record.values_of(written.items, SECTIONS, [], request.user.person_id, new_id=uuid4)
    form = typed or Form.filled(**values)
    return page(
        request,
        "pages/meetings/record/joint.html",
        title="Joint record",
        form=form,
        meeting=seen.meeting,
        tasks=words.tasks(seen),
        still_open=words.still_open(seen),
        sent=record.sent_for(sent, None, written.items),
        parts=record.parts(form, written.items, options),
    )


routes = [show, save, save_items]
