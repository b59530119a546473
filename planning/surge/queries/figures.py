"""What a forecast of an operation is made from, as far as its reader may know."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from planning.capacity.queries.reading import read_balances, type_words
from planning.clock import today
from planning.errors import NotFound
from planning.operations.queries import required_agencies
from planning.people.rules import AgencyCategory
from planning.plans.queries.resource_types import TypeSeen
from planning.plans.rules.values import Content
from planning.procedures.queries import closed_days
from planning.surge.forecast import Role, Victims
from planning.surge.forecast.given import Given, given
from planning.surge.queries.history import surge_history
from planning.surge.rules.calendar import Calendar, calendar
from planning.surge.rules.pools import (
    TYPES,
    Giver,
    Shared,
    plan_number,
    shared_pools,
)
from planning.transactions import fetch_all, fetch_one


class Inputs(Struct, frozen=True):
    """The operation, its weeks, its figures, and who has what; `surge` is the plan's section."""

    operation_id: UUID
    calendar: Calendar
    given: Given
    pools: list[Shared]
    surge: Content
    types: dict[str, TypeSeen]


class _About(Struct, frozen=True):
    planned_live_on: date | None
    live_at: datetime | None
    victims_known: int
    victims_suspected: int
    victims_planning: int


class _Written(Struct, frozen=True):
    key: str
    content: Content


_ABOUT = """
select planned_live_on, live_at, victims_known, victims_suspected, victims_planning
from operation where id = $1
"""
# The sections as they stand now; of a template that moved one into the police-sensitive tier,
# nothing is read, so that the forecast is the same for every reader.
_WRITTEN = """
select s.key, s.content from plan_section s join plan p on p.id = s.plan_id
where p.operation_id = $1 and s.compartment_id = s.plan_compartment_id
  and (p.kind, s.key) in (('contingency', 'surge'), ('victim_support', 'key_workers'))
"""


async def read_inputs(operation_id: UUID, now: datetime, surge: Content | None = None) -> Inputs:
    """Inside an open transaction; `surge`: another text of the section. Raises `NotFound`."""
    about = await fetch_one(_About, _ABOUT, operation_id)
    if about is None:
        raise NotFound
    closed = await closed_days()
    weeks = calendar(
        live=today(about.live_at) if about.live_at else None,
        planned=about.planned_live_on,
        today=today(now),
        closed=closed,
    )
    written = {one.key: one.content for one in await fetch_all(_Written, _WRITTEN, operation_id)}
    section = written.get("surge", {}) if surge is None else surge
    victims = Victims(about.victims_known, about.victims_suspected, about.victims_planning)
    ratio = plan_number(written.get("key_workers", {}), "ratio")
    return Inputs(
        operation_id=operation_id,
        calendar=weeks,
        given=given(victims, await surge_history(today(now), closed), ratio),
        pools=await _pools(operation_id, weeks, section),
        surge=section,
        types=await type_words(),
    )


async def _pools(operation_id: UUID, weeks: Calendar, surge: Content) -> list[Shared]:
    givers = [
        Giver(one.agency_id, one.agency_name, one.category)
        for one in await required_agencies(operation_id)
    ]
    balances = await read_balances(
        weeks.weeks, [one.agency_id for one in givers], _type_keys(givers)
    )
    return shared_pools(givers, balances, operation_id, surge, weeks.days)


def _type_keys(givers: Sequence[Giver]) -> list[str]:
    general = [role.value for role in Role if role is not Role.ATTENDING]
    categories: set[AgencyCategory] = {one.category for one in givers}
    return [*general, *(key for category, key in TYPES.items() if category in categories)]
