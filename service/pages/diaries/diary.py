"""A diary: hours, leave and busy times, and the import of a calendar."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.diaries.actions import add_absence, import_busy, remove_absence, set_hours
from planning.diaries.queries import diary
from planning.diaries.rules.absences import AbsenceKind, NewAbsence
from planning.errors import Invalid
from service.calendar.busy import busy_times
from service.pages.diaries.hours import read_hours
from service.pages.forms import Form, FormInvalid
from service.pages.presenters import diaries as words
from service.pages.presenters.counts import count
from service.pages.serving import form_of, page, refused, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, once, see_other
from service.web.posted import UPLOAD, posted

LARGEST_UPLOAD = 8 * 1024 * 1024
"""Beyond the limit of a calendar, so that one that is too large is told so in words."""


@get("/diary")
async def show_own(request: PageRequest) -> Response[str]:
    """Show the diary of who is signed in."""
    return await _page(request, request.user.person_id, None)


@get("/people/{person_id:uuid}/diary")
async def show(request: PageRequest, person_id: FromPath[UUID]) -> Response[str]:
    """Show a colleague's diary to the scheduler of their agency."""
    return await _page(request, person_id, None)


@post("/people/{person_id:uuid}/diary/hours")
async def say_hours(request: PageRequest, person_id: FromPath[UUID]) -> Response[Any]:
    """Replace the working week."""
    form = await form_of(request)
    hours = read_hours(form)

    async def act() -> Answer:
        await set_hours(person_id=person_id, hours=hours, actor=request.user, now=clock.now())
        return see_other(_home(request, person_id), "The working hours are saved.")

    return await submit(request, form, act, again=lambda: _page(request, person_id, form))


@post("/people/{person_id:uuid}/diary/absences")
async def say_absence(request: PageRequest, person_id: FromPath[UUID]) -> Response[Any]:
    """Enter leave or a busy time."""
    form = await form_of(request)
    kind = form.enum("kind", label="What", kind=AbsenceKind, required="Select leave or busy")
    from_on = form.date("from_on", label="First day", required="Enter the first day")
    until_on = form.date("until_on", label="Last day")
    starts, ends = form.time("starts", label="Start"), form.time("ends", label="End")

    async def act() -> Answer:
        if kind is None or from_on is None:
            raise FormInvalid(form)
        await add_absence(
            person_id=person_id,
            absence=NewAbsence(kind, from_on, until_on or from_on, starts, ends),
            actor=request.user,
            now=clock.now(),
        )
        return see_other(_home(request, person_id), "It is in the diary.")

    return await submit(request, form, act, again=lambda: _page(request, person_id, form))


@post("/absences/{absence_id:uuid}/remove")
async def take_out(request: PageRequest, absence_id: FromPath[UUID]) -> Response[Any]:
    """Take leave or a busy time out of the diary."""

    async def act() -> Answer:
        person_id = await remove_absence(absence_id=absence_id, actor=request.user, now=clock.now())
        return see_other(_home(request, person_id), "It is out of the diary.")

    return await once(request, act)


@post(
    "/people/{person_id:uuid}/diary/import",
    opt=UPLOAD,
    request_max_body_size=LARGEST_UPLOAD,
)
async def bring(request: PageRequest, person_id: FromPath[UUID]) -> Response[Any]:
    """Replace what the last import gave by the busy times of a calendar file."""
    form = await form_of(request)
    sent = (await posted(request)).get("file")
    now = clock.now()

    async def again() -> Response[str]:
        return await _page(request, person_id, form)

    try:
        spans = await busy_times(sent if isinstance(sent, bytes) else b"", now=now)
    except Invalid as refusal:
        return await refused(request, form, refusal, again=again)

    async def act() -> Answer:
        brought = await import_busy(person_id=person_id, spans=spans, actor=request.user, now=now)
        told = f"{count(brought, 'busy time')} imported. No titles are kept."
        return see_other(_home(request, person_id), told)

    return await submit(request, form, act, again=again)


def _home(request: PageRequest, person_id: UUID) -> str:
    own = person_id == request.user.person_id
    return "/diary" if own else f"/people/{person_id}/diary"


async def _page(request: PageRequest, person_id: UUID, form: Form | None) -> Response[str]:
    seen = await diary(person_id=person_id, actor=request.user, now=clock.now())
    own = person_id == request.user.person_id
    week = Form.filled(**words.week_lines(seen.hours))
    is_week = form is not None and bool(form.values("monday"))
    return page(
        request,
        "pages/diaries/diary.html",
        title="My diary" if own else f"Diary of {seen.name}",
        form=form or Form(),
        week=form if is_week else week,
        days=words.DAYS,
        diary=seen,
        absences=words.absence_lines(seen.absences),
        imported=words.imported_words(seen),
        action=f"/people/{person_id}/diary",
        kinds=words.KINDS,
    )


routes = [show_own, show, say_hours, say_absence, take_out, bring]
