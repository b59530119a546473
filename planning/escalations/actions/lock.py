"""Holding an escalation's row, and writing what happened to it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from planning.errors import NotFound
from planning.escalations.rules import EscalationKind, Sides, State, Step
from planning.history.actions import record
from planning.history.rules import Event
from planning.transactions import execute, fetch_one, to_json

_HELD = """
select id, compartment_id, kind, concern_id, plan_id, stage, state, urgent, owner_id, raised_by,
       by_clock, agency_id, raised_from, profile_version, started_at, due_at, moves_up_at
from escalation where id = $1 for update
"""
_STEPS = """
insert into escalation_step (id, compartment_id, escalation_id, number, act, stage, owner_id,
                             due_at, by_id, at, words, child_safe_meanwhile)
select gen_random_uuid(), s.compartment_id, s.escalation_id,
       coalesce((select max(old.number) from escalation_step old
                 where old.escalation_id = s.escalation_id), 0)
           + row_number() over (partition by s.escalation_id order by s.place),
       s.act, s.stage, s.owner_id, s.due_at, s.by_id, $2, s.words, s.child_safe_meanwhile
from rows from (jsonb_to_recordset($1::jsonb) as (
    compartment_id uuid, escalation_id uuid, act text, stage integer, owner_id uuid,
    due_at timestamptz, by_id uuid, words text, child_safe_meanwhile text))
    with ordinality as s (compartment_id, escalation_id, act, stage, owner_id, due_at, by_id,
                          words, child_safe_meanwhile, place)
"""


class Held(msgspec.Struct, frozen=True):
    """An escalation whose row this transaction holds."""

    id: UUID
    compartment_id: UUID
    kind: EscalationKind
    concern_id: UUID | None
    plan_id: UUID | None
    stage: int
    state: State
    urgent: bool
    owner_id: UUID | None
    raised_by: UUID
    by_clock: bool
    agency_id: UUID
    raised_from: UUID
    profile_version: int
    started_at: datetime
    due_at: datetime
    moves_up_at: datetime

    @property
    def sides(self) -> Sides:
        """Nobody is asked first any more once it has begun."""
        return Sides(self.agency_id, self.raised_from, None)


class NewStep(msgspec.Struct, frozen=True):
    """Something that happened; `by_id` is none of what the ladder itself did."""

    compartment_id: UUID
    escalation_id: UUID
    act: Step
    stage: int
    by_id: UUID | None = None
    words: str | None = None
    child_safe_meanwhile: str | None = None
    owner_id: UUID | None = None
    due_at: datetime | None = None


async def hold(escalation_id: UUID) -> Held:
    """Hold the row to the end of the open transaction; raises `NotFound`."""
    found = await fetch_one(Held, _HELD, escalation_id)
    if found is None:
        raise NotFound
    return found


async def write_steps(steps: Sequence[NewStep], *, actor_id: UUID, now: datetime) -> None:
    """Append them in order, to the escalation and to history."""
    await execute(_STEPS, to_json(steps), now)
    await record(
        [
            Event(
                f"escalation.{step.act}",
                "escalation",
                step.escalation_id,
                step.compartment_id,
                {"stage": step.stage, "by_clock": step.by_id is None},
            )
            for step in steps
        ],
        actor_id=actor_id,
        now=now,
    )
