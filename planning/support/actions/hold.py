"""Holding children of an operation, and writing what was done for them.

History is in the operation's safeguarding tier and names the plan alone: who is there without
being in the child's concern learns nothing of the child.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from planning.clock import london_date
from planning.errors import Blocker, NotAllowed, NotFound, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.operations.rules import OperationState, ended
from planning.people.rules import Actor
from planning.support.rules.plans import FIRST_REVIEW, ChildIds
from planning.support.rules.posts import may_assign
from planning.transactions import execute, fetch_all, to_json


class HeldChild(ChildIds, frozen=True, kw_only=True):
    """A child whose attachment this transaction holds, with what rules ask of its operation."""

    operation_id: UUID
    lead_id: UUID
    state: OperationState
    attached_at: datetime
    ended: bool
    only_own: bool


_HOLD = """
select c.id, c.compartment_id, c.concern_compartment_id, c.operation_id, c.attached_at, o.lead_id,
       o.state, p.ended_at is not null as ended,
       o.compartment_id = any (accord_key_worker_compartments()) as only_own
from operation_child c
join operation o on o.compartment_id = c.compartment_id and o.id = c.operation_id
left join child_plan p on p.id = c.id
where c.id = any($1) and c.ended_at is null
order by c.id for update of c
"""

_OPEN = """
insert into child_plan (id, compartment_id, concern_compartment_id, not_criminalised,
                        review_due_on, opened_by, opened_at)
select t.id, t.compartment_id, t.concern_compartment_id, false, $2, $3, $4
from jsonb_to_recordset($1::jsonb) as t (
    id uuid, compartment_id uuid, concern_compartment_id uuid)
on conflict (id) do nothing
"""


async def hold_children(child_ids: Sequence[UUID]) -> list[HeldChild]:
    """Those of these attached children that the actor sees, held to the end of the transaction."""
    return await fetch_all(HeldChild, _HOLD, list(child_ids))


async def open_plans(children: Sequence[HeldChild], *, actor: Actor, now: datetime) -> None:
    """Write the plans that are not there yet; their first review is owed four weeks from now."""
    await execute(
        _OPEN, to_json(children), london_date(now) + FIRST_REVIEW, actor.person_id, now
    )  # fmt: skip


async def hold_child(child_id: UUID, *, actor: Actor, now: datetime) -> HeldChild:
    """Hold one child and its plan for a change.

    Raises `NotFound`, or `Blocked` when the operation or the child's support has ended.
    """
    found = await hold_children([child_id])
    if not found:
        raise NotFound
    block_if(over(found))
    await open_plans(found, actor=actor, now=now)
    return found[0]


def over(children: Sequence[HeldChild]) -> list[Blocker]:
    """Blockers when nothing changes for these children any more."""
    faults = ended(children[0].state)
    if any(one.ended for one in children):
        faults.append(Blocker("Support has ended. The plan cannot be changed."))
    return faults


def manages(child: HeldChild, actor: Actor) -> bool:
    """Whether the actor may say who supports the child."""
    return may_assign(actor, lead_id=child.lead_id, only_own=child.only_own)


def must_manage(child: HeldChild, actor: Actor) -> None:
    """Raise `NotAllowed` unless the actor may say who supports the child."""
    if not manages(child, actor):
        raise NotAllowed(
            "Only the operation’s lead, or a scheduler or senior manager of social care, "
            "can do this."
        )


async def tell(
    children: Sequence[ChildIds], act: str, actor: Actor, now: datetime, detail: dict[str, object]
) -> None:
    """One line of history for each child."""
    await record(
        [Event(act, "child_plan", one.id, one.compartment_id, detail) for one in children],
        actor_id=actor.person_id,
        now=now,
    )
