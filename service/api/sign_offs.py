"""Who must sign, who has signed, and the conditions of their signatures."""

from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from planning import clock
from planning.sign_offs import actions, queries
from planning.sign_offs.queries.evidence import AnswerSeen
from planning.sign_offs.queries.states import SignOffState
from planning.sign_offs.rules import Answer, NewCondition
from service.api.serving import ApiRequest, Made, confirmed, done, made


class NewSignOff(msgspec.Struct, frozen=True):
    """Your agency's answer to its schedule; `password` is that of the token's person."""

    answer: Answer
    password: str
    note: str = ""
    conditions: list[NewCondition] = []


class Withdrawal(msgspec.Struct, frozen=True):
    """Why the signatures are taken back, at once and for good."""

    reason: str


class Shown(msgspec.Struct, frozen=True):
    """How the condition is met."""

    evidence: str


@get("/operations/{operation_id:uuid}/sign-offs")
async def list_states(request: ApiRequest, operation_id: FromPath[UUID]) -> list[SignOffState]:
    """Show how each required agency stands to each plan, computed now."""
    return await queries.sign_off_states(operation_id=operation_id, actor=request.user)


@get("/plans/{plan_id:uuid}/answers")
async def list_answers(request: ApiRequest, plan_id: FromPath[UUID]) -> list[AnswerSeen]:
    """List every answer to a plan, oldest first, superseded and withdrawn ones too."""
    return await queries.answers_of(plan_id=plan_id, actor=request.user)


@post("/plan-versions/{version_id:uuid}/sign-offs", status_code=201)
async def sign(
    request: ApiRequest, version_id: FromPath[UUID], data: JSONBody[NewSignOff]
) -> Response[Made]:
    """Answer for your agency to its schedule of a version; signatories only, with password."""
    now = clock.now()
    actor = await confirmed(request, data.password, now=now)
    return await made(
        request,
        lambda: actions.sign(
            plan_version_id=version_id,
            answer=data.answer,
            note=data.note,
            conditions=data.conditions,
            actor=actor,
            now=now,
        ),
    )


@post("/sign-offs/{sign_off_id:uuid}/withdraw", status_code=204)
async def withdraw(
    request: ApiRequest, sign_off_id: FromPath[UUID], data: JSONBody[Withdrawal]
) -> Response[None]:
    """Take your agency's signatures of the plan back."""
    return await done(
        request,
        lambda: actions.withdraw(
            sign_off_id=sign_off_id, reason=data.reason, actor=request.user, now=clock.now()
        ),
    )


@post("/conditions/{condition_id:uuid}/meet", status_code=204)
async def meet_condition(
    request: ApiRequest, condition_id: FromPath[UUID], data: JSONBody[Shown]
) -> Response[None]:
    """Show that a condition is met; its owner."""
    return await done(
        request,
        lambda: actions.meet_condition(
            condition_id=condition_id,
            evidence=data.evidence,
            actor=request.user,
            now=clock.now(),
        ),
    )


@post("/conditions/{condition_id:uuid}/confirm", status_code=204)
async def confirm_condition(request: ApiRequest, condition_id: FromPath[UUID]) -> Response[None]:
    """Confirm that a condition is met; a signatory of the agency that set it."""
    return await done(
        request,
        lambda: actions.confirm_condition(
            condition_id=condition_id, actor=request.user, now=clock.now()
        ),
    )


routes = [list_states, list_answers, sign, withdraw, meet_condition, confirm_condition]
