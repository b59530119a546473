"""Raising: drift that an act or the clock has turned red, or a person's word."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from planning.clock import london_date
from planning.constraints import SENTENCES
from planning.errors import Blocker, NotFound, block_if
from planning.escalations.actions.climbing import Arrival, Climb, arrivals, ask, steps_of
from planning.escalations.actions.lock import NewStep, write_steps
from planning.escalations.rules import (
    FIRST_STAGE,
    EscalationKind,
    Sides,
    State,
    Step,
    raising_faults,
)
from planning.outbox import Enqueue
from planning.people.rules import Actor
from planning.procedures.queries import Procedure, current_profile
from planning.transactions import execute, fetch_all, fetch_one, to_json, transaction

_CONCERNS = """
select k.id as subject_id, k.compartment_id, m.agency_id, k.senior_manager_id as manager_id,
       k.closed_at is not null as closed, null::uuid as plan_compartment_id, true as is_in_tier,
       exists (select from escalation e
               where e.concern_id = k.id and e.kind = 'drift' and e.state = 'open') as drifts
from concern k join person m on m.id = k.senior_manager_id
where k.id = any($1)
for no key update of k
"""
_PLAN = """
select p.id as subject_id,
       case when $2 then o.police_compartment_id else p.compartment_id end as compartment_id,
       p.compartment_id as plan_compartment_id, l.agency_id, o.lead_id as manager_id,
       false as closed, false as drifts,
       not $2 or exists (select from compartment c where c.id = o.police_compartment_id)
           as is_in_tier
from plan p
join operation o on o.compartment_id = p.compartment_id and o.id = p.operation_id
join person l on l.id = o.lead_id
where p.id = $1
"""
_TAKES_PART = """
select distinct p.agency_id as id
from membership m join person p on p.id = m.person_id
where m.compartment_id = $1 and m.ended_at is null
  and (m.until_at is null or m.until_at > accord_now())
"""
_INSERT = """
insert into escalation (
    id, compartment_id, concern_id, plan_id, plan_compartment_id, kind, stage, reason, owner_id,
    raised_by, raised_at, due_on, urgent, by_clock, agency_id, raised_from, profile_version, state,
    started_at, due_at, moves_up_at, ended_at)
select id, compartment_id, concern_id, plan_id, plan_compartment_id, kind, stage, reason,
       owner_id, $2, $3::timestamptz, due_on, urgent, by_clock, agency_id, raised_from,
       profile_version, state, $3::timestamptz, due_at, moves_up_at,
       case when state = 'unresolved' then $3::timestamptz end
from jsonb_to_recordset($1::jsonb) as e (
    id uuid, compartment_id uuid, concern_id uuid, plan_id uuid, plan_compartment_id uuid,
    kind text, stage integer, reason text, owner_id uuid, due_on date, urgent boolean,
    by_clock boolean, agency_id uuid, raised_from uuid, profile_version integer, state text,
    due_at timestamptz, moves_up_at timestamptz)
