"""Letting people into an operation, and telling the partnership of it."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.operations.actions import add_members, tell_partnership
from planning.operations.queries import operation
from planning.operations.rules import Tier
from planning.people.queries import people
from service.pages.forms import Form
from service.pages.presenters.directory import by_agency
from service.pages.presenters.operations import TIERS
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, once, see_other


@get("/operations/{operation_id:uuid}/members")
async def show_add(request: PageRequest, operation_id: FromPath[UUID]) -> Response[str]:
    """Ask who may know, how much, and why."""
    return await _page(request, operation_id, Form({"tier": Tier.SAFEGUARDING.value}))


@post("/operations/{operation_id:uuid}/members")
async def add(request: PageRequest, operation_id: FromPath[UUID]) -> Response[Any]:
    """Let them in."""
    form = await form_of(request)
    person_ids = form.uuids("person_ids", label="People", required="Select who to add")
    tier = form.enum("tier", label="Tier", kind=Tier, required="Select what they may know")
    reason = form.text(
        "reason", label="Reason", required="Enter why they need to know", max_length=500
    )

    async def act() -> Answer:
        await add_members(
            operation_id=operation_id,
            person_ids=person_ids,
            tier=tier or Tier.SAFEGUARDING,
            reason=reason,
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/operations/{operation_id}", "They are in the operation now.")

    return await submit(request, form, act, again=lambda: _page(request, operation_id, form))


@post("/operations/{operation_id:uuid}/tell-partnership")
async def tell(request: PageRequest, operation_id: FromPath[UUID]) -> Response[Any]:
    """Record that the partnership knows."""

    async def act() -> Answer:
        await tell_partnership(
            operation_id=operation_id,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )
        return see_other(f"/operations/{operation_id}", "The partnership has been told.")

    return await once(request, act)


async def _page(request: PageRequest, operation_id: UUID, form: Form) -> Response[str]:
    seen = await operation(operation_id=operation_id, actor=request.user, now=clock.now())
    return page(
        request,
        "pages/operations/members.html",
        title="Add people",
        form=form,
        submit="Add them",
        cancel=f"/operations/{operation_id}",
        seen=seen,
        groups=by_agency(await people(actor=request.user)),
        tiers=TIERS,
    )


routes = [show_add, add, tell]
