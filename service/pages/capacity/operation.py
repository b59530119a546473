"""What an operation lacks, who could fill it, and what its agencies have."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.capacity.actions import accept_proposal, set_precedence
from planning.capacity.queries import operation_capacity
from planning.capacity.rules.proposals import Proposal
from planning.errors import Blocker, Invalid
from planning.operations.queries import operation
from planning.operations.rules import ended
from planning.surge.queries.forecasts import forecast_of
from service.pages.forms import Form
from service.pages.presenters import capacity as words
from service.pages.presenters import forecasts as told
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other


@get("/operations/{operation_id:uuid}/capacity")
async def show_operation(request: PageRequest, operation_id: FromPath[UUID]) -> Response[str]:
    """What is short first, then what could fill it, then the weeks."""
    return await _page(request, operation_id, Form())


@post("/operations/{operation_id:uuid}/capacity/offers")
async def accept(request: PageRequest, operation_id: FromPath[UUID]) -> Response[Any]:
    """Ask an agency for what is proposed; nothing is given before it commits."""
    form = await form_of(request)

    async def act() -> Answer:
        proposal = _proposal(form.value("proposal"))
        await accept_proposal(
            operation_id=operation_id, proposal=proposal, actor=request.user, now=clock.now()
        )
        return see_other(
            f"/operations/{operation_id}/capacity",
            "The agency is asked. It counts once the agency has committed it.",
        )

    return await submit(request, form, act, again=lambda: _page(request, operation_id, form))


@post("/operations/{operation_id:uuid}/precedence")
async def save_precedence(request: PageRequest, operation_id: FromPath[UUID]) -> Response[Any]:
    """Say which of two operations gives way."""
    form = await form_of(request)
    precedence = form.integer(
        "precedence",
        label="Precedence",
        required="Enter a number from 1 to 9",
        minimum=1,
        maximum=9,
    )

    async def act() -> Answer:
        await set_precedence(
            operation_id=operation_id,
            precedence=precedence or 0,
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/operations/{operation_id}/capacity", "The precedence is saved.")

    return await submit(request, form, act, again=lambda: _page(request, operation_id, form))


def _proposal(typed: str) -> Proposal:
    try:
        return msgspec.json.decode(typed, type=Proposal)
    except (msgspec.DecodeError, ValueError) as error:
        raise Invalid([Blocker("This is not proposed. Look at what is short now.")]) from error


async def _page(request: PageRequest, operation_id: UUID, form: Form) -> Response[str]:
    now = clock.now()
    seen = await operation(operation_id=operation_id, actor=request.user, now=now)
    forecast = await forecast_of(operation_id=operation_id, actor=request.user, now=now)
    found = await operation_capacity(operation_id=operation_id, actor=request.user, now=now)
    filled = Form.filled(precedence=found.precedence)
    return page(
        request,
        "pages/capacity/operation.html",
        title="Capacity",
        seen=seen,
        form=form if form.errors else filled,
        leads=seen.lead_id == request.user.person_id and not ended(seen.state),
        precedence=found.precedence,
        short=words.short_rows(found.short),
        over=len({one.week_on for one in found.over}),
        proposals=words.proposal_rows(found),
        rows=words.rows(found.board, operation_id),
        pictures=words.pictures(found.board, operation_id),
        lead=told.lead_words(forecast),
        roles=told.role_rows(forecast),
    )


routes = [show_operation, accept, save_precedence]
