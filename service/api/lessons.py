"""After go-live: forecast against actual, the report, lessons, reviews of the plans."""

from datetime import date
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from planning import clock
from planning.lessons import actions
from planning.lessons.queries import afterwards_of, lesson, lessons, report_of, versions_in_force
from planning.lessons.queries.figures import Afterwards
from planning.lessons.queries.in_force import InForce
from planning.lessons.queries.report import LessonSeen, ReportSeen
from planning.lessons.rules.report import LessonState, Part
from planning.paging import PAGE, Page
from planning.plans.actions import review_plan
from planning.plans.queries import plan_reviews
from planning.plans.queries.reviews import ReviewDue
from service.api.serving import ApiRequest, Changed, Made, answered, done, made, once
from service.web.idempotency import Answer


class AfterwardsSeen(msgspec.Struct, frozen=True):
    """Figures since go-live, the versions that the operation works by, and reviews due."""

    figures: Afterwards
    versions: list[InForce]
    reviews: list[ReviewDue]


class ReportDraft(msgspec.Struct, frozen=True):
    """What a part says from now on; `number` is that of the text that you read, 0 of none."""

    part: Part
    content: str
    number: int


class NewLesson(msgspec.Struct, frozen=True):
    """What was learned, which agency acts on it, and by when."""

    learned: str
    agency_id: UUID
    due_on: date


class LessonProgress(msgspec.Struct, frozen=True):
    """How far a lesson is; done or dropped needs a word on it."""

    state: LessonState
    progress: str
    version: int


class PlanReviewDraft(msgspec.Struct, frozen=True):
    """Whether looking at the current version found that it has to change, and what was found."""

    changed: bool
    note: str


@get("/operations/{operation_id:uuid}/afterwards")
async def see_afterwards(request: ApiRequest, operation_id: FromPath[UUID]) -> AfterwardsSeen:
    """Show what was forecast and what happened since go-live, by week: counts alone."""
    actor, now = request.user, clock.now()
    return AfterwardsSeen(
        figures=await afterwards_of(operation_id=operation_id, actor=actor, now=now),
        versions=await versions_in_force(operation_id=operation_id, actor=actor),
        reviews=await plan_reviews(operation_id=operation_id, actor=actor, now=now),
    )


@post("/plans/{plan_id:uuid}/reviews", status_code=201)
async def review(
    request: ApiRequest, plan_id: FromPath[UUID], data: JSONBody[PlanReviewDraft]
) -> Response[Made]:
    """Say what looking at the plan again found; the operation's lead only."""
    return await made(
        request,
        lambda: review_plan(
            plan_id=plan_id,
            changed=data.changed,
            note=data.note,
            actor=request.user,
            now=clock.now(),
        ),
    )


@get("/operations/{operation_id:uuid}/report")
async def see_report(request: ApiRequest, operation_id: FromPath[UUID]) -> ReportSeen:
    """Show the end-of-investigation report, its lessons, and what it still lacks."""
    return await report_of(operation_id=operation_id, actor=request.user)


@post("/operations/{operation_id:uuid}/report")
async def write(
    request: ApiRequest, operation_id: FromPath[UUID], data: JSONBody[ReportDraft]
) -> Response[Changed]:
    """Replace what a part says: the lead, or of `changes` your own agency's."""

    async def act() -> Answer:
        number = await actions.write_report(
            operation_id=operation_id,
            part=data.part,
            content=data.content,
            number=data.number,
            actor=request.user,
            now=clock.now(),
        )
        return answered(Changed(number))

    return await once(request, act)


@post("/operations/{operation_id:uuid}/lessons", status_code=201)
async def add_lesson(
    request: ApiRequest, operation_id: FromPath[UUID], data: JSONBody[NewLesson]
) -> Response[Made]:
    """Keep what was learned; anybody in the operation, until it is closed."""
    return await made(
        request,
        lambda: actions.add_lesson(
            operation_id=operation_id,
            learned=data.learned,
            agency_id=data.agency_id,
            due_on=data.due_on,
            actor=request.user,
            now=clock.now(),
        ),
        at="/lessons/{}",
    )


@get("/lessons")
async def list_lessons(
    request: ApiRequest, limit: FromQuery[int] = PAGE, cursor: FromQuery[str | None] = None
) -> Page[LessonSeen]:
    """List lessons of every operation that you are in, newest first."""
    return await lessons(actor=request.user, limit=limit, cursor=cursor)


@get("/lessons/{lesson_id:uuid}")
async def see_lesson(request: ApiRequest, lesson_id: FromPath[UUID]) -> LessonSeen:
    """Show one lesson."""
    return await lesson(lesson_id=lesson_id, actor=request.user)


@post("/lessons/{lesson_id:uuid}", status_code=204)
async def follow_lesson(
    request: ApiRequest, lesson_id: FromPath[UUID], data: JSONBody[LessonProgress]
) -> Response[None]:
    """Say how far a lesson is; its agency or the operation's lead."""
    return await done(
        request,
        lambda: actions.follow_lesson(
            lesson_id=lesson_id,
            state=data.state,
            progress=data.progress,
            version=data.version,
            actor=request.user,
            now=clock.now(),
        ),
    )


routes = [
    see_afterwards,
    review,
    see_report,
    write,
    add_lesson,
    list_lessons,
    see_lesson,
    follow_lesson,
]
