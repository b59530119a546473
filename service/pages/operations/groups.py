"""The groups of an operation: who sits in them, seating and unseating, their meetings."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from planning import clock
from planning.errors import NotFound
from planning.groups.actions import end_seat, seat_person
from planning.groups.queries import groups_of
from planning.groups.rules import GROUP_WORDS, Group, NewSeat, Seat
from planning.operations.queries import operation
from planning.operations.rules import ENDED
from planning.people.queries import people
from service.pages.forms import Form
from service.pages.operations.asking import asking, reason_of
from service.pages.presenters import groups as words
from service.pages.presenters.directory import by_agency
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other


@get("/operations/{operation_id:uuid}/groups")
async def show_groups(request: PageRequest, operation_id: FromPath[UUID]) -> Response[str]:
    """Whether each group is constituted, who sits in it, and its meetings that the reader is in."""
    actor, now = request.user, clock.now()
    seen = await operation(operation_id=operation_id, actor=actor, now=now)
    found = await groups_of(operation_id=operation_id, on=clock.today(now), actor=actor)
    return page(
        request,
        "pages/operations/groups.html",
        title="Groups",
        seen=seen,
        groups=words.groups(found, now),
        leads=seen.lead_id == actor.person_id,
        may_convene=seen.state not in ENDED,
    )


@get("/operations/{operation_id:uuid}/groups/seats")
async def show_seat(
    request: PageRequest, operation_id: FromPath[UUID], group: FromQuery[str] = ""
) -> Response[str]:
    """Ask who is to sit where, from when, and why."""
    form = Form.filled(group=group, seat=Seat.MEMBER.value, from_on=clock.today(clock.now()))
    return await _seat_page(request, operation_id, form)


@post("/operations/{operation_id:uuid}/groups/seats")
async def seat(request: PageRequest, operation_id: FromPath[UUID]) -> Response[Any]:
    """Seat them."""
    form = await form_of(request)
    group = form.enum("group", label="Group", kind=Group, required="Select the group")
    person_id = form.uuid("person_id", label="Person", required="Select the person")
    kind = form.enum("seat", label="Seat", kind=Seat, required="Select what they do in it")
    from_on = form.date("from_on", label="From", required="Enter from when")
    reason = reason_of(form, "Enter why they sit in it")

    async def act() -> Answer:
        if group is None or person_id is None or kind is None or from_on is None:
            raise NotFound
        await seat_person(
            operation_id=operation_id,
            seat=NewSeat(group, person_id, kind, from_on, reason),
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/operations/{operation_id}/groups", "They sit in the group now.")

    return await submit(request, form, act, again=lambda: _seat_page(request, operation_id, form))


@get("/operations/{operation_id:uuid}/groups/seats/{member_id:uuid}")
async def show_end(
    request: PageRequest, operation_id: FromPath[UUID], member_id: FromPath[UUID]
) -> Response[str]:
    """Ask why they do not sit in it any more."""
    return await _end_page(request, operation_id, member_id, Form())


@post("/operations/{operation_id:uuid}/groups/seats/{member_id:uuid}")
async def end(
    request: PageRequest, operation_id: FromPath[UUID], member_id: FromPath[UUID]
) -> Response[Any]:
    """End the seat."""
    form = await form_of(request)
    reason = reason_of(form, "Enter why they do not sit in it any more")

    async def act() -> Answer:
        await end_seat(member_id=member_id, reason=reason, actor=request.user, now=clock.now())
        return see_other(f"/operations/{operation_id}/groups", "The seat is ended.")

    return await submit(
        request, form, act, again=lambda: _end_page(request, operation_id, member_id, form)
    )


async def _seat_page(request: PageRequest, operation_id: UUID, form: Form) -> Response[str]:
    return await asking(
        request,
        operation_id,
        form,
        "seat",
        title="Seat somebody in a group",
        submit="Seat them",
        back="/groups",
        choices_of_group=words.GROUPS,
        seats=words.SEATS,
        people=by_agency(await people(actor=request.user)),
    )


async def _end_page(
    request: PageRequest, operation_id: UUID, member_id: UUID, form: Form
) -> Response[str]:
    found = await groups_of(
        operation_id=operation_id, on=clock.today(clock.now()), actor=request.user
    )
    taken = next((one for one in found.seats if one.id == member_id), None)
    if taken is None:
        raise NotFound
    return await asking(
        request,
        operation_id,
        form,
        "seat_end",
        title="End a seat",
        submit="End the seat",
        back="/groups",
        destructive=True,
        taken=taken,
        group=GROUP_WORDS[taken.group],
    )


routes = [show_groups, show_seat, seat, show_end, end]
