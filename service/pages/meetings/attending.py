"""Who comes and goes while the meeting runs: one tap each, or all that is known of a person."""

from datetime import datetime, time
from enum import StrEnum
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import NotFound, block_if
from planning.meetings.actions import (
    Attendance,
    note_arrival,
    note_departure,
    record_attendance,
)
from planning.meetings.queries import AttendeeSeen, MeetingSeen, running
from planning.meetings.rules.presence import LONGEST_APOLOGY, Span, moment_of
from planning.meetings.rules.scheduling import Mode
from planning.meetings.rules.states import Act, state_blockers
from planning.procedures.rules import ApologyReason
from service.pages.forms import Form
from service.pages.meetings.lookups import profile_now
from service.pages.presenters import attendance as words
from service.pages.presenters.moments import span
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other

ROWS = "times"


class Presence(StrEnum):
    """The three ways in which somebody was there or not."""

    THROUGHOUT = "throughout"
    PART = "part"
    ABSENT = "absent"


@get("/meetings/{meeting_id:uuid}/run/attendance")
async def show(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[str]:
    """Show everybody invited, with one tap for coming and one for going."""
    return await _list_page(request, meeting_id, Form())


@post("/meetings/{meeting_id:uuid}/run/attendance")
async def tap(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
    """Note that somebody comes in or leaves now."""
    form = await form_of(request)
    arrived = form.uuid("arrived", label="Person")
    gone = form.uuid("gone", label="Person")
    if not (arrived or gone):
        form.add_error("", "Choose who comes or goes")

    async def act() -> Answer:
        actor, now = request.user, clock.now()
        if arrived:
            await note_arrival(meeting_id=meeting_id, person_id=arrived, actor=actor, now=now)
        if gone:
            await note_departure(meeting_id=meeting_id, person_id=gone, actor=actor, now=now)
        return see_other(f"/meetings/{meeting_id}/run/attendance", "Saved.")

    return await submit(request, form, act, again=lambda: _list_page(request, meeting_id, form))


@get("/meetings/{meeting_id:uuid}/run/attendance/{person_id:uuid}")
async def show_person(
    request: PageRequest, meeting_id: FromPath[UUID], person_id: FromPath[UUID]
) -> Response[str]:
    """Show when and how somebody was there, or why not."""
    return await _person_page(request, meeting_id, person_id, None)


@post("/meetings/{meeting_id:uuid}/run/attendance/{person_id:uuid}")
async def save_person(
    request: PageRequest, meeting_id: FromPath[UUID], person_id: FromPath[UUID]
) -> Response[Any]:
    """Keep when and how somebody was there, or why not."""
    form = await form_of(request)
    seen = await _running(request, meeting_id)
    line = _read(form, seen, person_id)

    async def act() -> Answer:
        await record_attendance(
            meeting_id=meeting_id, attendance=[line], actor=request.user, now=clock.now()
        )
        return see_other(f"/meetings/{meeting_id}/run/attendance", "Saved.")

    async def again() -> Response[str]:
        return await _person_page(request, meeting_id, person_id, form)

    return await submit(request, form, act, again=again)


async def _running(request: PageRequest, meeting_id: UUID) -> MeetingSeen:
    seen = await running(meeting_id=meeting_id, actor=request.user, now=clock.now())
    block_if(state_blockers(seen.meeting.state, Act.RECORD))
    return seen.meeting


def _read(form: Form, seen: MeetingSeen, person_id: UUID) -> Attendance:
    presence = form.enum(
        "presence", label="Attendance", kind=Presence, required="Select whether they were there"
    )
    how = form.enum("how", label="How", kind=Mode)
    reason = form.enum("apology_reason", label="Reason", kind=ApologyReason)
    apology = form.long_text("apology", label="Apology", max_length=LONGEST_APOLOGY)
    spans = _spans(form, seen) if presence is Presence.PART else []
    if presence is Presence.PART and not spans and form.is_valid():
        form.add_error(f"{ROWS}-0-joined", "Enter when they joined")
    absent = presence is Presence.ABSENT
    return Attendance(
        person_id=person_id,
        present=not absent,
        apology=apology if absent else "",
        apology_reason=reason if absent else None,
        how=how,
        spans=spans,
    )


def _spans(form: Form, seen: MeetingSeen) -> list[Span]:
    found = []
    for row in form.rows(ROWS):
        if row.is_blank("joined", "left"):
            continue
        joined = row.time("joined", label="Joined", required="Enter when they joined")
        gone = row.time("left", label="Left")
        if joined:
            left_at = moment_of(seen.starts_at, gone) if gone else None
            found.append(Span(moment_of(seen.starts_at, joined), left_at))
    return found


async def _list_page(request: PageRequest, meeting_id: UUID, form: Form) -> Response[str]:
    seen = await _running(request, meeting_id)
    return page(
        request,
        "pages/meetings/attendance.html",
        title="Who comes and goes",
        form=form,
        meeting=seen,
        when=span(seen.starts_at, seen.ends_at),
        lines=words.attendance_lines(seen.attendees),
    )


async def _person_page(
    request: PageRequest, meeting_id: UUID, person_id: UUID, form: Form | None
) -> Response[str]:
    seen = await _running(request, meeting_id)
    found = next((one for one in seen.attendees if one.person_id == person_id), None)
    if found is None:
        raise NotFound
    profile = await profile_now(request.user, clock.now())
    shown = form or _known(found)
    return page(
        request,
        "pages/meetings/attendance_of.html",
        title=found.name,
        form=shown,
        submit="Save",
        cancel=f"/meetings/{meeting_id}/run/attendance",
        agency=found.agency_name,
        when=span(seen.starts_at, seen.ends_at),
        rows=shown.rows(ROWS, spare=1),
        hows=[(mode.value, text) for mode, text in words.HOW_WORDS.items()],
        reasons=[(reason.value, profile.apology_reasons[reason]) for reason in ApologyReason],
    )


def _known(found: AttendeeSeen) -> Form:
    presence = {None: None, False: Presence.ABSENT, True: Presence.THROUGHOUT}[found.present]
    return Form.filled(
        presence=Presence.PART if found.present and found.spans else presence,
        how=found.came_by,
        apology=found.apology,
        apology_reason=found.apology_reason,
        **{
            f"{ROWS}-{number}-{field}": _local(moment)
            for number, one in enumerate(found.spans)
            for field, moment in (("joined", one.joined_at), ("left", one.left_at))
        },
    )


def _local(moment: datetime | None) -> time | None:
    return moment.astimezone(clock.LONDON).time() if moment else None


routes = [show, tap, show_person, save_person]
