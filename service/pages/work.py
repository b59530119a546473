"""Your work: what waits for this person, the most pressing first."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import NotFound
from planning.meetings.actions import complete_action
from planning.meetings.queries import ActionWork, work_of
from planning.people.rules import Actor
from planning.reminders.queries import waiting_here
from planning.sign_offs import queries as sign_offs
from planning.transactions import transaction
from service.auth.sessions import leave_notice
from service.pages.forms import Form
from service.pages.meetings.lookups import profile_now
from service.pages.presenters import reminding as chasing
from service.pages.presenters import work as words
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other


@get("/")
async def start(request: PageRequest) -> Response[bytes]:
    """Go to what waits; what a form said on the way stays to be told there."""
    if request.auth.notice:
        async with transaction(request.user.person_id):
            await leave_notice(request.auth, request.auth.notice)
    return Response(b"", status_code=303, headers={"Location": "/work"})


@get("/work")
async def show(request: PageRequest) -> Response[str]:
    """Show what waits for this person."""
    now = clock.now()
    groups = await _groups(request.user, now)
    return page(request, "pages/your_work/list.html", title="Your work", groups=groups)


async def _groups(actor: Actor, now: datetime) -> list[words.WorkGroup]:
    async with transaction(actor.person_id):
        work = await work_of(actor=actor, now=now)
        to_sign = await sign_offs.waiting_for(actor=actor, now=now)
        parts = await sign_offs.parts_of(actor=actor)
        profile = await profile_now(actor, now)
        to_chase = await waiting_here(actor=actor, now=now)
    closed = profile.closed_days
    return words.groups(
        (
            "Escalations to answer",
            [words.escalation(found, now, closed) for found in work.escalations],
        ),
        ("Meetings to run and close", [words.to_close(found, now) for found in work.to_close]),
        ("Your actions", [words.action(found, now, closed) for found in work.actions]),
        (
            "To arrange and chase",
            [chasing.to_chase(found, now, closed) for found in to_chase],
        ),
        ("Owed to meetings", [words.unmet(found, now, closed) for found in work.unmet]),
        ("Invitations to answer", [words.invitation(found, now) for found in work.invitations]),
        (
            "Minutes to approve",
            [words.to_approve(found, profile, now) for found in work.to_approve],
        ),
        (
            "Corrections to answer",
            [words.to_correct(found, now, closed) for found in work.to_correct],
        ),
        ("Plans to sign", [words.sign_off(found) for found in to_sign]),
        ("Roles to accept", [words.role(found) for found in parts.roles]),
        (
            "Conditions to show as met",
            [words.condition(found, now, closed) for found in parts.conditions],
        ),
        (
            "Minutes ready to read",
            [words.to_read(found, profile) for found in work.minutes if not found.read],
        ),
        (
            "Minutes to confirm",
            [words.to_confirm(found, profile) for found in work.minutes if found.read],
        ),
    )


@get("/actions/{action_id:uuid}")
async def show_action(request: PageRequest, action_id: FromPath[UUID]) -> Response[str]:
    """Show an action of this person, to say that it is done."""
    return _action_page(request, Form(), await _own_action(request.user, action_id))


@post("/actions/{action_id:uuid}")
async def finish_action(request: PageRequest, action_id: FromPath[UUID]) -> Response[Any]:
    """Say that the action is done."""
    form = await form_of(request)
    note = form.long_text("note", label="What was done", max_length=2000)

    async def act() -> Answer:
        await complete_action(action_id=action_id, note=note, actor=request.user, now=clock.now())
        return see_other("/work", "The action is done.")

    async def again() -> Response[str]:
        return _action_page(request, form, await _own_action(request.user, action_id))

    return await submit(request, form, act, again=again)


async def _own_action(actor: Actor, action_id: UUID) -> ActionWork:
    waiting = (await work_of(actor=actor, now=clock.now())).actions
    found = next((action for action in waiting if action.id == action_id), None)
    if found is None:
        raise NotFound
    return found


def _action_page(request: PageRequest, form: Form, action: ActionWork) -> Response[str]:
    return page(
        request,
        "pages/your_work/action.html",
        title="An action of yours",
        form=form,
        submit="Mark as done",
        cancel="/work",
        action_work=action,
        line=words.action(action, clock.now(), request.auth.closed_days),
    )


routes = [start, show, show_action, finish_action]
