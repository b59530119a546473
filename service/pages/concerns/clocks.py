"""Moving a date that is due for a child: a manager's reasoned act."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.chains.actions import move_clock
from planning.chains.actions.clocks import LONGEST_REASON, may_move
from planning.chains.queries import ChainSeen, chain_of
from planning.chains.rules import Clock, ClockKind
from planning.concerns.queries import ConcernSeen
from planning.errors import NotAllowed, NotFound
from planning.people.rules import Actor
from service.pages.forms import Form, FormInvalid
from service.pages.presenters.clocks import clock_shown
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other


def may_move_clock(actor: Actor, concern: ConcernSeen) -> bool:
    """Whether to offer moving dates; the act itself refuses."""
    return may_move(actor, concern.senior_manager_id)


@get("/concerns/{concern_id:uuid}/clocks/{running:str}")
async def show(
    request: PageRequest, concern_id: FromPath[UUID], running: FromPath[str]
) -> Response[str]:
    """Ask for the new date and why."""
    return await _page(request, concern_id, running, Form())


@post("/concerns/{concern_id:uuid}/clocks/{running:str}")
async def move(
    request: PageRequest, concern_id: FromPath[UUID], running: FromPath[str]
) -> Response[Any]:
    """Move the date; the old one stays on record."""
    form = await form_of(request)
    seen_due_on = form.date("old_due_on", label="Present date", required="Open this page again")
    new_due_on = form.date("new_due_on", label="New date", required="Enter the new date")
    reason = form.long_text(
        "reason", label="Reason", required="Say why the date moves", max_length=LONGEST_REASON
    )

    async def act() -> Answer:
        if seen_due_on is None or new_due_on is None:
            raise FormInvalid(form)
        await move_clock(
            concern_id=concern_id,
            clock=_kind(running),
            old_due_on=seen_due_on,
            new_due_on=new_due_on,
            reason=reason,
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/concerns/{concern_id}", "The date is moved.")

    return await submit(request, form, act, again=lambda: _page(request, concern_id, running, form))


async def _page(request: PageRequest, concern_id: UUID, kind: str, form: Form) -> Response[str]:
    now = clock.now()
    chain = await chain_of(concern_id=concern_id, actor=request.user, now=now)
    if not may_move_clock(request.user, chain.concern):
        raise NotAllowed("Only a senior manager can move this date.")
    running = _running(chain, _kind(kind))
    return page(
        request,
        "pages/concerns/move_clock.html",
        title="Move a date",
        form=form,
        submit="Move the date",
        cancel=f"/concerns/{concern_id}",
        concern=chain.concern,
        running=running,
        shown=clock_shown(running, now, request.auth.closed_days),
    )


def _kind(kind: str) -> ClockKind:
    if kind not in set(ClockKind):
        raise NotFound
    return ClockKind(kind)


def _running(chain: ChainSeen, kind: ClockKind) -> Clock:
    found = next((running for running in chain.clocks if running.kind is kind), None)
    if found is None:
        raise NotFound
    return found


routes = [show, move]
