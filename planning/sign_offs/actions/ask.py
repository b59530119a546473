"""Submitting a plan and asking the signatories whose fingerprints no longer match."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from planning.clock import today
from planning.operations.actions.members import let_into_tier
from planning.operations.rules import Tier
from planning.outbox import Enqueue, Notice, NoticeKind, Recipient
from planning.people.queries import PersonSeen, signatories
from planning.people.rules import Actor
from planning.plans.actions.submit import Submitted, submit_plan
from planning.sign_offs.queries.evidence import evidence_of
from planning.transactions import transaction


async def submit_for_sign_off(
    *, plan_id: UUID, actor: Actor, now: datetime, enqueue: Enqueue
) -> Submitted:
    """Submit the plan's next version, let the signatories in and ask those who must sign anew.

    An agency whose sign-off still holds is not troubled. Raises as `submit_plan` does.
    """
    async with transaction(actor.person_id):
        submitted = await submit_plan(plan_id=plan_id, actor=actor, now=now)
        evidence = await evidence_of(submitted.operation.id, actor)
        people = await signatories(
            agency_ids=[agency.agency_id for agency in evidence.required], on=today(now)
        )
        await let_into_tier(
            submitted.operation,
            person_ids=[person.id for person in people],
            tier=Tier.SAFEGUARDING,
            reason="Signs for an agency that the operation requires",
            actor=actor,
            now=now,
        )
        asked = [person for person in people if not evidence.holding(plan_id, person.agency_id)]
        await enqueue(_notices(submitted, asked), now=now)
        return submitted


def _notices(submitted: Submitted, people: Sequence[PersonSeen]) -> list[Notice]:
    return [
        Notice(
            kind=NoticeKind.SIGN_OFF_ASKED,
            subject_id=submitted.plan_id,
            recipient=Recipient(person_id=person.id, address=person.email),
            sequence=submitted.number,
        )
        for person in people
    ]
