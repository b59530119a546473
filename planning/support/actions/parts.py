"""Writing in one part of a child's plan."""

from datetime import datetime
from uuid import UUID

from planning.clock import london_date
from planning.errors import Invalid, Stale
from planning.operations.rules import clean
from planning.people.rules import Actor
from planning.support.actions.hold import HeldChild, hold_child, tell
from planning.support.rules.plans import PartDraft, PartKey, part_faults
from planning.support.tables import ChildPlan
from planning.transactions import execute, transaction

_WRITE = """
insert into child_plan_part as part
    (child_plan_id, key, compartment_id, concern_compartment_id, content, due_on, done_on,
     edited_by, edited_at, version)
select $1, $2, $3, $4, $5, $6, $7, $8, $9, 1
where $10 = 0 or exists (select from child_plan_part where child_plan_id = $1 and key = $2)
on conflict (child_plan_id, key) do update
set content = excluded.content, due_on = excluded.due_on, done_on = excluded.done_on,
    edited_by = excluded.edited_by, edited_at = excluded.edited_at, version = part.version + 1
where part.version = $10
"""


async def write_part(
    *, child_id: UUID, key: PartKey, draft: PartDraft, version: int, actor: Actor, now: datetime
) -> int:
    """Replace what a part says; its new version. `version` is 0 where nothing was written yet.

    Raises `NotFound`, `Invalid` with every fault, `Stale`, `Blocked` once support has ended.
    """
    async with transaction(actor.person_id):
        child = await hold_child(child_id, actor=actor, now=now)
        if faults := part_faults(key, draft, today=london_date(now)):
            raise Invalid(faults)
        if not await _write(child, key, draft, version, actor=actor, now=now):
            raise Stale
        if draft.not_criminalised is not None:
            await ChildPlan.update({ChildPlan.not_criminalised: draft.not_criminalised}).where(
                ChildPlan.id == child.id
            )
        await tell([child], "support.part_written", actor, now, {"part": key})
        return version + 1


async def _write(
    child: HeldChild, key: PartKey, draft: PartDraft, version: int, *, actor: Actor, now: datetime
) -> int:
    return await execute(
        _WRITE, child.id, key, child.compartment_id, child.concern_compartment_id,
        clean(draft.content), draft.due_on, draft.done_on, actor.person_id, now, version,
    )  # fmt: skip
