"""What the gate rests on besides the plans: risks that are accepted, capacity for the surge."""

from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.go_live.actions import accept_risk
from planning.go_live.queries import GapSeen, gaps_of
from planning.operations.queries import OperationSeen, operation
from planning.people.queries import signing_periods
from planning.people.rules import Actor
from service.pages.forms import Form
from service.pages.fresh import freshen, is_fresh, keep
from service.pages.presenters import readiness as words
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other


@get("/operations/{operation_id:uuid}/gaps")
async def show_gaps(request: PageRequest, operation_id: FromPath[UUID]) -> Response[str]:
    """What is short, and who has accepted the risk of it."""
    return await _gaps_page(request, operation_id, Form())


@post("/operations/{operation_id:uuid}/gaps")
async def accept(request: PageRequest, operation_id: FromPath[UUID]) -> Response[Any]:
    """Accept the risk of one gap, as big as it was read."""
    form = await form_of(request)
    session_id = await freshen(request, form)
    resource_id, gap = _picked(form)
    reason = form.long_text(
        "reason", label="Reason", required="Enter why it is safe to go live", max_length=2000
    )

    async def act() -> Answer:
        await accept_risk(
            operation_id=operation_id,
            resource_id=resource_id,
            gap=gap,
            reason=reason,
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/operations/{operation_id}/gaps", "You have accepted the risk.")

    response = await submit(
        request, form, act, again=lambda: _gaps_page(request, operation_id, form)
    )
    return keep(request, response, session_id)


def _picked(form: Form) -> tuple[UUID, Decimal]:
    """The line and the size of its gap that was read."""
    picked = form.text("gap", label="Gap", required="Select the gap", max_length=100)
    resource, _, size = picked.partition(" ")
    try:
        return UUID(resource), Decimal(size)
    except (ValueError, InvalidOperation):
        if picked:
            form.add_error("gap", "Select the gap")
        return UUID(int=0), Decimal(0)


async def _gaps_page(request: PageRequest, operation_id: UUID, form: Form) -> Response[str]:
    actor = request.user
    seen = await operation(operation_id=operation_id, actor=actor, now=clock.now())
    gaps = await gaps_of(operation_id=operation_id, actor=actor)
    return page(
        request,
        "pages/operations/gaps.html",
        title="What is short",
        form=form,
        seen=seen,
        gaps=[words.gap_line(one) for one in gaps],
        choices_to_sign=[words.gap_choice(one) for one in await _to_sign(seen, gaps, actor)],
        ask_password=not is_fresh(request),
    )


async def _to_sign(seen: OperationSeen, gaps: list[GapSeen], actor: Actor) -> list[GapSeen]:
    """The lead signs for every gap, a signatory for their own agency's."""
    if seen.lead_id == actor.person_id:
        return gaps
    if not await signing_periods(person_id=actor.person_id, actor=actor):
        return []
    return [one for one in gaps if one.agency_id == actor.agency_id]


routes = [show_gaps, accept]
