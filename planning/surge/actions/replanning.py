"""Somebody cannot come: what must move is moved, and the rest stays as people know it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec

from planning.clock import london_date
from planning.errors import Blocked, Blocker, NotFound, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.actions import Details, change_details, change_people, reschedule
from planning.meetings.reading import MeetingRow as Convened
from planning.meetings.reading import lock_to_arrange
from planning.meetings.rules.changing import PeopleChange, Ticked
from planning.meetings.rules.states import Act
from planning.outbox import Enqueue
from planning.people.queries import people_by_id
from planning.people.rules import Actor, Role, require_role
from planning.procedures.queries import closed_days
from planning.surge.actions.asking import ask_run, queue_run
from planning.surge.actions.confirming import ONE_AT_A_TIME, Gathered, close_run, confirmed
from planning.surge.gathering import world_of
from planning.surge.queue import QueueRun
from planning.surge.reading import BatchRow, MeetingRow, lock_batch, meetings_of
from planning.surge.rules.absences import absence_faults
from planning.surge.rules.asked import Asked
from planning.surge.rules.batches import BatchState, RunKind, seconds_faults
from planning.surge.rules.building import problem_of
from planning.surge.rules.confirming import AGAIN, NOTHING, clash
from planning.surge.rules.seen import Confirmed
from planning.surge.rules.standing import (
    Change,
    Standing,
    change_of,
    is_on_grid,
    placed_now,
    touched,
)
from planning.surge.rules.world import Absent
from planning.surge.runs import RunOf, run_of
from planning.transactions import execute, fetch_all, savepoint, transaction

NONE_AHEAD = "No meeting of this batch is still ahead of you."
_REPORT = """
insert into surge_absence (id, owner_id, batch_id, person_id, from_on, until_on, reported_at)
values ($1, $2, $3, $4, $5, $6, $7)
"""
_STANDING = """
select b.id, m.id as meeting_id, m.starts_at, m.ends_at, m.room_id,
       case when not r.is_virtual then r.site end as site, m.chair_id, m.minute_taker_id,
       array(select a.person_id from attendee a
             where a.compartment_id = m.compartment_id and a.meeting_id = m.id
               and a.removed_at is null order by a.person_id) as people,
       array(select a.person_id from attendee a join person p on p.id = a.person_id
             where a.compartment_id = m.compartment_id and a.meeting_id = m.id
               and a.removed_at is null and p.decision_authority order by 1) as deciders
