"""One action: what it is, what happened, and saying that it is done."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.meetings.actions import complete_action
from planning.meetings.queries import ActionSeen, action
from planning.meetings.rules.action import LONGEST, ActionAct
from service.pages.forms import Form
from service.pages.presenters import actions as words
from service.pages.presenters.dates import deadline
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other

OTHER_ACTS = (
    (ActionAct.NOTED, "note", "Say how far it is"),
    (ActionAct.HANDED_OVER, "hand-over", "Hand it over to a colleague"),
    (ActionAct.DUE_MOVED, "due-date", "Agree another due date"),
    (ActionAct.WITHDRAWN, "withdraw", "Withdraw it"),
)


@get("/actions/{action_id:uuid}")
async def show(request: PageRequest, action_id: FromPath[UUID]) -> Response[str]:
    """Show an action; the reading is logged."""
    return await _page(request, action_id, Form())


@post("/actions/{action_id:uuid}")
async def finish(request: PageRequest, action_id: FromPath[UUID]) -> Response[Any]:
    """Say that the action is done."""
    form = await form_of(request)
    evidence = form.long_text(
        "evidence",
        label="What was done",
        required="Say what was done and how you know",
        max_length=LONGEST,
    )
    done_on = form.date("done_on", label="The day it was done")

    async def act() -> Answer:
        await complete_action(
            action_id=action_id,
            evidence=evidence,
            done_on=done_on,
            actor=request.user,
            now=clock.now(),
        )
        return see_other("/actions", "The action is done.")

    return await submit(request, form, act, again=lambda: _page(request, action_id, form))


async def _page(request: PageRequest, action_id: UUID, form: Form) -> Response[str]:
    now = clock.now()
    seen = await action(action_id=action_id, actor=request.user, now=now)
    return page(
        request,
        "pages/actions/one.html",
        title="Action",
        form=form,
        action_seen=seen,
        tag=words.action_tag(seen),
        carried=words.carried_tag(seen.times_carried, often=seen.carried_often),
        due=deadline(seen.due_on, clock.today(now), request.auth.closed_days),
        rows=words.action_rows(seen),
        trail=words.trail(seen.trail),
        may_finish=ActionAct.DONE in seen.may,
        others=_others(seen),
    )


def _others(seen: ActionSeen) -> list[tuple[str, str]]:
    """Addresses and words of what else the reader may do."""
    return [
        (f"/actions/{seen.id}/{path}", text) for act, path, text in OTHER_ACTS if act in seen.may
    ]


routes = [show, finish]
