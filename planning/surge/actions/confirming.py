"""Confirming a proposal: every meeting convened and everybody invited, in one act or not at all."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from planning.errors import Blocked, Blocker, NotFound, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.actions import Convened, convene
from planning.outbox import Enqueue, Message
from planning.people.rules import Actor, Role, require_role
from planning.surge.reading import MeetingRow, lock_batch, meetings_of
from planning.surge.rules.batches import BatchState
from planning.surge.rules.confirming import (
    TAKEN,
    Wanted,
    clash,
    convening_of,
    run_blockers,
)
from planning.surge.rules.seen import Confirmed, ConvenedHere
from planning.surge.runs import RunOf, run_of, stale
from planning.transactions import (
    execute,
    execute_many_rows,
    fetch_all,
    fetch_value,
    savepoint,
    transaction,
)

LOCK_CHILDREN = "select count(*) from (select 1 from concern where id = any($1) for update) k"
ONE_AT_A_TIME = "select pg_advisory_xact_lock(7001)"
"""Two that book the same people in another order would wait for each other for ever."""
ABSENT_SINCE = "select max(reported_at) from surge_absence where batch_id = $1"
_PURPOSES = """
select b.id, coalesce((
    select m.purpose from meeting_child mc
    join strategy_meeting m on m.compartment_id = mc.meeting_compartment_id and m.id = mc.meeting_id
    where mc.concern_id = b.concern_ids[1] and m.closed_at is not null
    order by m.starts_at desc limit 1), k.reason) as purpose
from surge_batch_meeting b join concern k on k.id = b.concern_ids[1]
where b.batch_id = $1
"""
_NOTE = """
update surge_batch_meeting b set meeting_id = m.id, meeting_compartment_id = m.compartment_id
from jsonb_to_recordset($1::jsonb) as t (batch_meeting_id uuid, meeting_id uuid)
join strategy_meeting m on m.id = t.meeting_id
where b.id = t.batch_meeting_id
"""
_CONFIRMED = """
select b.id as batch_meeting_id, m.id as meeting_id, m.reference
from surge_batch_meeting b join strategy_meeting m on m.id = b.meeting_id
where b.batch_id = $1 order by m.starts_at, m.id
"""


class _Purpose(msgspec.Struct, frozen=True):
    id: UUID
    purpose: str


class Gathered:
    """An `Enqueue` that keeps messages until all acts of a confirmation are done."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def __call__(self, messages: Sequence[Message], *, now: datetime) -> None:
        """Keep them."""
        self.messages.extend(messages)


async def confirm_batch(
    *, batch_id: UUID, run_id: UUID, actor: Actor, now: datetime, enqueue: Enqueue
) -> Confirmed:
    """Convene every meeting as the run places it; a second time it answers what the first made.

    Raises `Blocked` and convenes nothing when the batch changed since the run, or when anybody or
    any room is taken by now: each such meeting is the field of its reasons.
    """
    require_role(actor, Role.SCHEDULER)
    async with transaction(actor.person_id):
        batch = await lock_batch(batch_id)
        if batch.state is BatchState.CONFIRMED:
            return await confirmed(batch_id)
        run = await run_of(run_id)
        if run is None or run.batch_id != batch_id:
            raise NotFound
        await execute(ONE_AT_A_TIME)
        rows = await _locked(batch_id)
        changed = stale(run, batch, rows, await fetch_value(ABSENT_SINCE, batch_id))
        asked = [one.id for one in run.asked.problem.meetings]
        taken = [Blocker(TAKEN, str(row.id)) for row in rows if row.taken and str(row.id) in asked]
        block_if(taken or run_blockers(run, stale=changed, asked=asked))
        mails = Gathered()
        made = await _convene_all(run, rows, actor, now, mails)
        await execute_many_rows(
            _NOTE,
            [{"batch_meeting_id": key, "meeting_id": one.meeting_id} for key, one in made.items()],
        )
        await execute(
            "update surge_batch set state = 'confirmed', confirmed_at = $2 where id = $1",
            batch_id, now,
        )  # fmt: skip
        await close_run(batch_id, run_id, "surge.batch_confirmed", actor, now)
        await enqueue(mails.messages, now=now)
        return await confirmed(batch_id, [one for found in made.values() for one in found.warnings])


async def confirmed(batch_id: UUID, warnings: Sequence[str] = ()) -> Confirmed:
    """What the batch's meetings are, by when they are held."""
    meetings = await fetch_all(ConvenedHere, _CONFIRMED, batch_id)
    return Confirmed(batch_id, meetings, list(dict.fromkeys(warnings)))


async def close_run(batch_id: UUID, run_id: UUID, act: str, actor: Actor, now: datetime) -> None:
    """Note which answer was taken."""
    await execute("update surge_run set confirmed_at = $2 where id = $1", run_id, now)
    await record([Event(act, "surge_batch", batch_id)], actor_id=actor.person_id, now=now)


async def _locked(batch_id: UUID) -> list[MeetingRow]:
    """The meetings, once nobody else can convene one for their children any more."""
    before = await meetings_of(batch_id)
    await fetch_value(LOCK_CHILDREN, sorted({key for one in before for key in one.concern_ids}))
    return await meetings_of(batch_id)


async def _convene_all(
    run: RunOf, rows: Sequence[MeetingRow], actor: Actor, now: datetime, mails: Gathered
) -> dict[UUID, Convened]:
    """By the meetings' own act, each in turn; all reasons why some cannot be are told at once."""
    purposes = {one.id: one.purpose for one in await fetch_all(_Purpose, _PURPOSES, run.batch_id)}
    by_id = {str(row.id): row for row in rows}
    made, faults = dict[UUID, Convened](), list[Blocker]()
    for asked in run.asked.problem.meetings:
        row = by_id[asked.id]
        wanted = Wanted(row.id, row.kind, row.concern_ids, row.decided_at, purposes[row.id])
        convening = convening_of(wanted, asked, run.placed[asked.id], run.asked.problem.grid)
        try:
            async with savepoint():
                made[row.id] = await convene(
                    convening=convening, actor=actor, now=now, enqueue=mails
                )
        except Blocked as refused:
            faults += clash(row.id, refused.blockers)
    block_if(faults)
    return made
