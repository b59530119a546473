"""What waits for a signatory."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.clock import today
from planning.people.queries import may_sign
from planning.people.rules import Actor
from planning.plans.rules.templates import PlanKind
from planning.sign_offs.queries.evidence import AnswerSeen, answers_to
from planning.sign_offs.queries.threads import replies_of
from planning.sign_offs.rules import SIGNATURES, Current, holding
from planning.transactions import fetch_all, transaction


class SignOffWaiting(msgspec.Struct, frozen=True):
    """A plan that waits for the actor's signature."""

    plan_id: UUID
    plan_version_id: UUID
    kind: PlanKind
    number: int
    operation_id: UUID
    operation_name: str
    agency_id: UUID
    submitted_at: datetime
    signed_before: bool


_TO_SIGN = """
select v.plan_id, v.id as plan_version_id, plan.kind, v.number, o.id as operation_id,
       o.name as operation_name, c.agency_id, v.submitted_at, v.shared_fingerprint,
       c.fingerprint as schedule_fingerprint,
       c.content -> 'roles' = '[]' and c.content -> 'resources' = '[]' as is_empty
from operation_agency r join operation o on o.id = r.operation_id
join plan on plan.operation_id = o.id
join plan_version v on v.plan_id = plan.id and not exists (
    select from plan_version l where l.plan_id = v.plan_id and l.number > v.number)
join plan_version_schedule c on c.plan_version_id = v.id and c.agency_id = r.agency_id
where r.agency_id = $1 and o.state not in ('closed', 'stood_down')
order by v.submitted_at, v.id
"""


class _ToSign(Current, frozen=True, kw_only=True):
    plan_id: UUID
    plan_version_id: UUID
    kind: PlanKind
    number: int
    operation_id: UUID
    operation_name: str
    agency_id: UUID
    submitted_at: datetime


async def waiting_for(*, actor: Actor, now: datetime) -> list[SignOffWaiting]:
    """What waits for the actor as a signatory of their agency, oldest first ("Your work").

    A version that the agency has refused or asked about waits for its lead first.
    """
    async with transaction(actor.person_id):
        if not await may_sign(person_id=actor.person_id, agency_id=actor.agency_id, on=today(now)):
            return []
        asked = await fetch_all(_ToSign, _TO_SIGN, actor.agency_id)
        answers = [
            one
            for one in await answers_to([one.plan_id for one in asked])
            if one.agency_id == actor.agency_id
        ]
        said = await replies_of([one.id for one in answers])
        replied = {one.sign_off_id for one in said if one.by_lead}
        return [
            _waiting(one, mine)
            for one in asked
            if _waits(
                one, mine := [give for give in answers if give.plan_id == one.plan_id], replied
            )
        ]


def _waits(asked: _ToSign, mine: list[AnswerSeen], replied: set[UUID]) -> bool:
    if holding(mine, asked):
        return False
    last = mine[-1] if mine else None
    return (
        last is None
        or last.plan_version_id != asked.plan_version_id
        or last.answer in SIGNATURES
        or last.id in replied
    )


def _waiting(asked: _ToSign, mine: list[AnswerSeen]) -> SignOffWaiting:
    return SignOffWaiting(
        plan_id=asked.plan_id,
        plan_version_id=asked.plan_version_id,
        kind=asked.kind,
        number=asked.number,
        operation_id=asked.operation_id,
        operation_name=asked.operation_name,
        agency_id=asked.agency_id,
        submitted_at=asked.submitted_at,
        signed_before=any(one.answer in SIGNATURES for one in mine),
    )
