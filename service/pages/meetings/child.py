"""Writing one child's part while the meeting runs, with its outcome and actions."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import NotFound, block_if
from planning.meetings.actions import add_action
from planning.meetings.queries import (
    ItemSeen,
    RunningChild,
    RunningSeen,
    all_contributions,
    record_of,
    running,
)
from planning.meetings.rules.action import ActionDraft
from planning.meetings.rules.record import Section
from planning.meetings.rules.states import Act, state_blockers
from planning.people.queries import agencies, people
from planning.people.rules import Role
from planning.procedures.rules import NoDecisionReason, Outcome
from service.pages.forms import Form
from service.pages.meetings.drafts import read_action
from service.pages.meetings.lookups import profile_held_under
from service.pages.meetings.writing import keep, read_typed
from service.pages.presenters import actions, record, record_outcome
from service.pages.presenters import running as words
from service.pages.presenters.people import people_options
from service.pages.presenters.procedure_words import usable
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other

AUTHORISERS = {Role.SENIOR_MANAGER, Role.CHAIR}


@get("/meetings/{meeting_id:uuid}/run/children/{concern_id:uuid}")
async def show(
    request: PageRequest, meeting_id: FromPath[UUID], concern_id: FromPath[UUID]
) -> Response[str]:
    """Show the child's part of the record."""
    return await _page(request, meeting_id, concern_id, None)


@post("/meetings/{meeting_id:uuid}/run/children/{concern_id:uuid}")
async def save(
    request: PageRequest, meeting_id: FromPath[UUID], concern_id: FromPath[UUID]
) -> Response[Any]:
    """Keep what changed and, where one was typed, add an action: nothing typed is lost."""
    form = await form_of(request)
    now = clock.now()
    typed = read_typed(form, concern_id)
    action = read_action(form)

    async def act() -> Answer:
        await keep(request, meeting_id, form, typed)
        if action:
            await _add(request, meeting_id, concern_id, action, now)
        return see_other(await _next(request, meeting_id, concern_id, form), "Saved.")

    return await submit(
        request, form, act, again=lambda: _page(request, meeting_id, concern_id, form)
    )


async def _add(
    request: PageRequest, meeting_id: UUID, concern_id: UUID, action: ActionDraft, now: datetime
) -> None:
    await add_action(
        meeting_id=meeting_id,
        concern_id=concern_id,
        what=action.what,
        owner_id=action.owner_id,
        due_on=action.due_on,
        success_test=action.success_test,
        actor=request.user,
        now=now,
    )


async def _next(request: PageRequest, meeting_id: UUID, concern_id: UUID, form: Form) -> str:
    here = f"/meetings/{meeting_id}/run/children/{concern_id}"
    if form.value("next") != "on":
        return here + record.anchor(form.value("next"))
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
    written = await record_of(
        meeting_id=meeting_id, concern_id=concern_id, actor=request.user, now=now
    )
    sent = await all_contributions(meeting_id=meeting_id, actor=request.user, now=now)
    profile = await profile_held_under(request.user, seen.meeting.profile_version)
    known_people = await people(actor=request.user)
    known_agencies = await agencies(actor=request.user)
    options = [(str(found.id), found.name) for found in known_agencies]
    form = typed or _filled(request, seen, child, written.items)
    before, after = record.around_outcome(record.parts(form, written.items, options))
    return page(
        request,
        "pages/meetings/child.html",
        title=child.child_name,
        form=form,
        meeting=seen.meeting,
        child=child,
        tasks=words.tasks(seen),
        still_open=words.still_open(seen),
        next_open=words.next_child(seen, concern_id),
        sent=record.sent_for(sent, concern_id, written.items),
        before=before,
        after=after,
        outcomes=usable(Outcome, profile.outcomes, profile.retired.outcomes, child.draft.outcome),
        reasons=usable(
            NoDecisionReason,
            profile.no_decision_reasons,
            profile.retired.no_decision_reasons,
            child.draft.no_decision_reason,
        ),
        agencies=options,
        authorisers=people_options(
            [found for found in known_people if AUTHORISERS & set(found.roles)]
        ),
        owners=words.owners(seen, concern_id),
        written=[
            actions.written(line, f"/meetings/{meeting_id}/run/actions/{line.id}")
            for line in child.actions
        ],
        open_before=words.open_before(seen, concern_id),
        outcome_others=record_outcome.outcome_others(
            record.item_of(written.items, Section.OUTCOME),
            form.value("version"),
            record_outcome.Naming(
                profile,
                {found.id: found.name for found in known_people},
                {found.id: found.name for found in known_agencies},
            ),
        ),
    )


def _filled(
    request: PageRequest, seen: RunningSeen, child: RunningChild, items: list[ItemSeen]
) -> Form:
    there = words.agencies_for(seen, child.concern_id)
    sections = record.child_sections(seen.meeting.kind, items)
    reader_id = request.user.person_id
    return Form.filled(
        **record.values_of(items, sections, there, reader_id, new_id=uuid4),
        **record_outcome.outcome_values(record.item_of(items, Section.OUTCOME), reader_id),
    )


routes = [show, save]
