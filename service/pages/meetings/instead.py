"""What comes instead of somebody who cannot: a deputy, something in writing, or a reason."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from planning import clock
from planning.errors import NotFound
from planning.meetings.actions import answer_invitation, send_deputy
from planning.meetings.queries import AttendeeSeen, MeetingSeen, meeting
from planning.meetings.rules.presence import LONGEST_APOLOGY
from planning.meetings.rules.quorum import Answer as Reply
from planning.people.queries import people
from planning.procedures.rules import ApologyReason
from service.pages.forms import Form, FormInvalid
from service.pages.meetings.lookups import profile_now
from service.pages.presenters.moments import span
from service.pages.presenters.people import people_options
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, see_other


@get("/meetings/{meeting_id:uuid}/instead")
async def show(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[str]:
    """Offer a deputy or a written contribution, and ask why."""
    return await _page(request, meeting_id, None)


@post("/meetings/{meeting_id:uuid}/instead")
async def say_why(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
    """Decline with a reason."""
    form = await form_of(request)
    reason = form.enum(
        "apology_reason", label="Reason", kind=ApologyReason, required="Select why you cannot come"
    )
    apology = form.long_text("apology", label="Message", max_length=LONGEST_APOLOGY)

    async def act() -> Answer:
        await answer_invitation(
            meeting_id=meeting_id,
            answer=Reply.DECLINED,
            apology=apology,
            apology_reason=reason,
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/meetings/{meeting_id}", "Your reason is recorded.")

    return await submit(request, form, act, again=lambda: _page(request, meeting_id, form))


@get("/meetings/{meeting_id:uuid}/deputy")
async def show_deputy(
    request: PageRequest, meeting_id: FromPath[UUID], instead_of: FromQuery[UUID | None] = None
) -> Response[str]:
    """Ask who comes in this person's place, or in somebody else's."""
    form = Form.filled(instead_of=instead_of or request.user.person_id)
    return await _deputy_page(request, meeting_id, form)


@post("/meetings/{meeting_id:uuid}/deputy")
async def send(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
    """Send the deputy; who is replaced leaves the meeting."""
    form = await form_of(request)
    instead_of = form.uuid("instead_of", label="Person")
    person_id = form.uuid("person_id", label="Deputy", required="Select who comes")

    async def act() -> Answer:
        if person_id is None:
            raise FormInvalid(form)
        sent = await send_deputy(
            meeting_id=meeting_id,
            person_id=person_id,
            instead_of_id=instead_of,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )
        told = " ".join([f"{sent.name} is asked to come.", *sent.warnings])
        return see_other(f"/meetings/{meeting_id}" if sent.sees_meeting else "/work", told)

    return await submit(request, form, act, again=lambda: _deputy_page(request, meeting_id, form))


def _attendee(seen: MeetingSeen, person_id: str) -> AttendeeSeen:
    """Who is replaced; somebody who is not invited is nobody here."""
    for found in seen.attendees:
        if str(found.person_id) == person_id:
            return found
    raise NotFound


async def _page(request: PageRequest, meeting_id: UUID, form: Form | None) -> Response[str]:
    now = clock.now()
    seen = await meeting(meeting_id=meeting_id, actor=request.user, now=now)
    mine = _attendee(seen, str(request.user.person_id))
    profile = await profile_now(request.user, now)
    return page(
        request,
        "pages/meetings/instead.html",
        title="What happens instead?",
        form=form or Form.filled(apology=mine.apology, apology_reason=mine.apology_reason),
        meeting=seen,
        when=span(seen.starts_at, seen.ends_at),
        reasons=[(reason.value, profile.apology_reasons[reason]) for reason in ApologyReason],
    )


async def _deputy_page(request: PageRequest, meeting_id: UUID, form: Form) -> Response[str]:
    now, me = clock.now(), str(request.user.person_id)
    seen = await meeting(meeting_id=meeting_id, actor=request.user, now=now)
    whom = _attendee(seen, form.value("instead_of") or me)
    invited = {found.person_id for found in seen.attendees}
    colleagues = [
        person
        for person in await people(actor=request.user)
        if person.agency_id == whom.agency_id and person.id not in invited
    ]
    own = str(whom.person_id) == me
    return page(
        request,
        "pages/meetings/deputy.html",
        title="Send a deputy" if own else f"Send a deputy for {whom.name}",
        form=form,
        submit="Send the deputy",
        cancel=f"/meetings/{meeting_id}",
        agency=whom.agency_name,
        own=own,
        when=span(seen.starts_at, seen.ends_at),
        reference=seen.reference,
        groups=people_options(colleagues, authority=True),
    )


routes = [show, say_why, show_deputy, send]
