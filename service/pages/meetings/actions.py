"""Actions while their meeting runs: those open from before, and those that it gives."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import NotFound, block_if
from planning.meetings.actions import (
    add_action,
    carry_over_action,
    change_action,
    complete_action,
    remove_action,
    withdraw_action,
)
from planning.meetings.queries import RunningSeen, running
from planning.meetings.rules.action import LONGEST
from planning.meetings.rules.minutes import MeetingActionLine
from planning.meetings.rules.states import Act, state_blockers
from service.pages.forms import Form, FormInvalid
from service.pages.meetings.drafts import read_action
from service.pages.presenters import running as words
from service.pages.presenters.actions import earlier, written
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other
from service.web.posted import posted


class Settled(StrEnum):
    """What becomes of an action of an earlier meeting."""

    DONE = "done"
    CARRIED = "carried"
    WITHDRAWN = "withdrawn"


SETTLED = [
    (Settled.DONE, "Done"),
    (Settled.CARRIED, "Carry over"),
    (Settled.WITHDRAWN, "Withdraw"),
]


@get("/meetings/{meeting_id:uuid}/run/actions")
async def show(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[str]:
    """Show open actions of earlier meetings, and those of this one."""
    return await _page(request, meeting_id, Form(), None)


@post("/meetings/{meeting_id:uuid}/run/actions")
async def add(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
    """Add an action, of a child or of the whole meeting."""
    form = await form_of(request)
    concern_id = form.uuid("concern_id", label="Child")
    draft = read_action(form, required=True)

    async def act() -> Answer:
        if draft is None:
            raise FormInvalid(form)
        await add_action(
            meeting_id=meeting_id,
            concern_id=concern_id,
            what=draft.what,
            owner_id=draft.owner_id,
            due_on=draft.due_on,
            success_test=draft.success_test,
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/meetings/{meeting_id}/run/actions", "The action is added.")

    return await submit(request, form, act, again=lambda: _page(request, meeting_id, form, None))


@post("/meetings/{meeting_id:uuid}/run/earlier/{action_id:uuid}")
async def settle(
    request: PageRequest, meeting_id: FromPath[UUID], action_id: FromPath[UUID]
) -> Response[Any]:
    """Settle one open action: done, carried over, or withdrawn."""
    form = Form(await posted(request), prefix=f"{action_id}-")
    how = form.enum("how", label="Answer", kind=Settled, required="Select what becomes of it")

    async def act() -> Answer:
        if how is Settled.CARRIED:
            await _carry(request, meeting_id, action_id, form)
        elif how is Settled.DONE:
            await _finish(request, action_id, form)
        else:
            await _withdraw(request, action_id, form)
        return see_other(f"/meetings/{meeting_id}/run/actions", "Saved.")

    return await submit(
        request, form, act, again=lambda: _page(request, meeting_id, form, action_id)
    )


async def _carry(request: PageRequest, meeting_id: UUID, action_id: UUID, form: Form) -> None:
    due_on = form.date("due_on", label="Due date", required="Enter the new due date")
    if due_on is None:
        raise FormInvalid(form)
    await carry_over_action(
        meeting_id=meeting_id,
        action_id=action_id,
        due_on=due_on,
        actor=request.user,
        now=clock.now(),
    )


async def _finish(request: PageRequest, action_id: UUID, form: Form) -> None:
    evidence = form.long_text(
        "evidence",
        label="What was done",
        required="Say what was done and how you know",
        max_length=LONGEST,
    )
    form.check()
    await complete_action(
        action_id=action_id, evidence=evidence, actor=request.user, now=clock.now()
    )


async def _withdraw(request: PageRequest, action_id: UUID, form: Form) -> None:
    reason = form.long_text("reason", label="Reason", required="Say why", max_length=LONGEST)
    form.check()
    await withdraw_action(action_id=action_id, reason=reason, actor=request.user, now=clock.now())


@get("/meetings/{meeting_id:uuid}/run/actions/{action_id:uuid}")
async def show_one(
    request: PageRequest, meeting_id: FromPath[UUID], action_id: FromPath[UUID]
) -> Response[str]:
    """Show an action of this meeting, to change it."""
    return await _one(request, meeting_id, action_id, None)


@post("/meetings/{meeting_id:uuid}/run/actions/{action_id:uuid}")
async def change(
    request: PageRequest, meeting_id: FromPath[UUID], action_id: FromPath[UUID]
) -> Response[Any]:
    """Keep what was typed; a later save of somebody else is told, not overwritten."""
    form = await form_of(request)
    draft = read_action(form, required=True)
    version = form.integer("version", label="Version", required="Reload the page") or 0

    async def act() -> Answer:
        if draft is None:
            raise FormInvalid(form)
        await change_action(
            meeting_id=meeting_id,
            action_id=action_id,
            draft=draft,
            version=version,
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/meetings/{meeting_id}/run/actions", "The action is changed.")

    return await submit(
        request, form, act, again=lambda: _one(request, meeting_id, action_id, form)
    )


@post("/meetings/{meeting_id:uuid}/run/actions/{action_id:uuid}/remove")
async def remove(
    request: PageRequest, meeting_id: FromPath[UUID], action_id: FromPath[UUID]
) -> Response[Any]:
    """Take it out; what it carried on stays open."""
    form = await form_of(request)
    version = form.integer("version", label="Version", required="Reload the page") or 0

    async def act() -> Answer:
        await remove_action(
            meeting_id=meeting_id,
            action_id=action_id,
            version=version,
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/meetings/{meeting_id}/run/actions", "The action is removed.")

    return await submit(
        request, form, act, again=lambda: _one(request, meeting_id, action_id, form)
    )


async def _seen(request: PageRequest, meeting_id: UUID) -> RunningSeen:
    seen = await running(meeting_id=meeting_id, actor=request.user, now=clock.now())
    block_if(state_blockers(seen.meeting.state, Act.RECORD))
    return seen


async def _page(
    request: PageRequest, meeting_id: UUID, form: Form, settled: UUID | None
) -> Response[str]:
    """`form` is the typed one: of the action to add, or to be settled."""
    seen = await _seen(request, meeting_id)
    names = {child.concern_id: child.child_name for child in seen.children}
    today = clock.today(clock.now())
    return page(
        request,
        "pages/meetings/actions.html",
        title=f"Actions of meeting {seen.meeting.reference}",
        form=form,
        new=Form() if settled else form,
        meeting=seen.meeting,
        tasks=words.tasks(seen),
        still_open=words.still_open(seen),
        earlier=[
            (
                earlier(found, names[found.concern_id], today, request.auth.closed_days),
                form if found.id == settled else Form(prefix=f"{found.id}-"),
            )
            for found in seen.earlier
        ],
        groups=_groups(seen),
        children=[(str(key), name) for key, name in names.items()],
        owners=words.owners(seen, None),
        settled=SETTLED,
    )


def _groups(seen: RunningSeen) -> list[tuple[str, list[object]]]:
    here = f"/meetings/{seen.meeting.id}/run/actions"
    every = [
        ("The whole meeting", seen.actions),
        *((child.child_name, child.actions) for child in seen.children),
    ]
    return [
        (name, [written(line, f"{here}/{line.id}") for line in lines])
        for name, lines in every
        if lines
    ]


async def _one(
    request: PageRequest, meeting_id: UUID, action_id: UUID, typed: Form | None
) -> Response[str]:
    seen = await _seen(request, meeting_id)
    line = _line(seen, action_id)
    return page(
        request,
        "pages/meetings/action.html",
        title="Change the action",
        form=typed
        or Form.filled(
            what=line.what,
            success_test=line.success_test,
            owner_id=line.owner_id,
            due_on=line.due_on,
        ),
        submit="Save",
        cancel=f"/meetings/{meeting_id}/run/actions",
        meeting=seen.meeting,
        line=line,
        theirs=written(line) if _is_stale(typed, line) else None,
        owners=words.owners(seen, line.concern_id),
    )


def _is_stale(typed: Form | None, line: MeetingActionLine) -> bool:
    return typed is not None and typed.value("version") != str(line.version)


def _line(seen: RunningSeen, action_id: UUID) -> MeetingActionLine:
    for line in (*seen.actions, *(line for child in seen.children for line in child.actions)):
        if line.id == action_id:
            return line
    raise NotFound


routes = [show, add, settle, show_one, change, remove]
