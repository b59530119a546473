"""Another entry in the place of a wrong one; the wrong one is kept. Inside a transaction."""

from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from planning.chains.rules import Entry
from planning.chains.rules.correcting import Disposition
from planning.history.actions import record
from planning.history.rules import Event
from planning.people.rules import Actor
from planning.transactions import execute, to_json

_REPLACE = """
insert into chain_entry
select (jsonb_populate_record(wrong, $2::jsonb)).* from chain_entry wrong where wrong.id = $1
"""
"""Whatever else is known of the meeting stays as it was."""


async def replace_entry(
    *,
    wrong: Entry,
    concern_id: UUID,
    compartment_id: UUID,
    new: Disposition,
    reason: str,
    emergency_reason: str,
    actor: Actor,
    now: datetime,
) -> UUID:
    """Write the entry that corrects `wrong`, and history with the old and the new; its id.

    An adjournment that an emergency let through is counted as one.
    """
    entry_id = uuid4()
    changed = {
        **msgspec.structs.asdict(new),
        "handed_to": new.handed_to or None,
        "id": entry_id,
        "entered_at": now,
        "entered_by": actor.person_id,
        "replaces_id": wrong.id,
        "correction_reason": _why(reason.strip(), emergency_reason),
        "emergency": wrong.emergency or bool(emergency_reason),
    }
    await execute(_REPLACE, wrong.id, to_json(changed))
    await record(
        [
            Event(
                "chain.outcome_corrected",
                "concern",
                concern_id,
                compartment_id,
                {
                    "entry_id": entry_id,
                    "replaces": wrong.id,
                    "from": wrong.outcome,
                    "to": new.outcome,
                    "emergency": emergency_reason or None,
                },
            )
        ],
        actor_id=actor.person_id,
        now=now,
    )
    return entry_id


def _why(reason: str, emergency_reason: str) -> str:
    return f"{reason} In an emergency: {emergency_reason}" if emergency_reason else reason
