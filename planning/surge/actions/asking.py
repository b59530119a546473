"""Asking the solver to place the meetings of a batch, and stopping it when it is good enough."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from planning.errors import Blocker, NotFound, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.people.rules import Actor, Role, require_role
from planning.surge.gathering import world_of
from planning.surge.queue import QueueRun
from planning.surge.reading import BatchRow, MeetingRow, lock_open, meetings_of
from planning.surge.rules.asked import Asked
from planning.surge.rules.batches import GOING, RunKind, RunState, seconds_faults
from planning.surge.rules.building import problem_of
from planning.surge.rules.pins import lost_pins, pin_clashes
from planning.surge.rules.what_if import WhatIf, changed
from planning.surge.rules.world import World
from planning.transactions import execute, fetch_value, to_json, transaction

MOST_GOING = 6
NONE_LEFT = "Take at least one meeting in. All are left out, or have been convened meanwhile."

_ASK = """
insert into surge_run (id, owner_id, batch_id, compartment_ids, kind, what_if, state, rules,
                       seconds, asked_at, asked)
values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10, $11::jsonb)
"""
_GOING = "select count(*) from surge_run where batch_id = $1 and state = any($2)"
_STOP = """
update surge_run set stop_asked = true,
    ended_at = case state when 'queued' then $2::timestamptz end,
    state = case state when 'queued' then 'stopped' else state end
where state = any($3) and
"""


async def ask_run(
    *,
    batch_id: UUID,
    seconds: int,
    what_if: WhatIf | None = None,
    actor: Actor,
    now: datetime,
    queue: QueueRun,
) -> UUID:
    """Have the meetings placed as the batch stands, or compare what would be if; the run's id.

    A new proposal stops the one before. Raises `Blocked` with every pin that cannot be, or when
    nothing is to be placed.
    """
    require_role(actor, Role.SCHEDULER)
    block_if(seconds_faults(seconds))
    async with transaction(actor.person_id):
        batch = await lock_open(batch_id)
        wanted = [row for row in await meetings_of(batch_id) if row.wanted]
        block_if([] if wanted else [Blocker(NONE_LEFT, "meetings")])
        world = await world_of(batch, wanted, actor, now)
        problem = problem_of(world)
        pinned = [str(row.id) for row in wanted if row.pinned_at]
        block_if(
            [
                *lost_pins(pinned, problem),
                *pin_clashes(problem, lambda key: names_of(world).get(key, "Somebody")),
            ]
        )
        kind = RunKind.WHAT_IF if what_if else RunKind.PROPOSAL
        if what_if is None:
            await _stop_going(batch_id, now)
        asked = Asked(changed(problem, what_if) if what_if else problem)
        return await queue_run(
            batch, wanted, asked, kind,
            what_if=what_if, seconds=seconds, actor=actor, now=now, queue=queue,
        )  # fmt: skip


async def stop_run(*, run_id: UUID, actor: Actor, now: datetime) -> None:
    """Take the best answer so far; one that has not begun is given up. Raises `NotFound`."""
    require_role(actor, Role.SCHEDULER)
    async with transaction(actor.person_id):
        batch_id = await fetch_value(
            "select batch_id from surge_run where id = $1 for update", run_id
        )
        if batch_id is None:
            raise NotFound
        await execute(_STOP + "id = $1", run_id, now, sorted(GOING))
        await record(
            [Event("surge.run_stopped", "surge_batch", batch_id)],
            actor_id=actor.person_id,
            now=now,
        )


async def queue_run(
    batch: BatchRow,
    meetings: Sequence[MeetingRow],
    asked: Asked,
    kind: RunKind,
    *,
    what_if: WhatIf | None = None,
    seconds: int,
    actor: Actor,
    now: datetime,
    queue: QueueRun,
) -> UUID:
    """Keep the question and queue it; in an open transaction that has the batch locked."""
    going = await fetch_value(_GOING, batch.id, sorted(GOING))
    words = "Wait until one of the searches of this batch has ended, or stop one."
    block_if([Blocker(words)] if going >= MOST_GOING else [])
    run_id = uuid4()
    await execute(
        _ASK, run_id, batch.owner_id, batch.id,
        sorted({key for row in meetings for key in row.compartment_ids}), kind, what_if,
        RunState.QUEUED, to_json(batch.rules), seconds, now, to_json(asked),
    )  # fmt: skip
    await record(
        [Event("surge.run_asked", "surge_batch", batch.id)], actor_id=actor.person_id, now=now
    )
    await queue(run_id=run_id, owner_id=batch.owner_id)
    return run_id


def names_of(world: World) -> dict[str, str]:
    """What people and rooms are called."""
    return {
        **{str(person.id): person.name for person in world.people},
        **{str(room.id): f"{room.site}, {room.name}" for room in world.rooms},
    }


async def _stop_going(batch_id: UUID, now: datetime) -> None:
    await execute(
        _STOP + "batch_id = $1 and kind = $4", batch_id, now, sorted(GOING), RunKind.PROPOSAL
    )
