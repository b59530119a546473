"""What else is done to an action: a note, handing over, more time, withdrawing."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import NotAllowed
from planning.meetings.actions import (
    hand_over_action,
    move_action_due,
    note_action,
    withdraw_action,
)
from planning.meetings.queries import ActionSeen, action
from planning.meetings.rules.action import LONGEST, ActionAct, who_may
from planning.people.queries import people
from service.pages.forms import Form, FormInvalid
from service.pages.presenters.dates import deadline
from service.pages.presenters.people import people_options
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, see_other

_PAGES = {
    ActionAct.NOTED: ("Say how far it is", "Save"),
    ActionAct.HANDED_OVER: ("Hand the action over", "Hand over"),
    ActionAct.DUE_MOVED: ("Agree another due date", "Save"),
    ActionAct.WITHDRAWN: ("Withdraw the action", "Withdraw"),
}


@get("/actions/{action_id:uuid}/note")
async def show_note(request: PageRequest, action_id: FromPath[UUID]) -> Response[str]:
    """Ask how far it is."""
    return await _page(request, action_id, ActionAct.NOTED, Form())


@post("/actions/{action_id:uuid}/note")
async def note(request: PageRequest, action_id: FromPath[UUID]) -> Response[Any]:
    """Keep how far it is."""
    form = await form_of(request)
    text = form.long_text(
        "note", label="How far it is", required="Say how far this is", max_length=LONGEST
    )

    async def act() -> None:
        await note_action(action_id=action_id, note=text, actor=request.user, now=clock.now())

    return await _do(request, action_id, ActionAct.NOTED, form, act, told="Your note is kept.")


@get("/actions/{action_id:uuid}/hand-over")
async def show_hand_over(request: PageRequest, action_id: FromPath[UUID]) -> Response[str]:
    """Ask to whom."""
    return await _page(request, action_id, ActionAct.HANDED_OVER, Form())


@post("/actions/{action_id:uuid}/hand-over")
async def hand_over(request: PageRequest, action_id: FromPath[UUID]) -> Response[Any]:
    """Give it to a colleague."""
    form = await form_of(request)
    to_id = form.uuid("to_id", label="Colleague", required="Select who takes it over")
    reason = _reason(form)

    async def act() -> None:
        if to_id is None:
            raise FormInvalid(form)
        await hand_over_action(
            action_id=action_id,
            to_id=to_id,
            reason=reason,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )

    told = "The action is handed over. Your colleague is told."
    return await _do(request, action_id, ActionAct.HANDED_OVER, form, act, told=told)


@get("/actions/{action_id:uuid}/due-date")
async def show_due_date(request: PageRequest, action_id: FromPath[UUID]) -> Response[str]:
    """Ask for another date."""
    return await _page(request, action_id, ActionAct.DUE_MOVED, Form())


@post("/actions/{action_id:uuid}/due-date")
async def move_due_date(request: PageRequest, action_id: FromPath[UUID]) -> Response[Any]:
    """Agree another date."""
    form = await form_of(request)
    due_on = form.date("due_on", label="Due date", required="Enter the new due date")
    reason = _reason(form)

    async def act() -> None:
        if due_on is None:
            raise FormInvalid(form)
        await move_action_due(
            action_id=action_id,
            due_on=due_on,
            reason=reason,
            actor=request.user,
            now=clock.now(),
        )

    told = "The new due date is agreed."
    return await _do(request, action_id, ActionAct.DUE_MOVED, form, act, told=told)


@get("/actions/{action_id:uuid}/withdraw")
async def show_withdraw(request: PageRequest, action_id: FromPath[UUID]) -> Response[str]:
    """Ask why."""
    return await _page(request, action_id, ActionAct.WITHDRAWN, Form())


@post("/actions/{action_id:uuid}/withdraw")
async def withdraw(request: PageRequest, action_id: FromPath[UUID]) -> Response[Any]:
    """Take it back."""
    form = await form_of(request)
    reason = _reason(form)

    async def act() -> None:
        await withdraw_action(
            action_id=action_id, reason=reason, actor=request.user, now=clock.now()
        )

    return await _do(
        request, action_id, ActionAct.WITHDRAWN, form, act, told="The action is withdrawn."
    )


def _reason(form: Form) -> str:
    return form.long_text("reason", label="Reason", required="Say why", max_length=LONGEST)


async def _do(
    request: PageRequest,
    action_id: UUID,
    what: ActionAct,
    form: Form,
    act: Callable[[], Awaitable[None]],
    *,
    told: str,
) -> Response[Any]:
    async def doing() -> Answer:
        await act()
        return see_other(f"/actions/{action_id}", told)

    return await submit(request, form, doing, again=lambda: _page(request, action_id, what, form))


async def _page(
    request: PageRequest, action_id: UUID, what: ActionAct, form: Form
) -> Response[str]:
    now = clock.now()
    seen = await action(action_id=action_id, actor=request.user, now=now)
    if what not in seen.may:
        raise NotAllowed("This action has ended." if seen.ended else who_may(what))
    title, button = _PAGES[what]
    return page(
        request,
        "pages/actions/act.html",
        title=title,
        form=form,
        submit=button,
        cancel=f"/actions/{action_id}",
        destructive=what is ActionAct.WITHDRAWN,
        action_seen=seen,
        due=deadline(seen.due_on, clock.today(now), request.auth.closed_days),
        what=what,
        colleagues=await _colleagues(request, seen) if what is ActionAct.HANDED_OVER else [],
    )


async def _colleagues(request: PageRequest, seen: ActionSeen) -> list[object]:
    found = await people(actor=request.user)
    return list(
        people_options(
            [
                person
                for person in found
                if person.agency_id == seen.agency_id and person.id != seen.owner_id
            ]
        )
    )


routes = [
    show_note,
    note,
    show_hand_over,
    hand_over,
    show_due_date,
    move_due_date,
    show_withdraw,
    withdraw,
]