"""


class Raising(msgspec.Struct, frozen=True):
    """What somebody raises: about a concern, or for the kind "plan" about a plan.

    `agency_id` asks another agency than the one that leads; it must take part. `police_sensitive`:
    about a plan, in that tier: nobody outside it learns of it but its owners, who are let in.
    """

    kind: EscalationKind
    subject_id: UUID
    reason: str
    child_safe_meanwhile: str
    urgent: bool = False
    agency_id: UUID | None = None
    police_sensitive: bool = False


class Drifting(msgspec.Struct, frozen=True):
    """A concern whose chain is red, and why."""

    concern_id: UUID
    reason: str


class PlanDue(msgspec.Struct, frozen=True):
    """A plan that the clock escalates, at which stage it starts, and why.

    `agency_id` asks another agency than the one that leads the operation.
    """

    plan_id: UUID
    stage: int
    reason: str
    agency_id: UUID | None = None


class _Subject(msgspec.Struct, frozen=True):
    subject_id: UUID
    compartment_id: UUID
    agency_id: UUID
    manager_id: UUID
    closed: bool
    drifts: bool
    plan_compartment_id: UUID | None
    is_in_tier: bool


class _Agency(msgspec.Struct, frozen=True):
    id: UUID


class _New(msgspec.Struct, frozen=True):
    id: UUID
    subject: _Subject
    raising: Raising
    by_clock: bool = False
    stage: int = FIRST_STAGE


async def raise_escalation(
    *, raising: Raising, actor: Actor, now: datetime, enqueue: Enqueue
) -> UUID:
    """Ask the first stage's owner for an answer; whoever sees the subject may.

    Raises `NotFound`, or `Blocked` for what is not said, drift that is escalated already, or an
    agency that takes no part.
    """
    async with transaction(actor.person_id):
        subject = await _subject(raising)
        block_if(
            [
                *raising_faults(raising.reason, raising.child_safe_meanwhile),
                *_subject_blockers(raising, subject),
                *await _agency_blockers(raising, subject),
            ]
        )
        new = _New(uuid4(), subject, raising)
        await _open([new], actor, now, enqueue)
        return new.id


async def open_drift(
    *,
    drifting: Sequence[Drifting],
    actor: Actor,
    by_clock: bool,
    now: datetime,
    enqueue: Enqueue,
) -> None:
    """Escalate red chains that have no open escalation; inside the caller's transaction.

    `by_clock`: nobody raised it, the actor only lends their eyes.
    """
    if not drifting:
        return
    reasons = {one.concern_id: one.reason for one in drifting}
    found = await fetch_all(_Subject, _CONCERNS, list(reasons))
    new = [
        _New(
            uuid4(),
            subject,
            Raising(EscalationKind.DRIFT, subject.subject_id, reasons[subject.subject_id], ""),
            by_clock=by_clock,
        )
        for subject in found
        if not subject.drifts
    ]
    if new:
        await _open(new, actor, now, enqueue)


async def open_plan(*, due: PlanDue, actor: Actor, now: datetime, enqueue: Enqueue) -> UUID:
    """Escalate a plan by the clock; inside the caller's transaction. The escalation's id.

    The actor only lends their eyes. Raises `NotFound` unless they see the plan.
    """
    raising = Raising(EscalationKind.PLAN, due.plan_id, due.reason, "", agency_id=due.agency_id)
    new = _New(uuid4(), await _subject(raising), raising, by_clock=True, stage=due.stage)
    await _open([new], actor, now, enqueue)
    return new.id


async def _subject(raising: Raising) -> _Subject:
    if raising.kind is EscalationKind.PLAN:
        found = await fetch_one(_Subject, _PLAN, raising.subject_id, raising.police_sensitive)
    else:
        found = await fetch_one(_Subject, _CONCERNS, [raising.subject_id])
    if found is None:
        raise NotFound
    return found


def _subject_blockers(raising: Raising, subject: _Subject) -> list[Blocker]:
    is_plan = raising.kind is EscalationKind.PLAN
    if raising.police_sensitive and not (is_plan and subject.is_in_tier):
        told = "Only who is in the police-sensitive tier of a plan can raise it there."
        return [Blocker(told, "police_sensitive")]
    if raising.kind is not EscalationKind.DRIFT:
        return []
    if subject.closed:
        return [Blocker("This concern is closed. Raise a disagreement with its decision.", "kind")]
    return [Blocker(SENTENCES["uq_escalation_open"], "kind")] if subject.drifts else []


async def _agency_blockers(raising: Raising, subject: _Subject) -> list[Blocker]:
    if raising.agency_id in (None, subject.agency_id) or not subject.is_in_tier:
        return []
    there = await fetch_all(_Agency, _TAKES_PART, subject.compartment_id)
    if raising.agency_id in {agency.id for agency in there}:
        return []
    return [Blocker("Choose an agency that takes part.", "agency_id")]


async def _open(new: Sequence[_New], actor: Actor, now: datetime, enqueue: Enqueue) -> None:
    procedure = await current_profile(london_date(now))
    found = await arrivals([_climb(one, actor) for one in new], procedure.profile, now)
    rows = [_row(one, arrival, actor, procedure) for one, arrival in zip(new, found, strict=True)]
    await execute(_INSERT, to_json(rows), actor.person_id, now)
    steps = [
        step
        for one, arrival in zip(new, found, strict=True)
        for step in (_raised(one, actor), *steps_of(arrival))
    ]
    await write_steps(steps, actor_id=actor.person_id, now=now)
    await ask(found, actor_id=actor.person_id, now=now, enqueue=enqueue)


def _climb(one: _New, actor: Actor) -> Climb:
    asked, leads = one.raising.agency_id, one.subject.agency_id
    elsewhere = asked not in (None, leads)
    sides = Sides(
        answering=asked or leads,
        raising=leads if one.by_clock else actor.agency_id,
        manager_id=None if elsewhere else one.subject.manager_id,
    )
    return Climb(
        id=one.id,
        compartment_id=one.subject.compartment_id,
        stage=one.stage,
        sides=sides,
        passed_over=[] if one.by_clock else [actor.person_id],
        urgent=one.raising.urgent,
    )


def _row(one: _New, arrival: Arrival, actor: Actor, procedure: Procedure) -> dict[str, object]:
    owner, is_plan = arrival.ascent.owner, one.raising.kind is EscalationKind.PLAN
    sides = arrival.climb.sides
    return {
        "id": one.id,
        "compartment_id": one.subject.compartment_id,
        "concern_id": None if is_plan else one.subject.subject_id,
        "plan_id": one.subject.subject_id if is_plan else None,
        "plan_compartment_id": one.subject.plan_compartment_id,
        "kind": one.raising.kind,
        "stage": arrival.ascent.stage,
        "reason": one.raising.reason.strip(),
        "owner_id": owner.person_id if owner else None,
        "urgent": one.raising.urgent,
        "by_clock": one.by_clock,
        "agency_id": sides.answering,
        "raised_from": sides.raising,
        "profile_version": procedure.version,
        "state": State.OPEN if owner else State.UNRESOLVED,
        **msgspec.structs.asdict(arrival.clock),
    }


def _raised(one: _New, actor: Actor) -> NewStep:
    return NewStep(
        one.subject.compartment_id,
        one.id,
        Step.RAISED,
        one.stage,
        by_id=None if one.by_clock else actor.person_id,
        words=one.raising.reason.strip(),
        child_safe_meanwhile=one.raising.child_safe_meanwhile.strip() or None,
    )
