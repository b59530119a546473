"""Conditions of a signature: shown met by their owner, confirmed by the agency that set them."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.errors import Blocked, Blocker, NotAllowed, NotFound, block_if
from planning.operations.rules import clean, text_faults
from planning.people.rules import Actor
from planning.plans.actions.lock import LockedPlan, lock_plan, tell_plan
from planning.sign_offs.actions.sign import must_sign_for
from planning.sign_offs.queries.evidence import AnswerSeen, answer_given
from planning.sign_offs.tables import SignOffCondition
from planning.transactions import fetch_one, transaction


class _Kept(msgspec.Struct, frozen=True):
    id: UUID
    sign_off_id: UUID
    owner_id: UUID
    met_by: UUID | None
    confirmed_at: datetime | None


async def meet_condition(*, condition_id: UUID, evidence: str, actor: Actor, now: datetime) -> None:
    """Its owner shows that a condition is met; said again, the evidence is replaced.

    Raises `Blocked` once the agency has confirmed it.
    """
    async with transaction(actor.person_id):
        kept, _, plan = await _held(condition_id, actor)
        if kept.owner_id != actor.person_id:
            raise NotAllowed("Only the owner of the condition can show that it is met.")
        faults = text_faults(
            evidence, field="evidence", what="how the condition is met", limit=2000, needed=True
        )
        if kept.confirmed_at:
            faults.append(Blocker("The agency has confirmed this condition already."))
        block_if(faults)
        await SignOffCondition.update(
            {
                SignOffCondition.met_at: now,
                SignOffCondition.met_by: actor.person_id,
                SignOffCondition.evidence: clean(evidence),
            }
        ).where(SignOffCondition.id == condition_id)
        await tell_plan(plan, "sign_off.condition_met", actor, now, {"condition_id": kept.id})


async def confirm_condition(*, condition_id: UUID, actor: Actor, now: datetime) -> None:
    """A signatory of the agency that set a condition, not its owner, confirms that it is met."""
    async with transaction(actor.person_id):
        kept, given, plan = await _held(condition_id, actor)
        await must_sign_for(given, actor, now)
        if kept.met_by is None:
            raise Blocked([Blocker("The owner has not shown yet that this condition is met.")])
        if kept.met_by == actor.person_id:
            raise NotAllowed("Ask another signatory to confirm what you did yourself.")
        await SignOffCondition.update(
            {
                SignOffCondition.confirmed_at: now,
                SignOffCondition.confirmed_by: actor.person_id,
            }
        ).where(SignOffCondition.id == condition_id, SignOffCondition.confirmed_at.is_null())
        await tell_plan(plan, "sign_off.condition_confirmed", actor, now, {"condition_id": kept.id})


async def _held(condition_id: UUID, actor: Actor) -> tuple[_Kept, AnswerSeen, LockedPlan]:
    kept = await fetch_one(
        _Kept,
        "select id, sign_off_id, owner_id, met_by, confirmed_at from sign_off_condition"
        " where id = $1 for update",
        condition_id,
    )
    if kept is None:
        raise NotFound
    given = await answer_given(sign_off_id=kept.sign_off_id, actor=actor)
    _, plan = await lock_plan(given.plan_id)
    return kept, given, plan
