"""What is said about an operation is changed by its lead, with a reason that history keeps."""

from datetime import date
from typing import Any

import msgspec
import pytest

from planning.access.queries import history_of
from planning.errors import Blocked, NotAllowed, Stale
from planning.operations.actions import change_operation, move_operation
from planning.operations.queries import operation
from planning.operations.rules import Act, OperationDetails
from planning.people.rules import Actor
from planning.transactions import execute, transaction
from tests.factories import NOW
from tests.planning.operation_world import World, draft, make_world


def details(**changes: Any) -> OperationDetails:
    """What the world's operation says, with changes."""
    said = draft({})
    fields = msgspec.structs.fields(OperationDetails)
    return OperationDetails(**{one.name: getattr(said, one.name) for one in fields} | changes)


async def change(
    world: World,
    said: OperationDetails,
    *,
    actor: Actor | None = None,
    version: int = 1,
    why: str = "Two more were named",
) -> None:
    """Change what is said."""
    await change_operation(
        operation_id=world.operation_id,
        details=said,
        reason=why,
        version=version,
        actor=actor or world.lead,
        now=NOW,
    )


async def test_history_keeps_what_was_said_before_and_why_it_changed() -> None:
    world = await make_world()
    await change(world, details(name=" Operation Ash ", victims_known=7, planned_live_on=None))
    seen = await operation(operation_id=world.operation_id, actor=world.health, now=NOW)
    assert (seen.name, seen.victims_known, seen.planned_live_on, seen.version) == (
        "Operation Ash", 7, None, 2,
    )  # fmt: skip
    told = await history_of(subject_id=world.operation_id, actor=world.lead)
    (changed,) = [one.detail for one in told if one.act == "operation.changed"]
    assert changed == {
        "reason": "Two more were named",
        "was": {"name": "Operation Larch", "victims_known": 5, "planned_live_on": "2026-04-14"},
    }


async def test_every_fault_is_told_at_once() -> None:
    world = await make_world()
    wrong = details(name="", victims_known=-1, planned_live_on=date(2026, 3, 2))
    with pytest.raises(Blocked) as refused:
        await change(world, wrong, why="")
    assert [one.field for one in refused.value.blockers] == [
        "name", "victims_known", "planned_live_on", "reason",
    ]  # fmt: skip
    with pytest.raises(Blocked, match="Change something"):
        await change(world, details())


async def test_a_planned_date_that_has_passed_may_stay() -> None:
    world = await make_world()
    past = date(2026, 3, 1)
    async with transaction(world.lead.person_id):
        await execute("update operation set planned_live_on = $1", past)
    await change(world, details(name="Operation Ash", planned_live_on=past))


async def test_only_the_lead_changes_it_as_it_stands_until_it_is_over() -> None:
    world = await make_world()
    with pytest.raises(NotAllowed):
        await change(world, details(name="Ash"), actor=world.health)
    with pytest.raises(Stale):
        await change(world, details(name="Ash"), version=2)
    await move_operation(
        operation_id=world.operation_id,
        act=Act.STAND_DOWN,
        reason="Nothing in it",
        actor=world.lead,
        now=NOW,
        enqueue=world.sent,
    )
    with pytest.raises(Blocked, match="stood down"):
        await change(world, details(name="Ash"))