from surge_batch_meeting b
join strategy_meeting m on m.compartment_id = b.meeting_compartment_id and m.id = b.meeting_id
left join room r on r.id = m.room_id
where b.batch_id = $1 and m.state = 'convened' and m.starts_at > $2
order by m.starts_at, m.id
"""
_ABSENT = "select person_id, from_on, until_on from surge_absence where batch_id = $1"
_LET_GO = """
with rooms as (delete from room_booking where meeting_id = any($1))
delete from person_booking where meeting_id = any($1)
"""


async def report_absence(
    *,
    batch_id: UUID,
    person_id: UUID,
    from_on: date,
    until_on: date,
    seconds: int,
    actor: Actor,
    now: datetime,
    queue: QueueRun,
) -> UUID:
    """Note that somebody cannot come on these days, and search anew; the run's id.

    Before the batch is confirmed that is a new proposal. Afterwards it is a re-plan: meetings move
    only where they must, and each move costs as much as people are invited. Why somebody is absent
    is not asked. Raises `Blocked` for impossible days.
    """
    require_role(actor, Role.SCHEDULER)
    block_if([*absence_faults(from_on, until_on, london_date(now)), *seconds_faults(seconds)])
    async with transaction(actor.person_id):
        batch = await lock_batch(batch_id)
        if not await people_by_id([person_id]):
            block_if([Blocker("Choose a person from the list.", "person_id")])
        await execute(_REPORT, uuid4(), batch.owner_id, batch_id, person_id, from_on, until_on, now)
        await record(
            [Event("surge.absence_reported", "surge_batch", batch_id)],
            actor_id=actor.person_id,
            now=now,
        )
        if batch.state is BatchState.OPEN:
            return await ask_run(
                batch_id=batch_id, seconds=seconds, actor=actor, now=now, queue=queue
            )
        return await _ask_replan(batch, seconds, actor, now, queue)


async def confirm_replan(
    *, batch_id: UUID, run_id: UUID, actor: Actor, now: datetime, enqueue: Enqueue
) -> Confirmed:
    """Move what the re-plan moves, name who stands in, and take off who gave a place up.

    All by the meetings' own acts, in one transaction. A second time it answers what is. Raises
    `Blocked` and changes nothing when a meeting was changed since, or somebody is taken by now.
    """
    require_role(actor, Role.SCHEDULER)
    async with transaction(actor.person_id):
        await lock_batch(batch_id)
        run = await run_of(run_id)
        if run is None or run.batch_id != batch_id or run.kind is not RunKind.REPLAN:
            raise NotFound
        if run.confirmed_at:
            return await confirmed(batch_id)
        await execute(ONE_AT_A_TIME)
        changes = await _changes(run, await _standing(batch_id, now))
        mails, faults = Gathered(), list[Blocker]()
        await execute(_LET_GO, [one.standing.meeting_id for one in changes])
        for one in changes:
            try:
                async with savepoint():
                    await _carry_out(one, actor, now, mails)
            except Blocked as refused:
                faults += clash(one.standing.id, refused.blockers)
        block_if(faults)
        await close_run(batch_id, run_id, "surge.replan_confirmed", actor, now)
        await enqueue(mails.messages, now=now)
        return await confirmed(batch_id)


async def _standing(batch_id: UUID, now: datetime) -> list[Standing]:
    return await fetch_all(Standing, _STANDING, batch_id, now)


async def _ask_replan(
    batch: BatchRow, seconds: int, actor: Actor, now: datetime, queue: QueueRun
) -> UUID:
    """Meetings at odd times, or today, stay unless somebody who is absent is needed there."""
    absent = await fetch_all(Absent, _ABSENT, batch.id)
    closed = await closed_days()
    found = {
        one.id: one
        for one in await _standing(batch.id, now)
        if is_on_grid(one, batch.rules, closed, now) or touched(one, absent) & one.needed
    }
    rows = [_as_it_stands(row, found) for row in await meetings_of(batch.id) if row.id in found]
    block_if([] if rows else [Blocker(NONE_AHEAD)])
    world = await world_of(
        batch, rows, actor, now,
        but_meetings=[one.meeting_id for one in found.values()],
        beside=sorted({key for one in found.values() for key in one.people}),
        minutes={key: one.minutes for key, one in found.items()},
        days=[london_date(one.starts_at) for one in found.values()],
    )  # fmt: skip
    problem = problem_of(world)
    stands = {
        one.id: place
        for one in problem.meetings
        if (place := placed_now(found[UUID(one.id)], one, problem))
    }
    asked = Asked(problem, stands, {str(one.id): len(one.people) for one in found.values()})
    return await queue_run(
        batch, rows, asked, RunKind.REPLAN, seconds=seconds, actor=actor, now=now, queue=queue
    )


def _as_it_stands(row: MeetingRow, found: Mapping[UUID, Standing]) -> MeetingRow:
    site = found[row.id].site
    return msgspec.structs.replace(row, site=site, pinned_at=None, pinned_room_id=None)


async def _changes(run: RunOf, found: Sequence[Standing]) -> list[Change]:
    """What the answer changes of the meetings as they stand now; none may have moved meanwhile."""
    problem, by_id = run.asked.problem, {str(one.id): one for one in found}
    whole = set(run.placed) == {one.id for one in problem.meetings}
    block_if([] if whole else [Blocker(NOTHING, "run_id")])
    before = run.asked.standing or {}
    block_if(
        [
            Blocker(AGAIN, one.id)
            for one in problem.meetings
            if one.id not in by_id or placed_now(by_id[one.id], one, problem) != before.get(one.id)
        ]
    )
    absent = await fetch_all(Absent, _ABSENT, run.batch_id)
    changes = [
        change_of(by_id[one.id], one, run, touched(by_id[one.id], absent))
        for one in problem.meetings
    ]
    return [one for one in changes if one.is_one]


async def _carry_out(change: Change, actor: Actor, now: datetime, mails: Gathered) -> None:
    """First when and where, then who runs it, then who comes: each as people would do it."""
    one = change.standing
    busy = [*change.others, *change.remove]
    meeting = await lock_to_arrange(one.meeting_id, Act.ARRANGE, actor)
    version = meeting.version
    if change.times:
        await reschedule(
            meeting_id=one.meeting_id, times=change.times, version=version, room_id=change.room_id,
            ask_although_busy=busy, actor=actor, now=now, enqueue=mails,
        )  # fmt: skip
        version += 1
    if change.runs_anew:
        meeting = await lock_to_arrange(one.meeting_id, Act.ARRANGE, actor)
        await change_details(
            meeting_id=one.meeting_id, details=_details(meeting, change), version=version,
            actor=actor, now=now, enqueue=mails,
        )  # fmt: skip
        version += 1
    run_by = {change.chair_id, change.minute_taker_id} if change.runs_anew else set()
    add = [Ticked(key) for key in change.add if key not in run_by]
    if add or change.remove:
        await change_people(
            meeting_id=one.meeting_id,
            change=PeopleChange(add=add, remove=change.remove),
            version=version, actor=actor, now=now, enqueue=mails,
        )  # fmt: skip


def _details(meeting: Convened, change: Change) -> Details:
    return Details(
        purpose=meeting.purpose,
        mode=meeting.mode,
        chair_id=change.chair_id,
        minute_taker_id=change.minute_taker_id,
        place=meeting.place,
        room_id=meeting.room_id,
        place_in_calendars=meeting.place_in_calendars,
        ask_although_busy=[*change.others, *change.remove],
    )
