"""Senior reviews: what another adjournment lacks, and what was recorded."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from planning.chains.queries.facts import facts_of, profiles_for
from planning.chains.rules import adjourning_fault, before_meeting, without
from planning.transactions import fetch_all, fetch_value


class _Named(msgspec.Struct, frozen=True):
    concern_id: UUID
    name: str


_MANAGERS = """
select k.id as concern_id, p.name from concern k join person p on p.id = k.senior_manager_id
where k.id = any($1)
"""

_NAMES = """
select k.id as concern_id, c.name
from concern k join child c on c.compartment_id = k.compartment_id and c.id = k.child_id
where k.id = any($1)
"""


async def adjourning_faults(
    concern_ids: Sequence[UUID],
    *,
    held_at: datetime,
    now: datetime,
    corrected: UUID | None = None,
) -> dict[UUID, str]:
    """Why these chains are not adjourned by a meeting held then, of those that lack a review.

    `corrected`: that meeting itself, when what it decided is there already. Inside an open
    transaction; at most four queries.
    """
    facts = await facts_of(concern_ids)
    if corrected:
        facts = {key: without(one, corrected) for key, one in facts.items()}
    profiles = await profiles_for(facts)
    found = {}
    for manager in await fetch_all(_Named, _MANAGERS, list(concern_ids)):
        before = before_meeting(facts[manager.concern_id], profiles, held_at=held_at, now=now)
        fault = adjourning_fault(is_red=before.is_red, unused=before.unused, manager=manager.name)
        if fault:
            found[manager.concern_id] = fault
    return found


async def names_of(concern_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The children of those concerns that the actor sees; inside an open transaction."""
    found = await fetch_all(_Named, _NAMES, list(concern_ids))
    return {one.concern_id: one.name for one in found}


async def chaired_of(meeting_ids: Sequence[UUID]) -> set[UUID]:
    """Which of these meetings the actor chaired, of those too that they see no longer."""
    return set(await fetch_value("select accord_chaired($1)", list(meeting_ids)))
