"""Holding and writing one line of a plan: a role or a resource."""

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from piccolo.columns import Column

from planning.errors import NotFound
from planning.operations.actions.lock import LockedOperation
from planning.people.rules import Actor
from planning.plans.actions.lock import LockedPlan, lock_plan
from planning.plans.tables import PlanResource, PlanRole
from planning.transactions import fetch_one

Line = TypeVar("Line", bound=msgspec.Struct)
LineTable = type[PlanRole] | type[PlanResource]


async def hold_line(
    table: LineTable, line_id: UUID, kind: type[Line], sql: str
) -> tuple[LockedOperation, LockedPlan, Line]:
    """Hold the plan, then read its line anew by `sql` ($1 the line); raises `NotFound`."""
    found = await table.select(table.plan_id).where(table.id == line_id).first()
    if found is None:
        raise NotFound
    operation, plan = await lock_plan(found["plan_id"])
    kept = await fetch_one(kind, sql, line_id)
    if kept is None:
        raise NotFound
    return operation, plan, kept


async def write_line(
    table: LineTable,
    line_id: UUID,
    values: dict[str, Any],
    *,
    version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Set `values` and who wrote them; needs the plan held."""
    changes: dict[Column | str, Any] = {
        "edited_by": actor.person_id,
        "edited_at": now,
        "version": version,
    }
    changes.update(values.items())
    await table.update(changes).where(table.id == line_id)
