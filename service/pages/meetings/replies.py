"""What came by mail and calendar, for whoever may move the meeting: the list, and one to decide."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from planning import clock
from planning.meetings.queries import MeetingSeen
from planning.meetings.rules.presence import LONGEST_APOLOGY
from planning.people.rules import Actor, Role
from planning.procedures.rules import ApologyReason
from planning.replies.actions import Decision, settle_reply
from planning.replies.queries import crowded_out, replies_of, reply, standing_of
from planning.replies.rules.settling import Settlement
from service.pages.forms import Form, FormInvalid
from service.pages.meetings.lookups import profile_now
from service.pages.meetings.slots import read_room
from service.pages.meetings.times import read_asked, slot_value
from service.pages.presenters import replies as words
from service.pages.presenters.moments import span
from service.pages.presenters.slots import slot_parts
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, see_other


@get("/meetings/{meeting_id:uuid}/replies")
async def show_replies(
    request: PageRequest, meeting_id: FromPath[UUID], cursor: FromQuery[str | None] = None
) -> Response[str]:
    """Show what waits for a decision, and below it what was dealt with."""
    now, actor = clock.now(), request.user
    waiting = await replies_of(meeting_id=meeting_id, waiting=True, actor=actor, now=now, limit=100)
    done = await replies_of(
        meeting_id=meeting_id, waiting=False, actor=actor, now=now, cursor=cursor
    )
    return page(
        request,
        "pages/meetings/replies/list.html",
        title="Replies by mail and calendar",
        back=f"/meetings/{meeting_id}",
        waiting=[words.item(line, meeting_id) for line in waiting.items],
        done=[words.item(line, meeting_id) for line in done.items],
        aside=words.aside(await crowded_out(meeting_id=meeting_id, actor=actor)),
        next=f"?cursor={done.next}" if done.next else "",
    )


@get("/meetings/{meeting_id:uuid}/replies/{reply_id:uuid}")
async def show_reply(
    request: PageRequest, meeting_id: FromPath[UUID], reply_id: FromPath[UUID]
) -> Response[str]:
    """Show one reply and what can be decided; the reading is logged."""
    return await _page(request, meeting_id, reply_id, Form())


@post("/meetings/{meeting_id:uuid}/replies/{reply_id:uuid}")
async def settle(
    request: PageRequest, meeting_id: FromPath[UUID], reply_id: FromPath[UUID]
) -> Response[Any]:
    """Decide about a reply."""
    form = await form_of(request)
    decision = _read(form)

    async def act() -> Answer:
        if decision is None:
            raise FormInvalid(form)
        settled = await settle_reply(
            meeting_id=meeting_id,
            reply_id=reply_id,
            decision=decision,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )
        told = " ".join([words.DONE[decision.how], *settled.warnings])
        there = await _next(meeting_id, request.user) if settled.sees_meeting else "/work"
        return see_other(there, told)

    return await submit(
        request, form, act, again=lambda: _page(request, meeting_id, reply_id, form)
    )


async def standing(seen: MeetingSeen, actor: Actor) -> words.Standing:
    """What of its replies waits, for the meeting's page."""
    found = await standing_of(meeting_id=seen.id, actor=actor, now=clock.now())
    return words.standing(found, seen.chair_name)


def _read(form: Form) -> Decision | None:
    how = form.enum("how", label="Decision", kind=Settlement, required="Choose what to do")
    version = form.integer("version", label="Version")
    reason = form.enum("reason", label="Reason", kind=ApologyReason)
    apology = form.long_text("apology", label="Message", max_length=LONGEST_APOLOGY)
    asked, room_id = read_asked(form), read_room(form)
    if how is None:
        return None
    return Decision(how, version, asked, room_id, reason, apology)


async def _next(meeting_id: UUID, actor: Actor) -> str:
    """The list while something else waits, then the meeting."""
    left = await standing_of(meeting_id=meeting_id, actor=actor, now=clock.now())
    return f"/meetings/{meeting_id}/replies" if left.waiting else f"/meetings/{meeting_id}"


async def _page(
    request: PageRequest, meeting_id: UUID, reply_id: UUID, form: Form
) -> Response[str]:
    now, actor = clock.now(), request.user
    seen = await reply(meeting_id=meeting_id, reply_id=reply_id, actor=actor, now=now)
    declines = Settlement.DECLINED in seen.choices
    profile = await profile_now(actor, now) if declines else None
    return page(
        request,
        "pages/meetings/replies/one.html",
        title=f"Reply about meeting {seen.reference}",
        form=form,
        reply=seen,
        lead=words.lead(seen),
        when=span(seen.starts_at, seen.ends_at),
        tag=words.tag_of(seen.line),
        rows=words.rows(seen),
        choices=words.choice_buttons(seen),
        dealt_with=words.dealt_with(seen.line),
        stands=slot_parts(seen.stands) if seen.stands else [],
        slot=slot_value(seen.stands) if seen.stands else "",
        kept=Settlement.KEPT in seen.choices,
        unknown=words.unknown_words(seen),
        links=words.links(seen, administers=actor.has(Role.ADMINISTRATOR)),
        reasons=[(one.value, profile.apology_reasons[one]) for one in ApologyReason]
        if profile
        else [],
    )


routes = [show_replies, show_reply, settle]
