"""Dates that are due for a child: moved by a manager with a reason, ended by what took place."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.chains.actions import move_clock, record_clock_met
from planning.chains.actions.clocks import LONGEST_REASON, may_move, may_record_met
from planning.chains.queries import ChainSeen, chain_of
from planning.chains.rules import MEETABLE, Clock, ClockKind
from planning.concerns.queries import ConcernSeen
from planning.errors import NotAllowed, NotFound
from planning.people.rules import Actor
from service.pages.forms import Form, FormInvalid
from service.pages.presenters.clocks import CLOCK_WORDS, clock_shown, met_shown
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


@get("/concerns/{concern_id:uuid}/clocks/{running:str}/met")
async def show_met(
    request: PageRequest, concern_id: FromPath[UUID], running: FromPath[str]
) -> Response[str]:
    """Ask on which day it took place."""
    return await _met_page(request, concern_id, running, Form())


@post("/concerns/{concern_id:uuid}/clocks/{running:str}/met")
async def record_met(
    request: PageRequest, concern_id: FromPath[UUID], running: FromPath[str]
) -> Response[Any]:
    """Record the day; its clock runs no more."""
    form = await form_of(request)
    met_on = form.date("met_on", label="Day", required="Enter the day")

    async def act() -> Answer:
        if met_on is None:
            raise FormInvalid(form)
        await record_clock_met(
            concern_id=concern_id,
            clock=_kind(running),
            met_on=met_on,
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/concerns/{concern_id}", "It is recorded.")

    return await submit(
        request, form, act, again=lambda: _met_page(request, concern_id, running, form)
    )


async def _met_page(request: PageRequest, concern_id: UUID, kind: str, form: Form) -> Response[str]:
    chain = await chain_of(concern_id=concern_id, actor=request.user, now=clock.now())
    wanted = _kind(kind)
    due = [one.due_on for one in chain.clocks if one.kind is wanted]
    recorded = [met_shown(one) for one in chain.clocks_met if one.clock is wanted]
    if wanted not in MEETABLE or not (due or recorded):
        raise NotFound
    if not may_record_met(request.user, chain.concern.senior_manager_id):
        raise NotAllowed("Only a scheduler, a chair or a manager can record this.")
    return page(
        request,
        "pages/concerns/clock_met.html",
        title=f"{CLOCK_WORDS[wanted]}: record the day",
        form=form,
        submit="Record the day",
        cancel=f"/concerns/{concern_id}",
        concern=chain.concern,
        name=CLOCK_WORDS[wanted],
        due=due,
        recorded=recorded,
    )


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


routes = [show, move, show_met, record_met]
