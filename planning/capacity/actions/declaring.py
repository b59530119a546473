"""What people do about capacity: declaring what their agency has."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import uuid4

from planning.capacity.rules.declaring import Declaration, declaration_faults, weeks_of
from planning.clock import today
from planning.errors import Invalid, NotAllowed
from planning.history.actions import record
from planning.history.rules import Event
from planning.people.queries import may_sign
from planning.people.rules import Actor, Role
from planning.plans.queries.resource_types import resource_types
from planning.plans.rules.lines import OTHER
from planning.transactions import execute_many_rows, transaction

_ROWS = """
insert into agency_capacity (id, agency_id, type_key, week_on, amount, number, declared_by,
                             declared_at)
select t.id, t.agency_id, t.type_key, t.week_on, t.amount, 1 + coalesce((
           select max(c.number) from agency_capacity c
           where (c.agency_id, c.type_key, c.week_on) = (t.agency_id, t.type_key, t.week_on)), 0),
       t.declared_by, t.declared_at
from jsonb_to_recordset($1::jsonb) as t (id uuid, agency_id uuid, type_key text, week_on date,
    amount numeric, declared_by uuid, declared_at timestamptz)
"""


async def declare_capacity(*, lines: Sequence[Declaration], actor: Actor, now: datetime) -> int:
    """Say what the actor's agency has; how many weeks were said anew.

    The act of its senior managers and signatories. What was declared of a week before stays in
    the record. Raises `NotAllowed`, `Invalid` with every fault.
    """
    async with transaction(actor.person_id):
        if not await may_declare(actor=actor, on=today(now)):
            raise NotAllowed("Only a senior manager or a signatory of the agency can declare this.")
        types = {
            one.key: one.per
            for one in await resource_types(actor=actor)
            if one.is_open and one.key != OTHER
        }
        faults = declaration_faults(lines, types)
        if faults:
            raise Invalid(faults)
        rows = _rows(lines, actor, now)
        await execute_many_rows(_ROWS, rows)
        await record(
            [
                Event("capacity.declared", "agency", actor.agency_id, None, {"lines": lines}),
            ],
            actor_id=actor.person_id,
            now=now,
        )
        return len(rows)


async def may_declare(*, actor: Actor, on: date) -> bool:
    """Whether the actor speaks for the agency's capacity that day."""
    if actor.has(Role.SENIOR_MANAGER):
        return True
    async with transaction(actor.person_id):
        return await may_sign(person_id=actor.person_id, agency_id=actor.agency_id, on=on)


def _rows(lines: Sequence[Declaration], actor: Actor, now: datetime) -> list[dict[str, object]]:
    """One for each type and week; where two lines name the same week the later line counts."""
    said = {(line.type_key, week): line.amount for line in lines for week in weeks_of(line)}
    return [
        {
            "id": uuid4(),
            "agency_id": actor.agency_id,
            "type_key": key,
            "week_on": week,
            "amount": amount,
            "declared_by": actor.person_id,
            "declared_at": now,
        }
        for (key, week), amount in said.items()
    ]
