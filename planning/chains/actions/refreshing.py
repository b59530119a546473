"""Keeping what a chain amounts to beside its facts, in the transaction that changes them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from planning.chains.queries import facts_of
from planning.chains.queries.facts import reckoned
from planning.chains.rules import Chain, shown
from planning.clock import london_date
from planning.transactions import execute, fetch_all, to_json


class LockedChain(msgspec.Struct, frozen=True):
    """A chain that nobody else changes until this transaction ends."""

    concern_id: UUID
    compartment_id: UUID


_LOCK = """
select id as concern_id, compartment_id from concern where id = any($1) order by id
for no key update
"""
"""Of two acts on one chain the second sees what the first wrote."""

KEPT = """
meetings integer, run integer, undecided_since date, first_held_on date, last_held_at timestamptz,
last_meeting_kind text, next_on date, slips integer, same_reason text, last_reason text,
last_reason_agency_id uuid, absent_again uuid[], absent_last uuid[], agency_minutes integer,
amber_on date, red_on date, review_answer text, handed_over_on date, reported_emergencies integer,
waiting_since date
"""
_NAMES = [column.split()[0] for column in KEPT.split(",")]
_WRITE = f"""
insert into chain_state (concern_id, compartment_id, computed_at, {", ".join(_NAMES)})
select concern_id, compartment_id, $2, {", ".join(_NAMES)}
from jsonb_to_recordset($1::jsonb) as kept (concern_id uuid, compartment_id uuid, {KEPT})
on conflict (concern_id) do update set computed_at = excluded.computed_at,
{", ".join(f"{name} = excluded.{name}" for name in _NAMES)}
"""


async def lock_chains(concern_ids: Sequence[UUID]) -> list[LockedChain]:
    """Before an act reads what it is judged by: another act on these chains waits for its end."""
    return await fetch_all(LockedChain, _LOCK, sorted(set(concern_ids)))


async def refresh_chains(concern_ids: Sequence[UUID], *, now: datetime) -> dict[UUID, Chain]:
    """Work out again what these chains amount to, and keep it; today's state of each that has met.

    For every act that changes a fact of a chain, in its own transaction and after its last write.
    """
    locked = await lock_chains(concern_ids)
    facts = await facts_of([row.concern_id for row in locked])
    found = await reckoned(facts)
    rows = [
        {
            **msgspec.structs.asdict(row),
            **msgspec.structs.asdict(found[row.concern_id].kept),
        }
        for row in locked
        if row.concern_id in found
    ]
    await execute(_WRITE, to_json(rows), now)
    today = london_date(now)
    return {key: shown(one, today, facts[key].carried) for key, one in found.items()}
