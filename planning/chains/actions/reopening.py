"""A concern is open again when its last outcome does not end it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from planning.chains.blockers import is_ended
from planning.chains.queries import facts_of
from planning.history.actions import record
from planning.history.rules import Event
from planning.people.rules import Actor
from planning.transactions import execute, fetch_all


class _Closed(msgspec.Struct, frozen=True):
    id: UUID
    compartment_id: UUID
    closed_at: datetime
    follow_on: str


_CLOSED = """
select id, compartment_id, closed_at, follow_on from concern
where id = any($1) and closed_at is not null for no key update
"""
_REOPEN = """
update concern set was_closed_at = closed_at, closed_at = null, follow_on = null
where id = any($1)
"""


async def reopen_undecided(concern_ids: Sequence[UUID], *, actor: Actor, now: datetime) -> None:
    """Open those of these concerns again that are closed without an end; in a transaction.

    The child was met again, or the outcome that had ended the concern was corrected. History keeps
    when it had been closed and what was to follow.
    """
    closed = await fetch_all(_Closed, _CLOSED, list(concern_ids))
    if not closed:
        return
    facts = await facts_of([one.id for one in closed])
    again = [one for one in closed if not is_ended(facts[one.id])]
    await execute(_REOPEN, [one.id for one in again])
    await record(
        [
            Event(
                "concern.reopened",
                "concern",
                one.id,
                one.compartment_id,
                {"closed_at": one.closed_at, "follow_on": one.follow_on},
            )
            for one in again
        ],
        actor_id=actor.person_id,
        now=now,
    )
