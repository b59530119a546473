"""Opening compartments and letting people in or out. Called by other areas' actions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from planning.access.rules import Grant, NewCompartment, needed
from planning.errors import NotFound
from planning.history.actions import record
from planning.history.rules import Event
from planning.people.rules import Actor
from planning.transactions import execute, fetch_value, to_json, transaction

_GRANT = """
insert into membership (id, compartment_id, person_id, reason, granted_by, from_at, until_at,
                        meeting_compartment_id, escalation_id, as_key_worker)
select gen_random_uuid(), g.compartment_id, g.person_id, g.reason, $2, $3, g.until_at,
       g.meeting_compartment_id, g.escalation_id, g.as_key_worker
from jsonb_to_recordset($1::jsonb) as g (
    compartment_id uuid, person_id uuid, reason text, until_at timestamptz,
    meeting_compartment_id uuid, escalation_id uuid, as_key_worker boolean)
where not exists (
    select from membership m
    where m.compartment_id = g.compartment_id and m.person_id = g.person_id and m.ended_at is null
      and (m.until_at is null or m.until_at >= g.until_at)
      and (m.meeting_compartment_id is null
           or m.meeting_compartment_id = g.meeting_compartment_id)
      and (m.escalation_id is null or m.escalation_id = g.escalation_id)
      and (g.as_key_worker or not m.as_key_worker))
"""
"""No second one beside a membership that lasts as long and that nothing else can end."""

_OPEN = (
    """
with opened as (
    insert into compartment (id, kind, created_at)
    select c.id, c.kind, $3 from jsonb_to_recordset($4::jsonb) as c (id uuid, kind text))
"""
    + _GRANT
)


async def open_compartments(
    *,
    compartments: Sequence[NewCompartment],
    grants: Sequence[Grant],
    granted_by: UUID,
    now: datetime,
) -> None:
    """Open compartments and let their first members in, in one statement of the open transaction.

    `grants` should include `granted_by` for each new compartment, who else sees nothing of it.
    Grants to existing compartments of which `granted_by` is a member may ride along.
    """
    await execute(_OPEN, to_json(needed(grants)), granted_by, now, to_json(compartments))


async def let_in(*, grants: Sequence[Grant], granted_by: UUID, now: datetime) -> None:
    """Give memberships of compartments that `granted_by` is in; at most one statement."""
    if not grants:
        return
    await execute(_GRANT, to_json(needed(grants)), granted_by, now)


async def let_out(*, compartment_ids: Sequence[UUID], person_id: UUID, now: datetime) -> None:
    """End a person's own live memberships of these compartments; one statement."""
    await execute(
        "update membership set ended_at = $3"
        " where compartment_id = any($1) and person_id = $2 and ended_at is null",
        list(compartment_ids), person_id, now,
    )  # fmt: skip


async def end_lapsed_memberships() -> None:
    """Mark memberships past their time as ended, so that the walls need not look at them.

    They let nobody in already; only the worker may do this.
    """
    async with transaction(None):
        await execute("select accord_end_lapsed_memberships()")


async def end_invitations(
    *, meeting_compartment_id: UUID, people: Mapping[UUID, Sequence[UUID] | None], now: datetime
) -> None:
    """End what this meeting's invitation gave each person: in these compartments, or everywhere.

    Memberships for any other reason stay. The actor is in the meeting, perhaps not with every
    child of it.
    """
    ends = [
        (person_id, compartment_id)
        for person_id, theirs in people.items()
        for compartment_id in ([None] if theirs is None else theirs)
    ]
    await execute(
        "select accord_end_invitations($1, $2, $3, $4)",
        meeting_compartment_id,
        [person_id for person_id, _ in ends],
        [compartment_id for _, compartment_id in ends],
        now,
    )


async def move_invitations(*, meeting_compartment_id: UUID, until_at: datetime) -> None:
    """Let all that this meeting's invitations gave end at another time."""
    await execute("select accord_move_invitations($1, $2)", meeting_compartment_id, until_at)


async def bound_owners(*, escalation_id: UUID, until_at: datetime) -> None:
    """Let what an escalation that has ended gave its owners end at that time."""
    await execute("select accord_bound_owners($1, $2)", escalation_id, until_at)


async def declare_conflict(
    *, compartment_id: UUID, person_id: UUID, reason: str, actor: Actor, now: datetime
) -> UUID:
    """Record a conflict of interest; from now on the person sees nothing of the compartment.

    Raises `NotFound` unless the actor is in the compartment.
    """
    async with transaction(actor.person_id):
        if not await fetch_value("select true from compartment where id = $1", compartment_id):
            raise NotFound
        block_id = uuid4()
        await record(
            [
                Event(
                    "access.conflict_declared",
                    "person",
                    person_id,
                    compartment_id,
                    {"reason": reason},
                )
            ],
            actor_id=actor.person_id,
            now=now,
        )
        await execute(
            "insert into conflict_block"
            " (id, compartment_id, person_id, reason, declared_by, declared_at)"
            " values ($1, $2, $3, $4, $5, $6)",
            block_id, compartment_id, person_id, reason, actor.person_id, now,
        )  # fmt: skip
        return block_id


async def lift_conflicts(
    *, compartment_id: UUID, person_id: UUID, reason: str, actor: Actor, now: datetime
) -> None:
    """End a person's conflicts of interest there, with the reason; what they were stays on record.

    Raises `NotFound` unless the actor is in the compartment and there is one.
    """
    async with transaction(actor.person_id):
        lifted = await execute(
            "update conflict_block set lifted_at = $3, lifted_by = $4, lift_reason = $5"
            " where compartment_id = $1 and person_id = $2 and lifted_at is null",
            compartment_id, person_id, now, actor.person_id, reason,
        )  # fmt: skip
        if not lifted:
            raise NotFound
        await record(
            [
                Event(
                    "access.conflict_lifted",
                    "person",
                    person_id,
                    compartment_id,
                    {"reason": reason},
                )
            ],
            actor_id=actor.person_id,
            now=now,
        )
