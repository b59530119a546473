"""What the lead does about a shortfall. Nothing is given before the giving agency commits it."""

from datetime import datetime
from uuid import UUID

from planning.capacity.queries.proposals import read_proposals
from planning.capacity.rules.proposals import Proposal
from planning.errors import Blocked, Blocker, Invalid, block_if
from planning.operations.actions.lock import lock_as_lead, tell
from planning.operations.rules import ended
from planning.people.rules import Actor
from planning.plans.actions import Offer, offer_instead
from planning.transactions import execute, transaction

HIGHEST, LOWEST = 1, 9


async def accept_proposal(
    *, operation_id: UUID, proposal: Proposal, actor: Actor, now: datetime
) -> UUID:
    """Ask the agency of a proposal for what it could give; the line that it is offered on.

    The lead's act. Raises `Blocked` when it is not proposed any more.
    """
    async with transaction(actor.person_id):
        operation = await lock_as_lead(operation_id, actor)
        block_if(ended(operation.state))
        if proposal not in await read_proposals(operation_id, now=now):
            raise Blocked([Blocker("This is not proposed any more. Look at what is short now.")])
        return await offer_instead(
            resource_id=proposal.resource_id,
            offer=Offer(
                agency_id=proposal.agency_id,
                amount=proposal.amount,
                from_on=proposal.from_on,
                until_on=proposal.until_on,
            ),
            actor=actor,
            now=now,
        )


async def set_precedence(
    *, operation_id: UUID, precedence: int, actor: Actor, now: datetime
) -> None:
    """Say where the operation stands among others that need the same: 1 goes before 9 (§3.10).

    The lead's act. Raises `Invalid`.
    """
    async with transaction(actor.person_id):
        operation = await lock_as_lead(operation_id, actor)
        if not HIGHEST <= precedence <= LOWEST:
            words = f"Enter a whole number from {HIGHEST} to {LOWEST}."
            raise Invalid([Blocker(words, "precedence")])
        await execute(
            "update operation set precedence = $2 where id = $1", operation_id, precedence
        )
        told: dict[str, object] = {"precedence": precedence}
        await tell(operation, "operation.precedence_set", actor, now, told)
