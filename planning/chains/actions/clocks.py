"""Clocks of a concern: moved only by a manager with a reason, ended by what took place."""

from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec

from planning.chains.queries import clocks_of
from planning.chains.reading import recorded_of
from planning.chains.rules import (
    MEETABLE,
    Clock,
    ClockKind,
    ClockMet,
    met_blockers,
    moving_clock_blockers,
)
from planning.chains.tables import ClockMoved, ClockRecordedMet
from planning.clock import london_date
from planning.errors import Blocker, NotAllowed, NotFound, Stale, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.people.rules import Actor, Role
from planning.transactions import fetch_one, transaction

LONGEST_REASON = 2000


class _Concern(msgspec.Struct, frozen=True):
    compartment_id: UUID
    senior_manager_id: UUID


async def move_clock(
    *,
    concern_id: UUID,
    clock: ClockKind,
    old_due_on: date,
    new_due_on: date,
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Give a running clock another date; the old one stays on record with the reason.

    For senior managers in the concern and the manager named for it. Raises `NotFound`,
    `NotAllowed`, `Blocked` with every reason, `Stale` when `old_due_on` is no longer its date.
    """
    async with transaction(actor.person_id):
        concern = await _lock(concern_id)
        if not may_move(actor, concern.senior_manager_id):
            raise NotAllowed("Only a senior manager can move this date.")
        running = await clocks_of(concern_id=concern_id, now=now)
        found = next((one for one in running if one.kind is clock), None)
        faults = moving_clock_blockers(found, new_due_on=new_due_on, today=london_date(now))
        if not 1 <= len(reason.strip()) <= LONGEST_REASON:
            faults.append(Blocker("Say why the date moves, in up to 2,000 characters.", "reason"))
        block_if(faults)
        if found is None or found.due_on != old_due_on:
            raise Stale
        await ClockMoved.insert(
            ClockMoved(
                id=uuid4(),
                compartment_id=concern.compartment_id,
                concern_id=concern_id,
                clock=clock,
                anchor_on=found.anchor_on,
                old_due_on=old_due_on,
                new_due_on=new_due_on,
                reason=reason.strip(),
                moved_by=actor.person_id,
                moved_at=now,
            )
        )
        await record(
            [
                Event(
                    "concern.clock_moved",
                    "concern",
                    concern_id,
                    concern.compartment_id,
                    {"clock": clock, "from": old_due_on, "to": new_due_on},
                )
            ],
            actor_id=actor.person_id,
            now=now,
        )


async def record_clock_met(
    *, concern_id: UUID, clock: ClockKind, met_on: date, actor: Actor, now: datetime
) -> None:
    """Record the day on which the conference was held or the assessment completed.

    Recorded again, the newer date counts and the older stays on record. For schedulers, chairs and
    managers in the concern. Raises `NotFound`, `NotAllowed`, `Blocked`.
    """
    async with transaction(actor.person_id):
        concern = await _lock(concern_id)
        if not may_record_met(actor, concern.senior_manager_id):
            raise NotAllowed("Only a scheduler, a chair or a manager can record this.")
        due = await _due(concern_id, clock, now)
        block_if(
            met_blockers(due.anchor_on if due else None, met_on=met_on, today=london_date(now))
        )
        assert due is not None  # noqa: S101 - the rule has refused a clock that does not run
        await ClockRecordedMet.insert(
            ClockRecordedMet(
                id=uuid4(),
                compartment_id=concern.compartment_id,
                concern_id=concern_id,
                clock=clock,
                anchor_on=due.anchor_on,
                due_on=due.due_on,
                met_on=met_on,
                recorded_by=actor.person_id,
                recorded_at=now,
            )
        )
        await record(
            [
                Event(
                    "concern.clock_met",
                    "concern",
                    concern_id,
                    concern.compartment_id,
                    {"clock": clock, "on": met_on},
                )
            ],
            actor_id=actor.person_id,
            now=now,
        )


async def _due(concern_id: UUID, clock: ClockKind, now: datetime) -> Clock | ClockMet | None:
    """The clock where it runs, else the newest record of it."""
    if clock not in MEETABLE:
        return None
    running = await clocks_of(concern_id=concern_id, now=now)
    met = (await recorded_of([concern_id]))[concern_id].met
    known: list[Clock | ClockMet] = [
        *(one for one in running if one.kind is clock),
        *(one for one in reversed(met) if one.clock is clock),
    ]
    return known[0] if known else None


def may_record_met(actor: Actor, senior_manager_id: UUID) -> bool:
    """Who arranges meetings may, and who may move the date."""
    arranges = actor.has(Role.SCHEDULER) or actor.has(Role.CHAIR)
    return arranges or may_move(actor, senior_manager_id)


def may_move(actor: Actor, senior_manager_id: UUID) -> bool:
    """Senior managers may, and the manager named for the concern."""
    return actor.has(Role.SENIOR_MANAGER) or actor.person_id == senior_manager_id


async def _lock(concern_id: UUID) -> _Concern:
    found = await fetch_one(
        _Concern,
        "select compartment_id, senior_manager_id from concern where id = $1 for update",
        concern_id,
    )
    if found is None:
        raise NotFound
    return found
