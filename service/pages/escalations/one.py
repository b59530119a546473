"""One escalation: where it stands, what to do next, and all that happened to it."""

from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from planning import clock
from planning.escalations.queries import course_of
from service.pages.presenters import escalations as words
from service.pages.serving import page
from service.web.context import PageRequest


@get("/escalations/{escalation_id:uuid}")
async def show(request: PageRequest, escalation_id: FromPath[UUID]) -> Response[str]:
    """Show it; the reading is logged."""
    now, closed = clock.now(), request.auth.closed_days
    course = await course_of(escalation_id=escalation_id, actor=request.user, now=now)
    found = course.escalation
    return page(
        request,
        "pages/escalations/one.html",
        title=f"Escalation: {words.about_words(found)}",
        found=found,
        words=words.standing(course),
        tag=words.state_tag(found),
        due=words.due_words(found, now, closed) if words.is_open(found) else None,
        moves_up=words.moves_up_words(course),
        rows=words.rows(course),
        steps=words.timeline(course),
        subject=words.subject_link(found),
        acts=words.acts(course, request.user.person_id),
    )


routes = [show]
