"""Finding the next owner, and asking them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from planning.access.actions import let_in
from planning.access.rules import Grant
from planning.escalations.actions.lock import NewStep
from planning.escalations.rules import (
    Ascent,
    Candidate,
    Sides,
    StageClock,
    Step,
    ascend,
    stage_clock,
)
from planning.outbox import Enqueue, Notice, NoticeKind, Recipient
from planning.people.rules import Role
from planning.procedures.rules import Profile
from planning.transactions import fetch_all

LASTS = timedelta(days=366)
"""How long an owner is let in at first; once the escalation has ended, its end says until when."""

_CANDIDATES = """
with named as (
    select person_id, stage, true as owns from escalation_owner
    union all
    select deputy_id, stage, false from escalation_owner where deputy_id is not null)
select p.id as person_id, p.email as address, p.agency_id, a.category,
       array(select r.role from person_role r where r.person_id = p.id) as roles,
       array(select n.stage from named n where n.person_id = p.id and n.owns) as owns,
       array(select n.stage from named n where n.person_id = p.id and not n.owns) as deputises
from person p join agency a on a.id = p.agency_id
where p.closed_at is null and a.closed_at is null
  and (p.id = any($1)
       or (p.agency_id = any($2) or a.category = any($3))
          and (exists (select from person_role r where r.person_id = p.id and r.role = any($4))
               or exists (select from named n where n.person_id = p.id)))
order by p.name, p.id
"""
_IN_CONFLICT = """
select compartment_id, person_id from conflict_block
where compartment_id = any($1) and lifted_at is null
"""
_PARTNERSHIP = """
select p.id as person_id, p.email as address
from person p
join agency a on a.id = p.agency_id and a.closed_at is null
join person_role r on r.person_id = p.id and r.role = $1
where p.closed_at is null
order by p.id
"""


class Climb(msgspec.Struct, frozen=True):
    """An escalation that looks for an owner from a stage on up."""

    id: UUID
    compartment_id: UUID
    stage: int
    sides: Sides
    passed_over: list[UUID]
    urgent: bool


class Arrival(msgspec.Struct, frozen=True):
    """Where it has arrived; without an owner it goes to the partnership unresolved."""

    climb: Climb
    ascent: Ascent
    clock: StageClock


class _InConflict(msgspec.Struct, frozen=True):
    compartment_id: UUID
    person_id: UUID


async def arrivals(climbs: Sequence[Climb], profile: Profile, now: datetime) -> list[Arrival]:
    """Where each arrives; two queries, however many."""
    candidates = await _candidates(climbs, profile)
    blocked: dict[UUID, set[UUID]] = {climb.compartment_id: set() for climb in climbs}
    for one in await fetch_all(_InConflict, _IN_CONFLICT, list(blocked)):
        blocked[one.compartment_id].add(one.person_id)
    found = []
    for climb in climbs:
        passed_over = blocked[climb.compartment_id].union(climb.passed_over)
        ascent = ascend(climb.stage, profile.escalation, climb.sides, candidates, passed_over)
        clock = stage_clock(profile, ascent.stage, now, urgent=climb.urgent)
        found.append(Arrival(climb, ascent, clock))
    return found


async def _candidates(climbs: Sequence[Climb], profile: Profile) -> list[Candidate]:
    ladder = profile.escalation
    return await fetch_all(
        Candidate,
        _CANDIDATES,
        [climb.sides.manager_id for climb in climbs if climb.sides.manager_id],
        [agency for climb in climbs for agency in (climb.sides.answering, climb.sides.raising)],
        list(ladder.sides),
        list(ladder.roles),
    )


def steps_of(arrival: Arrival) -> list[NewStep]:
    """What is kept of the way there."""
    climb, ascent = arrival.climb, arrival.ascent
    skipped = [
        NewStep(climb.compartment_id, climb.id, Step.SKIPPED, stage) for stage in ascent.skipped
    ]
    if ascent.owner is None:
        return [*skipped, NewStep(climb.compartment_id, climb.id, Step.UNRESOLVED, ascent.stage)]
    asked = NewStep(
        climb.compartment_id,
        climb.id,
        Step.ASKED,
        ascent.stage,
        owner_id=ascent.owner.person_id,
        due_at=arrival.clock.due_at,
    )
    return [*skipped, asked]


async def ask(found: Sequence[Arrival], *, actor_id: UUID, now: datetime, enqueue: Enqueue) -> None:
    """Let the owners in and tell them; of what has none, tell the partnership."""
    asked = [
        (one.climb, owner, one.ascent.stage)
        for one in found
        if (owner := one.ascent.owner) is not None
    ]
    await let_in(
        grants=[
            Grant(
                climb.compartment_id,
                owner.person_id,
                "Owns an escalation",
                now + LASTS,
                escalation_id=climb.id,
            )
            for climb, owner, _ in asked
        ],
        granted_by=actor_id,
        now=now,
    )
    notices = [
        Notice(
            NoticeKind.ESCALATION_OPENED,
            climb.id,
            Recipient(owner.person_id, owner.address),
            sequence=stage,
        )
        for climb, owner, stage in asked
    ]
    unresolved = [one.climb.id for one in found if one.ascent.owner is None]
    if unresolved:
        partners = await fetch_all(Recipients, _PARTNERSHIP, Role.PARTNERSHIP)
        notices += [
            Notice(NoticeKind.ESCALATION_UNRESOLVED, escalation_id, one.recipient)
            for escalation_id in unresolved
            for one in partners
        ]
    await enqueue(notices, now=now)


class Recipients(msgspec.Struct, frozen=True):
    """Somebody who is told, where they are mailed."""

    person_id: UUID
    address: str

    @property
    def recipient(self) -> Recipient:
        """As a message names them."""
        return Recipient(self.person_id, self.address)
