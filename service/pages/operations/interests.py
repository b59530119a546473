"""Interests declared and conflicts: one's own, and those that the lead records and lifts."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import NotFound
from planning.groups.actions import declare_interest, lift_conflict, record_conflict
from planning.groups.queries import InterestsSeen, interests_of
from planning.groups.rules import INTEREST_LENGTH, Interest
from planning.operations.queries import operation
from planning.people.queries import people
from service.pages.forms import Form
from service.pages.operations.asking import asking, reason_of
from service.pages.presenters.directory import by_agency
from service.pages.presenters.groups import INTERESTS
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other


@get("/operations/{operation_id:uuid}/interests")
async def show_interests(request: PageRequest, operation_id: FromPath[UUID]) -> Response[str]:
    """Who declared what, who has not yet, and who is in conflict."""
    actor = request.user
    seen = await operation(operation_id=operation_id, actor=actor, now=clock.now())
    return page(
        request,
        "pages/operations/interests.html",
        title="Interests and conflicts",
        seen=seen,
        found=await _found(request, operation_id),
        leads=seen.lead_id == actor.person_id,
    )


@get("/operations/{operation_id:uuid}/interests/declare")
async def show_declare(request: PageRequest, operation_id: FromPath[UUID]) -> Response[str]:
    """Ask whether one has an interest, and which."""
    return await _declare_page(request, operation_id, Form())


@post("/operations/{operation_id:uuid}/interests/declare")
async def declare(request: PageRequest, operation_id: FromPath[UUID]) -> Response[Any]:
    """Keep it; whoever has an interest leaves the operation with this."""
    form = await form_of(request)
    interest = form.enum(
        "interest", label="Interest", kind=Interest, required="Select whether you have an interest"
    )
    said = form.long_text("words", label="Interest", max_length=INTEREST_LENGTH)
    has_one = interest is Interest.INTEREST

    async def act() -> Answer:
        await declare_interest(
            operation_id=operation_id,
            interest=interest or Interest.NONE,
            words=said if has_one else "",
            actor=request.user,
            now=clock.now(),
        )
        if has_one:
            return see_other("/operations", "Your interest is recorded. Its lead takes it on.")
        return see_other(
            f"/operations/{operation_id}/interests", "You have declared that you have none."
        )

    return await submit(
        request, form, act, again=lambda: _declare_page(request, operation_id, form)
    )


@get("/operations/{operation_id:uuid}/conflicts")
async def show_record(request: PageRequest, operation_id: FromPath[UUID]) -> Response[str]:
    """Ask whose conflict it is, and which."""
    return await _record_page(request, operation_id, Form())


@post("/operations/{operation_id:uuid}/conflicts")
async def record(request: PageRequest, operation_id: FromPath[UUID]) -> Response[Any]:
    """Shut the operation to them."""
    form = await form_of(request)
    person_id = form.uuid("person_id", label="Person", required="Select the person")
    reason = reason_of(form, "Enter what the conflict is")

    async def act() -> Answer:
        await record_conflict(
            operation_id=operation_id,
            person_id=person_id or UUID(int=0),
            reason=reason,
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/operations/{operation_id}/interests", "The conflict is recorded.")

    return await submit(request, form, act, again=lambda: _record_page(request, operation_id, form))


@get("/operations/{operation_id:uuid}/conflicts/{person_id:uuid}")
async def show_lift(
    request: PageRequest, operation_id: FromPath[UUID], person_id: FromPath[UUID]
) -> Response[str]:
    """Ask how the conflict is handled."""
    return await _lift_page(request, operation_id, person_id, Form())


@post("/operations/{operation_id:uuid}/conflicts/{person_id:uuid}")
async def lift(
    request: PageRequest, operation_id: FromPath[UUID], person_id: FromPath[UUID]
) -> Response[Any]:
    """Let them see the operation again."""
    form = await form_of(request)
    reason = reason_of(form, "Enter how it is handled, or why there is none")

    async def act() -> Answer:
        await lift_conflict(
            operation_id=operation_id,
            person_id=person_id,
            reason=reason,
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/operations/{operation_id}/interests", "The conflict is lifted.")

    return await submit(
        request, form, act, again=lambda: _lift_page(request, operation_id, person_id, form)
    )


async def _found(request: PageRequest, operation_id: UUID) -> InterestsSeen:
    return await interests_of(
        operation_id=operation_id, on=clock.today(clock.now()), actor=request.user
    )


async def _declare_page(request: PageRequest, operation_id: UUID, form: Form) -> Response[str]:
    return await asking(
        request,
        operation_id,
        form,
        "interest",
        title="Declare your interests",
        submit="Declare",
        back="/interests",
        interests=INTERESTS,
    )


async def _record_page(request: PageRequest, operation_id: UUID, form: Form) -> Response[str]:
    return await asking(
        request,
        operation_id,
        form,
        "conflict",
        title="Record a conflict of interest",
        submit="Record it",
        back="/interests",
        destructive=True,
        people=by_agency(await people(actor=request.user)),
    )


async def _lift_page(
    request: PageRequest, operation_id: UUID, person_id: UUID, form: Form
) -> Response[str]:
    found = await _found(request, operation_id)
    theirs = [one for one in found.conflicts if one.person_id == person_id and not one.lifted_at]
    if not theirs:
        raise NotFound
    return await asking(
        request,
        operation_id,
        form,
        "conflict_lift",
        title="Lift a conflict of interest",
        submit="Lift it",
        back="/interests",
        conflicts=theirs,
        said=[one for one in found.declarations if one.person_id == person_id and one.words],
    )


routes = [show_interests, show_declare, declare, show_record, record, show_lift, lift]
