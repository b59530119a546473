"""Choosing waiting meetings to be placed together."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from planning.errors import Blocker, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.people.rules import Actor, Role, require_role
from planning.surge.queries.waiting import waiting_among
from planning.surge.rules.batches import MOST_MEETINGS, BatchRules, BatchState
from planning.surge.rules.seen import Waiting
from planning.transactions import execute, execute_many_rows, fetch_all, to_json, transaction

_START = """
insert into surge_batch (id, owner_id, created_at, state, rules) values ($1, $2, $3, $4, $5::jsonb)
"""
_CHOOSE = """
insert into surge_batch_meeting (
    id, owner_id, batch_id, compartment_ids, concern_ids, kind, why, decided_at, due_on, weight,
    site)
select id, owner_id, batch_id, compartment_ids, concern_ids, kind, why, decided_at, due_on, weight,
       site
from jsonb_to_recordset($1::jsonb) as t (
    id uuid, owner_id uuid, batch_id uuid, compartment_ids uuid[], concern_ids uuid[], kind text,
    why text, decided_at timestamptz, due_on date, weight integer, site text)
"""
_LAST_SITES = """
select distinct on (mc.concern_id) mc.concern_id, r.site
from meeting_child mc
join strategy_meeting m on m.compartment_id = mc.meeting_compartment_id and m.id = mc.meeting_id
left join room r on r.id = m.room_id and not r.is_virtual and r.closed_at is null
where mc.concern_id = any($1) and m.closed_at is not null
order by mc.concern_id, m.starts_at desc
"""
NOT_WAITING = "Choose meetings from the list. One that you chose is not waiting any more."


class _Site(msgspec.Struct, frozen=True):
    concern_id: UUID
    site: str | None


async def start_batch(*, waiting: Sequence[UUID], actor: Actor, now: datetime) -> UUID:
    """Put waiting meetings together, by the ids of the list; the id of the batch.

    Each is at the site of its children's last meeting, and online without one. Raises `NotAllowed`
    for who is no scheduler, `Blocked` for none, too many, or what does not wait (any more).
    """
    require_role(actor, Role.SCHEDULER)
    chosen = list(dict.fromkeys(waiting))
    block_if(_number_faults(len(chosen)))
    async with transaction(actor.person_id):
        found, compartments = await waiting_among(None, now)
        picked = [one for one in found if one.id in set(chosen)]
        block_if([Blocker(NOT_WAITING, "waiting")] if len(picked) < len(chosen) else [])
        batch_id = uuid4()
        await execute(
            _START, batch_id, actor.person_id, now, BatchState.OPEN, to_json(BatchRules())
        )
        children = [child.concern_id for one in picked for child in one.children]
        sites = {one.concern_id: one.site for one in await fetch_all(_Site, _LAST_SITES, children)}
        await execute_many_rows(
            _CHOOSE,
            [_row(one, batch_id, actor.person_id, compartments, sites) for one in picked],
        )
        event = Event("surge.batch_started", "surge_batch", batch_id)
        await record([event], actor_id=actor.person_id, now=now)
    return batch_id


def _number_faults(number: int) -> list[Blocker]:
    if number == 0:
        return [Blocker("Choose at least one meeting.", "waiting")]
    if number > MOST_MEETINGS:
        return [Blocker(f"Choose at most {MOST_MEETINGS} meetings at once.", "waiting")]
    return []


def _row(
    one: Waiting,
    batch_id: UUID,
    owner_id: UUID,
    compartments: dict[UUID, UUID],
    sites: dict[UUID, str | None],
) -> dict[str, object]:
    children = [child.concern_id for child in one.children]
    return {
        "id": uuid4(),
        "owner_id": owner_id,
        "batch_id": batch_id,
        "compartment_ids": [compartments[child] for child in children],
        "concern_ids": children,
        "kind": one.kind,
        "why": one.why,
        "decided_at": one.decided_at,
        "due_on": one.due_on,
        "weight": one.weight,
        "site": next((sites[child] for child in children if sites.get(child)), None),
    }
