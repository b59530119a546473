"""Operations that draw on what agencies declare."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from planning.capacity.actions import declare_capacity
from planning.capacity.rules.declaring import Declaration
from planning.people.rules import Actor
from planning.plans.actions import add_resource
from tests.factories import NOW
from tests.planning.operation_world import World, resource

APRIL = date(2026, 4, 6)
"""A Monday."""


async def declare(
    actor: Actor,
    amount: object,
    *,
    weeks: int = 4,
    key: str = "social_workers",
    first: date = APRIL,
) -> None:
    """So much in each of so many weeks; of money once."""
    last = None if key == "money" else first + timedelta(days=7 * weeks - 1)
    line = Declaration(key, first, last, Decimal(str(amount)))
    await declare_capacity(lines=[line], actor=actor, now=NOW)


async def commit(world: World, agency_id: UUID, committed: object, **changes: Any) -> UUID:
    """A line of the operation, by its lead, from 6 April to 3 May unless said otherwise."""
    amount = Decimal(str(committed))
    usual = {
        "type_key": "social_workers",
        "requested": amount,
        "committed": amount,
        "from_on": APRIL,
        "until_on": APRIL + timedelta(days=27),
    }
    draft = resource(agency_id, **{**usual, **changes})
    return await add_resource(plan_id=world.contingency, draft=draft, actor=world.lead, now=NOW)
