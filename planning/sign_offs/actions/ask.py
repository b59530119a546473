"""Submitting a plan and asking the signatories whose fingerprints no longer match."""

from datetime import datetime
from uuid import UUID

from planning.errors import Stale
from planning.outbox import Enqueue, Notice, NoticeKind
from planning.people.rules import Actor
from planning.plans.actions.submit import Submitted, submit_plan
from planning.sign_offs.actions.signers import let_signers_in
from planning.sign_offs.queries.evidence import evidence_of
from planning.transactions import transaction


async def submit_for_sign_off(
    *, plan_id: UUID, actor: Actor, now: datetime, enqueue: Enqueue, after: int | None = None
) -> Submitted:
    """Submit the plan's next version, let the signatories in and ask those who must sign anew.

    An agency whose sign-off still holds is not troubled. Raises as `submit_plan` does, and `Stale`
    when `after` is not the latest version: somebody submitted meanwhile.
    """
    async with transaction(actor.person_id):
        submitted = await submit_plan(plan_id=plan_id, actor=actor, now=now)
        if after is not None and submitted.number != after + 1:
            raise Stale
        evidence = await evidence_of(submitted.operation.id)
        signers = await let_signers_in(
            [submitted.operation.compartment_id],
            [agency.agency_id for agency in evidence.required],
            actor=actor,
            now=now,
        )
        asked = [one for one in signers if not evidence.holding(plan_id, one.agency_id)]
        await enqueue(
            [
                Notice(
                    kind=NoticeKind.SIGN_OFF_ASKED,
                    subject_id=submitted.plan_id,
                    recipient=one.recipient,
                    sequence=submitted.number,
                )
                for one in asked
            ],
            now=now,
        )
        return submitted
