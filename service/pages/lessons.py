"""Lessons of every operation that a person is in, and how far one is."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.lessons.actions import follow_lesson
from planning.lessons.queries import lesson, lessons
from planning.lessons.rules.report import LESSON_LENGTH, LESSON_WORDS, LessonState
from service.pages.forms import Form
from service.pages.presenters import lessons as words
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other


@get("/lessons")
async def show_list(request: PageRequest) -> Response[str]:
    """Newest first; the partnership is in every operation that it was told of."""
    found = await lessons(actor=request.user, cursor=request.query_params.get("after"))
    today = clock.today(clock.now())
    return page(
        request,
        "pages/lessons/list.html",
        title="Lessons",
        lessons=[words.lesson_line(one, today, request.auth.closed_days) for one in found.items],
        following=f"/lessons?after={found.next}" if found.next else "",
    )


@get("/lessons/{lesson_id:uuid}")
async def show_one(request: PageRequest, lesson_id: FromPath[UUID]) -> Response[str]:
    """What was learned, and for its agency and the lead how far it is."""
    return await _page(request, lesson_id, None)


@post("/lessons/{lesson_id:uuid}")
async def follow(request: PageRequest, lesson_id: FromPath[UUID]) -> Response[Any]:
    """Keep how far it is."""
    form = await form_of(request)
    state = form.enum("state", label="State", kind=LessonState, required="Select how far it is")
    progress = form.long_text("progress", label="Progress", max_length=LESSON_LENGTH)
    version = form.integer("version", label="Version")

    async def act() -> Answer:
        await follow_lesson(
            lesson_id=lesson_id,
            state=state or LessonState.OPEN,
            progress=progress,
            version=version or 0,
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/lessons/{lesson_id}", "The lesson is saved.")

    return await submit(request, form, act, again=lambda: _page(request, lesson_id, form))


async def _page(request: PageRequest, lesson_id: UUID, form: Form | None) -> Response[str]:
    seen = await lesson(lesson_id=lesson_id, actor=request.user)
    filled = Form.filled(state=seen.state, progress=seen.progress, version=seen.version)
    today = clock.today(clock.now())
    return page(
        request,
        "pages/lessons/one.html",
        title="A lesson",
        form=form or filled,
        submit="Save",
        cancel=f"/operations/{seen.operation_id}/report",
        seen=seen,
        line=words.lesson_line(seen, today, request.auth.closed_days),
        options=[(one.value, said) for one, said in LESSON_WORDS.items()],
    )


routes = [show_list, show_one, follow]
