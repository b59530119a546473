"""One meeting as those in it see it, and their answer to the invitation."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.groups.queries import group_of_meeting
from planning.meetings.actions import answer_invitation
from planning.meetings.queries import MeetingSeen, actions_out, meeting, owed_of
from planning.meetings.rules.presence import LONGEST_APOLOGY
from planning.meetings.rules.quorum import Answer as Reply
from planning.meetings.rules.states import MeetingState
from planning.replies.queries import answered_by_calendar
from service.mail.queries import invitation_deliveries
from service.pages.forms import Form, FormInvalid
from service.pages.meetings.reminding import awaited_of
from service.pages.meetings.replies import standing
from service.pages.presenters import meetings as words
from service.pages.presenters.actions import out_words, written
from service.pages.presenters.deliveries import delivery_lines
from service.pages.presenters.moments import span
from service.pages.presenters.owed import follow_up_line, may_follow_up
from service.pages.presenters.quorum import result_lines
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other

REPLIES = [
    (Reply.ACCEPTED, "I will come"),
    (Reply.TENTATIVE, "I may come"),
    (Reply.DECLINED, "I cannot come"),
]


@get("/meetings/{meeting_id:uuid}")
async def show(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[str]:
    """Show a meeting; the reading is logged."""
    return await _page(request, meeting_id, None)


@post("/meetings/{meeting_id:uuid}/answer")
async def answer(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
    """Answer the invitation; a later answer replaces this one."""
    form = await form_of(request)
    reply = form.enum("answer", label="Answer", kind=Reply, required="Select whether you will come")
    apology = form.long_text("apology", label="Message", max_length=LONGEST_APOLOGY)

    async def act() -> Answer:
        if reply is None:
            raise FormInvalid(form)
        await answer_invitation(
            meeting_id=meeting_id,
            answer=reply,
            apology=apology,
            actor=request.user,
            now=clock.now(),
        )
        after = "/instead" if reply is Reply.DECLINED else ""
        return see_other(f"/meetings/{meeting_id}{after}", "Your answer is recorded.")

    return await submit(request, form, act, again=lambda: _page(request, meeting_id, form))


async def _page(request: PageRequest, meeting_id: UUID, form: Form | None) -> Response[str]:
    now = clock.now()
    seen = await meeting(meeting_id=meeting_id, actor=request.user, now=now)
    out = (
        None
        if seen.state is MeetingState.CONVENED
        else await actions_out(meeting_id=meeting_id, actor=request.user)
    )
    deliveries = []
    if seen.may_arrange:
        deliveries = await invitation_deliveries(meeting_id=meeting_id, actor=request.user)
    awaited = await awaited_of(seen, request.user)
    children = {child.concern_id: child.child_name for child in seen.children}
    coming = seen.state is MeetingState.CONVENED
    owed = await owed_of(meeting_id=meeting_id, actor=request.user, now=now)
    return page(
        request,
        "pages/meetings/one.html",
        title=f"Meeting {seen.reference}",
        form=form or _answered(request, seen),
        meeting=seen,
        when=span(seen.starts_at, seen.ends_at),
        tag=words.meeting_tag(seen, now),
        stats=words.meeting_stats(seen, now),
        rows=words.meeting_rows(seen, now, request.auth.closed_days),
        quorum=words.quorum_lines(seen) if coming else [],
        quorum_results=result_lines(seen.quorum),
        people=words.attendee_lines(seen, delivery_lines(deliveries, request.user), children),
        awaited=awaited,
        by_calendar=await answered_by_calendar(meeting_id=meeting_id, actor=request.user)
        if coming
        else {},
        replies=REPLIES,
        standing=await standing(seen, request.user),
        coming=coming,
        may_answer=coming and seen.my_answer is not None,
        may_run=coming and seen.may_run,
        may_arrange=coming and seen.may_arrange,
        owed=owed,
        follow_up=follow_up_line(owed, now, request.auth.closed_days),
        may_follow_up=may_follow_up(seen, request.user),
        has_minutes=words.has_minutes(seen),
        out=out_words(out) if out else "",
        given=[written(line, f"/actions/{line.id}") for line in out.actions] if out else [],
        may_approve=seen.may_approve and seen.state is MeetingState.CLOSED,
        group=await group_of_meeting(meeting_id=meeting_id, actor=request.user),
    )


def _answered(request: PageRequest, seen: MeetingSeen) -> Form:
    """What this person answered before."""
    me = request.user.person_id
    mine = next((found for found in seen.attendees if found.person_id == me), None)
    return Form.filled(answer=mine.answer, apology=mine.apology) if mine else Form()


routes = [show, answer]
