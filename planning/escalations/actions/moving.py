"""On to the next owner, or to the partnership; and what an end does to who was let in."""

from datetime import datetime, timedelta
from uuid import UUID

from planning.access.actions import bound_owners
from planning.clock import end_of_day, london_date
from planning.escalations.actions.climbing import Climb, arrivals, ask, steps_of
from planning.escalations.actions.lock import Held, NewStep, write_steps
from planning.escalations.rules import State
from planning.outbox import Enqueue
from planning.procedures.queries import profile_of
from planning.transactions import execute, fetch_value

_ASKED = """
select array(select distinct s.owner_id from escalation_step s
             where s.escalation_id = $1 and s.act = 'asked')
"""
_MOVE = """
update escalation set
    stage = $2, owner_id = $3, state = $4, started_at = $5::timestamptz, due_on = $6, due_at = $7,
    moves_up_at = $8, ended_at = case when $3::uuid is null then $5::timestamptz end,
    answered_at = null, answered_by = null, outcome = null, child_safe_meanwhile = null
where id = $1
"""


async def climb_from(
    held: Held, stage: int, left: NewStep, *, actor_id: UUID, now: datetime, enqueue: Enqueue
) -> None:
    """Ask the next owner from a stage on up; inside a transaction that holds the row."""
    profile = (await profile_of(held.profile_version)).profile
    asked = list(await fetch_value(_ASKED, held.id))
    climb = Climb(
        id=held.id,
        compartment_id=held.compartment_id,
        stage=stage,
        sides=held.sides,
        passed_over=asked if held.by_clock else [*asked, held.raised_by],
        urgent=held.urgent,
    )
    (arrival,) = await arrivals([climb], profile, now)
    owner, clock = arrival.ascent.owner, arrival.clock
    await execute(
        _MOVE,
        held.id,
        arrival.ascent.stage,
        owner.person_id if owner else None,
        State.OPEN if owner else State.UNRESOLVED,
        now,
        clock.due_on,
        clock.due_at,
        clock.moves_up_at,
    )
    await write_steps([left, *steps_of(arrival)], actor_id=actor_id, now=now)
    await ask([arrival], actor_id=actor_id, now=now, enqueue=enqueue)
    if owner is None:
        await let_go(held, now)


async def let_go(held: Held, now: datetime) -> None:
    """Its owners read on for some time after its end."""
    profile = (await profile_of(held.profile_version)).profile
    last = london_date(now) + timedelta(days=profile.access.escalation_days_after_end)
    await bound_owners(escalation_id=held.id, until_at=end_of_day(last))
