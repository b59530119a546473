"""What is said about approved minutes: corrections asked and answered, addenda."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from planning import clock
from planning.errors import NotAllowed, NotFound, block_if
from planning.meetings.actions import (
    Acceptance,
    NewAddendum,
    NewCorrection,
    accept_correction,
    add_addendum,
    ask_correction,
    decline_correction,
)
from planning.meetings.queries import MinutesSeen, minutes_of
from planning.meetings.rules.corrections import (
    LONGEST_CORRECTED,
    LONGEST_REASON,
    LONGEST_TEXT,
    LONGEST_WRONG,
    sections_of,
)
from planning.meetings.rules.minutes import ChildMinutes, JointMinutes
from planning.meetings.rules.states import Act, state_blockers
from service.pages.forms import Form
from service.pages.meetings.lookups import profile_now
from service.pages.presenters import amendments as words
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, see_other

ANSWERS = [("accept", "Correct the text"), ("decline", "Leave the text as it is")]
Of = JointMinutes | ChildMinutes


@get("/meetings/{meeting_id:uuid}/minutes/corrections/new")
async def show_ask(
    request: PageRequest, meeting_id: FromPath[UUID], about: FromQuery[UUID | None] = None
) -> Response[str]:
    """Ask what is wrong in one part, the joint one by default."""
    return await _ask_page(request, meeting_id, Form.filled(about=about))


@post("/meetings/{meeting_id:uuid}/minutes/corrections/new")
async def ask(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
    """Tell the chair what is wrong."""
    form = await form_of(request)
    new = NewCorrection(
        section=form.value("section"),
        wrong=form.long_text("wrong", label="What is wrong", max_length=LONGEST_WRONG),
        should_say=form.long_text("should_say", label="What it says", max_length=LONGEST_TEXT),
        concern_id=form.uuid("about", label="Part"),
    )

    async def act() -> Answer:
        await ask_correction(
            meeting_id=meeting_id,
            new=new,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )
        told = "The chair is told. You will see the answer here."
        return see_other(f"/meetings/{meeting_id}/minutes", told)

    return await submit(request, form, act, again=lambda: _ask_page(request, meeting_id, form))


@get("/meetings/{meeting_id:uuid}/minutes/corrections/{correction_id:uuid}")
async def show_answer(
    request: PageRequest,
    meeting_id: FromPath[UUID],
    correction_id: FromPath[UUID],
    section: FromQuery[str | None] = None,
) -> Response[str]:
    """Show a correction beside the text as it stands, for the chair to answer."""
    return await _answer_page(request, meeting_id, correction_id, section, None)


@post("/meetings/{meeting_id:uuid}/minutes/corrections/{correction_id:uuid}")
async def answer(
    request: PageRequest, meeting_id: FromPath[UUID], correction_id: FromPath[UUID]
) -> Response[Any]:
    """Correct the text, or leave it with a reason."""
    form = await form_of(request)
    options = [value for value, _ in ANSWERS]
    reply = form.choice(
        "answer", label="Answer", options=options, required="Select what you decide"
    )
    acceptance = Acceptance(
        section=form.value("section"),
        text=form.long_text("text", label="Corrected text", max_length=LONGEST_CORRECTED),
        part_version=form.integer("part_version", label="Version") or 0,
    )
    reason = form.long_text("reason", label="Reason", max_length=LONGEST_REASON)

    async def act() -> Answer:
        common: dict[str, Any] = {
            "meeting_id": meeting_id,
            "correction_id": correction_id,
            "actor": request.user,
            "now": clock.now(),
            "enqueue": enqueue_of(request),
        }
        if reply == "accept":
            await accept_correction(acceptance=acceptance, **common)
            told = "The text is corrected. Everybody who reads it is told."
        else:
            await decline_correction(reason=reason, **common)
            told = "The text stays as it is. Whoever asked is told."
        return see_other(f"/meetings/{meeting_id}/minutes", told)

    async def again() -> Response[str]:
        return await _answer_page(request, meeting_id, correction_id, form.value("section"), form)

    return await submit(request, form, act, again=again)


@get("/meetings/{meeting_id:uuid}/minutes/addenda/new")
async def show_add(
    request: PageRequest, meeting_id: FromPath[UUID], about: FromQuery[UUID | None] = None
) -> Response[str]:
    """Ask for an addendum to one part, the joint one by default."""
    return await _add_page(request, meeting_id, Form.filled(about=about))


@post("/meetings/{meeting_id:uuid}/minutes/addenda/new")
async def add(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
    """Complete a part of final minutes."""
    form = await form_of(request)
    new = NewAddendum(
        text=form.long_text("text", label="Addendum", max_length=LONGEST_TEXT),
        reason=form.long_text("reason", label="Reason", max_length=LONGEST_REASON),
        concern_id=form.uuid("about", label="Part"),
    )

    async def act() -> Answer:
        await add_addendum(
            meeting_id=meeting_id,
            new=new,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )
        told = "The addendum is added. Everybody who reads this part is told."
        return see_other(f"/meetings/{meeting_id}/minutes", told)

    return await submit(request, form, act, again=lambda: _add_page(request, meeting_id, form))


async def _read(request: PageRequest, meeting_id: UUID) -> MinutesSeen:
    return await minutes_of(meeting_id=meeting_id, actor=request.user, now=clock.now())


def _part(seen: MinutesSeen, concern_id: UUID | None) -> Of:
    part = words.part_of(seen, concern_id)
    if part is None:
        raise NotFound
    return part


def _about(seen: MinutesSeen, form: Form) -> Of:
    """The part that the form is about; a fault in its name is told with the others."""
    return _part(seen, Form.filled(about=form.value("about")).uuid("about", label="Part"))


async def _ask_page(request: PageRequest, meeting_id: UUID, form: Form) -> Response[str]:
    seen = await _read(request, meeting_id)
    part = _about(seen, form)
    block_if(state_blockers(seen.state, Act.ASK_CORRECTION))
    return page(
        request,
        "pages/meetings/correction_ask.html",
        title="Ask for a correction",
        form=form,
        submit="Ask the chair to correct it",
        cancel=f"/meetings/{meeting_id}/minutes",
        minutes=seen,
        part=words.part_name(part),
        window=await _window(request, seen),
        sections=words.section_options(part),
        texts=[(words.section_words(part, key), text) for key, text in sections_of(part).items()],
    )


async def _window(request: PageRequest, seen: MinutesSeen) -> str:
    now = clock.now()
    closed = (await profile_now(request.user, now)).closed_days
    return words.window_words(seen, now, closed)


async def _answer_page(
    request: PageRequest,
    meeting_id: UUID,
    correction_id: UUID,
    section: str | None,
    form: Form | None,
) -> Response[str]:
    seen = await _read(request, meeting_id)
    asked = next((one for one in seen.corrections if one.id == correction_id), None)
    if asked is None:
        raise NotFound
    if seen.chair_id != request.user.person_id:
        raise NotAllowed("Only the chair can answer corrections.")
    part, texts = _part(seen, asked.concern_id), sections_of(_part(seen, asked.concern_id))
    key = section if section in texts else asked.section
    version = next(one.version for one in seen.parts if one.concern_id == asked.concern_id)
    return page(
        request,
        "pages/meetings/correction_answer.html",
        title="Answer a correction",
        form=_typed(form, key, texts.get(key, ""), version),
        submit="Send your answer",
        cancel=f"/meetings/{meeting_id}/minutes",
        minutes=seen,
        line=next(one for one in words.correction_lines(seen) if one.id == correction_id),
        section=words.section_words(part, key),
        current=texts.get(key, ""),
        moved=asked.part_version != version,
        others=[option for option in words.section_options(part) if option[0] != key],
        answers=ANSWERS,
    )


def _typed(form: Form | None, section: str, current: str, version: int) -> Form:
    """The page's own values; after a refusal what was typed, against the text as it is now."""
    if form is None:
        return Form.filled(section=section, text=current, part_version=version)
    kept = {name: form.value(name) for name in ("answer", "text", "reason")}
    fresh = Form.filled(section=section, part_version=version, **kept)
    fresh.errors.extend(form.errors)
    return fresh


async def _add_page(request: PageRequest, meeting_id: UUID, form: Form) -> Response[str]:
    seen = await _read(request, meeting_id)
    part = _about(seen, form)
    if seen.chair_id != request.user.person_id:
        raise NotAllowed("Only the chair can write an addendum.")
    block_if(state_blockers(seen.state, Act.ADD_ADDENDUM))
    return page(
        request,
        "pages/meetings/addendum.html",
        title="Add to final minutes",
        form=form,
        submit="Add this to the minutes",
        destructive=True,
        cancel=f"/meetings/{meeting_id}/minutes",
        minutes=seen,
        part=words.part_name(part),
    )


routes = [show_ask, ask, show_answer, answer, show_add, add]
