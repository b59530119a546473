"""Escalations: raising, answering, moving up; and who owns their stages."""

from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from planning import clock
from planning.escalations import actions
from planning.escalations.actions import Raising
from planning.escalations.queries import (
    EscalationCourse,
    EscalationSeen,
    NamedOwner,
    Unresolved,
    Which,
    course_of,
    escalation,
    escalations,
    named_owners,
    unresolved,
    waiting_for,
)
from planning.paging import PAGE, Page
from service.api.serving import ApiRequest, Made, done, made
from service.web.context import enqueue_of


class EscalationAnswer(msgspec.Struct, frozen=True):
    """What the owner decided, and how the child is safe meanwhile."""

    outcome: str
    child_safe_meanwhile: str


class Acceptance(msgspec.Struct, frozen=True):
    """What was agreed."""

    outcome: str


class MovingUp(msgspec.Struct, frozen=True):
    """Why the answer does not do, and how the child is safe until the next."""

    reason: str
    child_safe_meanwhile: str


class Withdrawal(msgspec.Struct, frozen=True):
    """Why it is taken back."""

    reason: str


class Naming(msgspec.Struct, frozen=True):
    """Who is asked at the stage, and who in their place."""

    person_id: UUID
    deputy_id: UUID | None = None


@get("/escalations")
async def list_waiting(request: ApiRequest) -> list[EscalationSeen]:
    """List what you must answer, the soonest due first, then what was answered to you."""
    return await waiting_for(actor=request.user)


@get("/escalations/raised")
async def list_raised(
    request: ApiRequest, cursor: FromQuery[str | None] = None, limit: FromQuery[int] = PAGE
) -> Page[EscalationSeen]:
    """List what you raised, latest first."""
    return await escalations(which=Which.RAISED, actor=request.user, cursor=cursor, limit=limit)


@get("/escalations/agency")
async def list_agency(
    request: ApiRequest, cursor: FromQuery[str | None] = None, limit: FromQuery[int] = PAGE
) -> Page[EscalationSeen]:
    """List what your agency is asked or has raised, as far as you see it; latest first."""
    return await escalations(which=Which.AGENCY, actor=request.user, cursor=cursor, limit=limit)


@get("/escalations/unresolved")
async def list_unresolved(request: ApiRequest) -> list[Unresolved]:
    """For the partnership: list what no stage has resolved, without anything of the case."""
    return await unresolved(actor=request.user)


@post("/escalations", status_code=201)
async def raise_one(request: ApiRequest, data: JSONBody[Raising]) -> Response[Made]:
    """Raise drift or a disagreement about a concern or a plan that you see."""
    return await made(
        request,
        lambda: actions.raise_escalation(
            raising=data, actor=request.user, now=clock.now(), enqueue=enqueue_of(request)
        ),
        at="/escalations/{}",
    )


@get("/escalations/{escalation_id:uuid}")
async def see_one(request: ApiRequest, escalation_id: FromPath[UUID]) -> EscalationSeen:
    """Show one escalation; the reading is logged."""
    return await escalation(escalation_id=escalation_id, actor=request.user, now=clock.now())


@get("/escalations/{escalation_id:uuid}/course")
async def see_course(request: ApiRequest, escalation_id: FromPath[UUID]) -> EscalationCourse:
    """Show one escalation with all that happened to it; the reading is logged."""
    return await course_of(escalation_id=escalation_id, actor=request.user, now=clock.now())


@post("/escalations/{escalation_id:uuid}/answer", status_code=204)
async def answer(
    request: ApiRequest, escalation_id: FromPath[UUID], data: JSONBody[EscalationAnswer]
) -> Response[None]:
    """Answer an escalation; its owner only, once at each stage."""
    return await done(
        request,
        lambda: actions.answer_escalation(
            escalation_id=escalation_id,
            outcome=data.outcome,
            child_safe_meanwhile=data.child_safe_meanwhile,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        ),
    )


@post("/escalations/{escalation_id:uuid}/accept", status_code=204)
async def accept(
    request: ApiRequest, escalation_id: FromPath[UUID], data: JSONBody[Acceptance]
) -> Response[None]:
    """Accept the answer: it is resolved, with what was agreed."""
    return await done(
        request,
        lambda: actions.accept_answer(
            escalation_id=escalation_id,
            outcome=data.outcome,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        ),
    )


@post("/escalations/{escalation_id:uuid}/move-up", status_code=204)
async def move_up(
    request: ApiRequest, escalation_id: FromPath[UUID], data: JSONBody[MovingUp]
) -> Response[None]:
    """Move it up: the answer does not do, the next stage's owner is asked."""
    return await done(
        request,
        lambda: actions.move_up(
            escalation_id=escalation_id,
            reason=data.reason,
            child_safe_meanwhile=data.child_safe_meanwhile,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        ),
    )


@post("/escalations/{escalation_id:uuid}/withdraw", status_code=204)
async def withdraw(
    request: ApiRequest, escalation_id: FromPath[UUID], data: JSONBody[Withdrawal]
) -> Response[None]:
    """Take it back, with a reason."""
    return await done(
        request,
        lambda: actions.withdraw_escalation(
            escalation_id=escalation_id,
            reason=data.reason,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        ),
    )


@get("/agencies/{agency_id:uuid}/escalation-owners")
async def list_owners(request: ApiRequest, agency_id: FromPath[UUID]) -> list[NamedOwner]:
    """List who is named for the stages in an agency's name."""
    return await named_owners(agency_id=agency_id, actor=request.user)


@post("/agencies/{agency_id:uuid}/escalation-owners/{stage:int}", status_code=204)
async def name_owner(
    request: ApiRequest,
    agency_id: FromPath[UUID],
    stage: FromPath[int],
    data: JSONBody[Naming],
) -> Response[None]:
    """Name who is asked at a stage; an administrator's act."""
    return await done(
        request,
        lambda: actions.name_owner(
            agency_id=agency_id,
            stage=stage,
            person_id=data.person_id,
            deputy_id=data.deputy_id,
            actor=request.user,
            now=clock.now(),
        ),
    )


@post("/agencies/{agency_id:uuid}/escalation-owners/{stage:int}/remove", status_code=204)
async def remove_owner(
    request: ApiRequest, agency_id: FromPath[UUID], stage: FromPath[int]
) -> Response[None]:
    """Name nobody: whoever holds the stage's role is asked."""
    return await done(
        request,
        lambda: actions.remove_owner(
            agency_id=agency_id, stage=stage, actor=request.user, now=clock.now()
        ),
    )


routes = [
    list_waiting,
    list_raised,
    list_agency,
    list_unresolved,
    raise_one,
    see_one,
    see_course,
    answer,
    accept,
    move_up,
    withdraw,
    list_owners,
    name_owner,
    remove_owner,
]
