"""Running a meeting: who is there, what is still to be recorded, and closing."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import block_if
from planning.meetings.actions import Attendance, close, record_attendance
from planning.meetings.queries import RunningSeen, running
from planning.meetings.rules.emergency import LONGEST_REASON
from planning.meetings.rules.states import Act, MeetingState, state_blockers
from service.pages.forms import Form
from service.pages.meetings.named import OF_QUORUM, children_named
from service.pages.presenters import running as words
from service.pages.presenters.attendance import follow_up_hint
from service.pages.presenters.moments import span
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, see_other

_CLOSED = (
    "The meeting is closed. Decisions and actions went out to everybody invited."
    " The minutes wait for the chair’s approval."
)
_OWING = (
    "The meeting is closed in an emergency. What is missing is owed by the end of the next"
    " working day: Your work lists it."
)


@get("/meetings/{meeting_id:uuid}/run")
async def show(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
    """Show attendance and what there is to record; once it is closed, the meeting instead."""
    seen = await running(meeting_id=meeting_id, actor=request.user, now=clock.now())
    if seen.meeting.state is not MeetingState.CONVENED:
        return Response(b"", status_code=303, headers={"Location": f"/meetings/{meeting_id}"})
    return _page(request, seen, None)


@post("/meetings/{meeting_id:uuid}/run")
async def save(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
    """Keep who is there."""
    form = await form_of(request)
    seen = await running(meeting_id=meeting_id, actor=request.user, now=clock.now())
    present = form.uuids("attendance", label="Who is there")

    async def act() -> Answer:
        if present != _present(seen):
            await record_attendance(
                meeting_id=meeting_id,
                attendance=_attendance(seen, present),
                actor=request.user,
                now=clock.now(),
            )
        return see_other(f"/meetings/{meeting_id}/{_next(form)}", "Saved.")

    async def again() -> Response[str]:
        fresh = await running(meeting_id=meeting_id, actor=request.user, now=clock.now())
        return _page(request, fresh, form)

    return await submit(request, form, act, again=again)


@get("/meetings/{meeting_id:uuid}/close")
async def show_close(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[str]:
    """Show what stops closing, or offer it."""
    return await _close_page(request, meeting_id, Form())


@post("/meetings/{meeting_id:uuid}/close")
async def finish(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
    """Close the meeting; refused with every reason."""
    form = await form_of(request)
    reason = form.long_text("no_quorum_reason", label="Reason", max_length=LONGEST_REASON)
    follow_up_on = form.date("follow_up_on", label="Date of the follow-up")
    emergency = form.long_text("emergency_reason", label="Emergency", max_length=LONGEST_REASON)

    async def act() -> Answer:
        with children_named():
            await close(
                meeting_id=meeting_id,
                no_quorum_reason=reason,
                follow_up_on=follow_up_on,
                emergency_reason=emergency,
                actor=request.user,
                now=clock.now(),
                enqueue=enqueue_of(request),
            )
        return see_other(f"/meetings/{meeting_id}/minutes", _OWING if emergency else _CLOSED)

    return await submit(request, form, act, again=lambda: _close_page(request, meeting_id, form))


def _next(form: Form) -> str:
    return "close" if form.value("next") == "close" else "run"


def _present(seen: RunningSeen) -> list[UUID]:
    return [found.person_id for found in seen.meeting.attendees if found.present]


def _attendance(seen: RunningSeen, present: list[UUID]) -> list[Attendance]:
    """Everybody, ticked or not; who is not invited is left for planning to refuse."""
    known = {found.person_id: found for found in seen.meeting.attendees}
    unknown = [person_id for person_id in present if person_id not in known]
    return [
        *(
            Attendance(
                found.person_id, found.person_id in present, found.apology, found.apology_reason
            )
            for found in known.values()
        ),
        *(Attendance(person_id, present=True) for person_id in unknown),
    ]


def _page(request: PageRequest, seen: RunningSeen, typed: Form | None) -> Response[str]:
    block_if(state_blockers(seen.meeting.state, Act.RECORD))
    return page(
        request,
        "pages/meetings/run.html",
        title=f"Run meeting {seen.meeting.reference}",
        form=typed or Form.filled(attendance=_present(seen)),
        meeting=seen.meeting,
        when=span(seen.meeting.starts_at, seen.meeting.ends_at),
        tasks=words.tasks(seen),
        still_open=words.still_open(seen),
        groups=words.attendance_groups(seen),
    )


async def _close_page(request: PageRequest, meeting_id: UUID, form: Form) -> Response[str]:
    seen = await running(meeting_id=meeting_id, actor=request.user, now=clock.now())
    block_if(state_blockers(seen.meeting.state, Act.CLOSE))
    quorum = [found for found in seen.blockers if found.field in OF_QUORUM]
    return page(
        request,
        "pages/meetings/close.html",
        title=f"Close meeting {seen.meeting.reference}",
        form=form,
        meeting=seen.meeting,
        tasks=words.tasks(seen),
        still_open=words.still_open(seen),
        quorum=quorum,
        follow_up_hint=follow_up_hint(seen.meeting),
        blockers=words.first_to_do([one for one in seen.blockers if one not in quorum]),
        debts=seen.debts,
        may_declare=seen.meeting.may_approve,
    )


routes = [show, save, show_close, finish]
