"""Letting people into an operation's tiers."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from planning.access.actions import let_in
from planning.access.rules import Grant
from planning.errors import block_if
from planning.operations.actions.lock import LockedOperation, lock_as_lead, reason_faults, tell
from planning.operations.queries import who_is_in
from planning.operations.rules import Tier, clean
from planning.people.queries import people_by_id
from planning.people.rules import Actor, unknown_people
from planning.transactions import transaction


async def add_members(
    *,
    operation_id: UUID,
    person_ids: Sequence[UUID],
    tier: Tier,
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Let people into a tier, with the reason; the police tier includes the safeguarding one.

    The lead's act. Whoever is in already stays as they are; a conflict of interest still wins.
    """
    async with transaction(actor.person_id):
        operation = await lock_as_lead(operation_id, actor)
        found = [person.id for person in await people_by_id(person_ids)]
        block_if(reason_faults(reason) + unknown_people(person_ids, found, "person_ids"))
        await let_into_tier(
            operation, person_ids=found, tier=tier, reason=clean(reason), actor=actor, now=now
        )
        await tell(
            operation, "operation.members_added", actor, now,
            {"tier": tier, "people": found, "reason": clean(reason)},
        )  # fmt: skip


async def let_into_tier(
    operation: LockedOperation,
    *,
    person_ids: Sequence[UUID],
    tier: Tier,
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Give the memberships that are missing; for acts that hold the operation's row."""
    compartments = [operation.compartment_id]
    if tier is Tier.POLICE:
        compartments.append(operation.police_compartment_id)
    there = await who_is_in(compartments)
    grants = [
        Grant(compartment_id=compartment, person_id=person, reason=reason)
        for compartment in compartments
        for person in dict.fromkeys(person_ids)
        if (compartment, person) not in there
    ]
    await let_in(grants=grants, granted_by=actor.person_id, now=now)
