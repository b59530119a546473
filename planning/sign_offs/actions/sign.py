"""Answering for an agency, and taking a signature back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from planning.clock import today
from planning.errors import Blocked, Blocker, Invalid, NotAllowed, NotFound, block_if
from planning.operations.actions.lock import reason_faults
from planning.operations.queries import who_is_in
from planning.operations.rules import clean
from planning.people.queries import may_sign
from planning.people.rules import Actor, require_fresh_password
from planning.plans.actions.lock import LockedPlan, lock_plan, tell_plan
from planning.sign_offs.queries.evidence import AnswerSeen, answer_given
from planning.sign_offs.queries.standing import standing_of, version_for
from planning.sign_offs.rules import (
    SIGNATURES,
    Answer,
    NewCondition,
    answer_faults,
    may_answer,
)
from planning.sign_offs.tables import SignOff
from planning.transactions import execute, execute_many_rows, fetch_value, transaction

_CONDITIONS = """
insert into sign_off_condition
    (id, compartment_id, sign_off_id, condition, owner_id, due_on, blocking)
select gen_random_uuid(), compartment_id, sign_off_id, condition, owner_id, due_on, blocking
from jsonb_to_recordset($1::jsonb) as t (compartment_id uuid, sign_off_id uuid, condition text,
    owner_id uuid, due_on date, blocking boolean)
"""

_WITHDRAW = """
insert into sign_off_withdrawal (sign_off_id, compartment_id, reason, withdrawn_by, withdrawn_at)
select s.id, s.compartment_id, $3, $4, $5 from sign_off s
where s.plan_id = $1 and s.agency_id = $2
  and s.answer in ('signed', 'signed_with_conditions', 'no_role')
  and not exists (select from sign_off_withdrawal w where w.sign_off_id = s.id)
"""


async def sign(
    *,
    plan_version_id: UUID,
    answer: Answer,
    note: str,
    conditions: Sequence[NewCondition],
    actor: Actor,
    now: datetime,
) -> UUID:
    """Answer for the actor's own agency to the schedule of a plan version; the answer's id.

    Raises `ReauthenticationNeeded`, `Invalid` for the input, `Blocked` when a newer version
    exists or the actor may not sign this one (review §4.21; design: Fine points, Sign-off).
    """
    require_fresh_password(actor, now)
    async with transaction(actor.person_id):
        plan = await _plan_of(plan_version_id)
        version = await version_for(plan_version_id, actor)
        faults = answer_faults(answer, note, conditions, today=today(now))
        faults += await _owner_faults(plan, conditions)
        if faults:
            raise Invalid(faults)
        block_if(may_answer(answer, await standing_of(version, actor, now)))
        row = SignOff(
            id=uuid4(),
            compartment_id=plan.compartment_id,
            plan_id=plan.id,
            plan_version_id=plan_version_id,
            agency_id=actor.agency_id,
            person_id=actor.person_id,
            answer=answer.value,
            note=clean(note),
            shared_fingerprint=version.shared_fingerprint,
            schedule_fingerprint=version.schedule_fingerprint,
            answered_at=now,
        )
        await SignOff.insert(row)
        await _write_conditions(row, conditions)
        await tell_plan(
            plan, "sign_off.answered", actor, now,
            {"answer": answer, "number": version.number, "agency_id": actor.agency_id},
        )  # fmt: skip
        return UUID(str(row.id))


async def _plan_of(plan_version_id: UUID) -> LockedPlan:
    plan_id = await fetch_value("select plan_id from plan_version where id = $1", plan_version_id)
    if plan_id is None:
        raise NotFound
    return (await lock_plan(plan_id))[1]


async def _owner_faults(plan: LockedPlan, conditions: Sequence[NewCondition]) -> list[Blocker]:
    inside = await who_is_in([plan.compartment_id]) if conditions else set()
    return [
        Blocker("Choose somebody who is in this operation.", f"conditions.{place}.owner_id")
        for place, one in enumerate(conditions)
        if (plan.compartment_id, one.owner_id) not in inside
    ]


async def _write_conditions(row: SignOff, conditions: Sequence[NewCondition]) -> None:
    await execute_many_rows(
        _CONDITIONS,
        [
            {
                **msgspec.structs.asdict(one),
                "condition": clean(one.condition),
                "compartment_id": row.compartment_id,
                "sign_off_id": row.id,
            }
            for one in conditions
        ],
    )


async def withdraw(*, sign_off_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Take an agency's signatures of the plan back, at once and for good.

    Earlier ones that might match again go with it. Any signatory of the agency may.
    """
    async with transaction(actor.person_id):
        given = await answer_given(sign_off_id=sign_off_id, actor=actor)
        _, plan = await lock_plan(given.plan_id)
        await must_sign_for(given, actor, now)
        faults = reason_faults(reason)
        if given.answer not in SIGNATURES:
            faults.append(Blocker("Only a signature can be withdrawn."))
        block_if(faults)
        taken = await execute(
            _WITHDRAW, plan.id, given.agency_id, clean(reason), actor.person_id, now
        )
        if not taken:
            raise Blocked([Blocker("This sign-off was withdrawn already.")])
        await tell_plan(
            plan, "sign_off.withdrawn", actor, now,
            {"agency_id": given.agency_id, "reason": clean(reason)},
        )  # fmt: skip


async def must_sign_for(given: AnswerSeen, actor: Actor, now: datetime) -> None:
    """Raise `NotAllowed` unless the actor signs for the agency that answered."""
    if given.agency_id != actor.agency_id or not await may_sign(
        person_id=actor.person_id, agency_id=actor.agency_id, on=today(now)
    ):
        raise NotAllowed("Only a signatory of the agency that signed can do this.")
