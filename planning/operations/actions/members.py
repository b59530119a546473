"""Letting people into an operation's tiers."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from planning.access.actions import let_in
from planning.access.rules import Grant
from planning.errors import block_if
from planning.operations.actions.lock import (
    LockedOperation,
    lock_as_lead,
    reason_faults,
    tell,
    tier_of,
)
from planning.operations.queries import who_is_in
from planning.operations.rules import Tier, clean
from planning.people.queries import people_by_id
from planning.people.rules import Actor, unknown_people
from planning.transactions import transaction

_TAKES_PART = "Takes part in the operation"
"""Why somebody is in the safeguarding tier whose own reason is for the other one alone."""


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
        said = {Tier.SAFEGUARDING: _TAKES_PART} if tier is Tier.POLICE else {}
        for into, why in {**said, tier: clean(reason)}.items():
            new = await let_into_tier(
                operation, person_ids=found, tier=into, reason=why, actor=actor, now=now
            )
            # Who was in already joins the police-sensitive tier without a word outside it.
            if new or into is tier:
                await tell(
                    operation, "operation.members_added", actor, now,
                    {"tier": into, "people": found if into is tier else new, "reason": why},
                    tier=into,
                )  # fmt: skip


async def let_into_tier(
    operation: LockedOperation,
    *,
    person_ids: Sequence[UUID],
    tier: Tier,
    reason: str,
    actor: Actor,
    now: datetime,
) -> list[UUID]:
    """Give the memberships that are missing; who was not in; for acts that hold the row."""
    tiers = dict.fromkeys([Tier.SAFEGUARDING, tier])
    compartments = [tier_of(operation, one) for one in tiers]
    there = await who_is_in(compartments)
    grants = [
        Grant(compartment_id=compartment, person_id=person, reason=reason)
        for compartment in compartments
        for person in dict.fromkeys(person_ids)
        if (compartment, person) not in there
    ]
    await let_in(grants=grants, granted_by=actor.person_id, now=now)
    return list(dict.fromkeys(grant.person_id for grant in grants))
