"""The end-of-investigation report: its parts, and its lessons."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import NotFound
from planning.lessons.actions import add_lesson, write_report
from planning.lessons.queries import report_of
from planning.lessons.rules.report import LESSON_LENGTH, PART_WORDS, TEXT_LENGTH, Part
from planning.people.queries import agencies
from service.pages.forms import Form
from service.pages.presenters import lessons as words
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other


@get("/operations/{operation_id:uuid}/report")
async def show_report(request: PageRequest, operation_id: FromPath[UUID]) -> Response[str]:
    """The report as it stands, what it lacks, and its lessons."""
    seen = await report_of(operation_id=operation_id, actor=request.user)
    today = clock.today(clock.now())
    return page(
        request,
        "pages/operations/report.html",
        title="End-of-investigation report",
        seen=seen,
        lines=words.report_lines(seen, request.user.agency_id),
        lessons=[words.lesson_line(one, today, request.auth.closed_days) for one in seen.lessons],
    )


@get("/operations/{operation_id:uuid}/report/{part:str}")
async def show_part(
    request: PageRequest, operation_id: FromPath[UUID], part: FromPath[str]
) -> Response[str]:
    """Ask what the part says."""
    return await _part_page(request, operation_id, _part(part), None)


@post("/operations/{operation_id:uuid}/report/{part:str}")
async def write_part(
    request: PageRequest, operation_id: FromPath[UUID], part: FromPath[str]
) -> Response[Any]:
    """Keep it; what it said before is kept too."""
    chosen = _part(part)
    form = await form_of(request)
    content = form.long_text(
        "content", label="Text", required="Enter what the report says", max_length=TEXT_LENGTH
    )
    number = form.integer("number", label="Number")

    async def act() -> Answer:
        await write_report(
            operation_id=operation_id,
            part=chosen,
            content=content,
            number=number or 0,
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/operations/{operation_id}/report", "The report is saved.")

    return await submit(
        request, form, act, again=lambda: _part_page(request, operation_id, chosen, form)
    )


@get("/operations/{operation_id:uuid}/lessons")
async def show_new_lesson(request: PageRequest, operation_id: FromPath[UUID]) -> Response[str]:
    """Ask what was learned, who acts on it, and by when."""
    return await _lesson_page(request, operation_id, Form())


@post("/operations/{operation_id:uuid}/lessons")
async def keep_lesson(request: PageRequest, operation_id: FromPath[UUID]) -> Response[Any]:
    """Anybody in the operation may, whichever agency is to act on it."""
    form = await form_of(request)
    learned = form.long_text(
        "learned", label="Lesson", required="Enter the lesson", max_length=LESSON_LENGTH
    )
    agency_id = form.uuid("agency_id", label="Agency", required="Select an agency")
    due_on = form.date("due_on", label="Date", required="Enter by when")

    async def act() -> Answer:
        await add_lesson(
            operation_id=operation_id,
            learned=learned,
            agency_id=agency_id or operation_id,
            due_on=due_on or clock.today(clock.now()),
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/operations/{operation_id}/report", "The lesson is kept.")

    return await submit(request, form, act, again=lambda: _lesson_page(request, operation_id, form))


def _part(name: str) -> Part:
    if name not in set(Part):
        raise NotFound
    return Part(name)


async def _part_page(
    request: PageRequest, operation_id: UUID, part: Part, form: Form | None
) -> Response[str]:
    seen = await report_of(operation_id=operation_id, actor=request.user)
    said = seen.text(part, request.user.agency_id if part is Part.CHANGES else None)
    filled = Form.filled(content=said.content if said else "", number=said.number if said else 0)
    return page(
        request,
        "pages/operations/report_part.html",
        title="What your agency would change" if part is Part.CHANGES else PART_WORDS[part],
        form=form or filled,
        submit="Save",
        cancel=f"/operations/{operation_id}/report",
        seen=seen,
    )


async def _lesson_page(request: PageRequest, operation_id: UUID, form: Form) -> Response[str]:
    seen = await report_of(operation_id=operation_id, actor=request.user)
    return page(
        request,
        "pages/operations/lesson_new.html",
        title="Add a lesson",
        form=form,
        submit="Keep the lesson",
        cancel=f"/operations/{operation_id}/report",
        seen=seen,
        agencies=[(str(one.id), one.name) for one in await agencies(actor=request.user)],
    )


routes = [show_report, show_part, write_part, show_new_lesson, keep_lesson]
