"""Writing one child's part while the meeting runs, with its outcome and actions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import NotFound, block_if
from planning.meetings.actions import add_action, record_child
from planning.meetings.queries import RunningChild, running
from planning.meetings.rules.states import Act, state_blockers
from planning.people.queries import agencies, people
from planning.people.rules import Role
from planning.procedures.rules import NoDecisionReason, Outcome
from service.pages.forms import Form
from service.pages.meetings.drafts import NewAction, filled, read_action, read_draft
from service.pages.meetings.lookups import profile_now
from service.pages.presenters import running as words
from service.pages.presenters.people import people_options
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other

AUTHORISERS = {Role.SENIOR_MANAGER, Role.CHAIR}


@get("/meetings/{meeting_id:uuid}/run/children/{concern_id:uuid}")
async def show(
    request: PageRequest, meeting_id: FromPath[UUID], concern_id: FromPath[UUID]
) -> Response[str]:
    """Show the child's draft."""
    return await _page(request, meeting_id, concern_id, None)


@post("/meetings/{meeting_id:uuid}/run/children/{concern_id:uuid}")
async def save(
    request: PageRequest, meeting_id: FromPath[UUID], concern_id: FromPath[UUID]
) -> Response[Any]:
    """Keep the draft and, where one was typed, add an action: nothing typed is lost."""
    form = await form_of(request)
    now = clock.now()
    draft = read_draft(form)
    action = read_action(form)
    version = form.integer("version", label="Version", required="Reload the page") or 0

    async def act() -> Answer:
        await record_child(
            meeting_id=meeting_id,
            concern_id=concern_id,
            draft=draft,
            version=version,
            actor=request.user,
            now=now,
        )
        if action:
            await _add(request, meeting_id, concern_id, action, now)
        return see_other(await _next(request, meeting_id, concern_id, form), "Saved.")

    return await submit(
        request, form, act, again=lambda: _page(request, meeting_id, concern_id, form)
    )


async def _add(
    request: PageRequest, meeting_id: UUID, concern_id: UUID, action: NewAction, now: datetime
) -> None:
    await add_action(
        meeting_id=meeting_id,
        concern_id=concern_id,
        what=action.what,
        owner_id=action.owner_id,
        due_on=action.due_on,
        actor=request.user,
        now=now,
    )


async def _next(request: PageRequest, meeting_id: UUID, concern_id: UUID, form: Form) -> str:
    if form.value("next") != "on":
        return f"/meetings/{meeting_id}/run/children/{concern_id}"
    seen = await running(meeting_id=meeting_id, actor=request.user, now=clock.now())
    return words.next_open(seen, concern_id)


async def _page(
    request: PageRequest, meeting_id: UUID, concern_id: UUID, typed: Form | None
) -> Response[str]:
    now = clock.now()
    seen = await running(meeting_id=meeting_id, actor=request.user, now=now)
    child = next((found for found in seen.children if found.concern_id == concern_id), None)
    if child is None:
        raise NotFound
    block_if(state_blockers(seen.meeting.state, Act.RECORD))
    profile = await profile_now(request.user, now)
    known_people = await people(actor=request.user)
    known_agencies = await agencies(actor=request.user)
    return page(
        request,
        "pages/meetings/child.html",
        title=child.child_name,
        form=typed or filled(child.draft),
        meeting=seen.meeting,
        child=child,
        tasks=words.tasks(seen),
        still_open=words.still_open(seen),
        outcomes=[(value, profile.outcomes[value]) for value in Outcome],
        reasons=[(value, profile.no_decision_reasons[value]) for value in NoDecisionReason],
        agencies=[(str(found.id), found.name) for found in known_agencies],
        authorisers=people_options(
            [found for found in known_people if AUTHORISERS & set(found.roles)]
        ),
        owners=words.owners(seen, concern_id),
        theirs=[]
        if typed is None or not _is_stale(typed, child)
        else words.differences(
            child.draft,
            read_draft(typed),
            profile,
            {found.id: found.name for found in known_people},
            {found.id: found.name for found in known_agencies},
        ),
    )


def _is_stale(typed: Form, child: RunningChild) -> bool:
    return typed.value("version") != str(child.version)


routes = [show, save]
