"""Who has how much of each role: as agencies declared it, or else as the plan says."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from planning.capacity.rules.weeks import NOUGHT, Balance, Pair
from planning.people.rules import AgencyCategory
from planning.plans.rules.values import Content
from planning.surge.forecast.figures import Pool, Role

Known = tuple[float | None, ...]
TYPES = {
    AgencyCategory.SOCIAL_CARE: "social_workers",
    AgencyCategory.POLICE: "police_officers",
    AgencyCategory.HEALTH: "health_staff",
    AgencyCategory.VOLUNTARY: "voluntary_staff",
}
"""The type of resource that a category's people at meetings are; of others none is declared."""
GENERAL = tuple(role for role in Role if role is not Role.ATTENDING)
_IN_PLAN = {Role.CHAIRS: "chairs", Role.MINUTE_TAKERS: "minute_takers", Role.ROOMS: "rooms"}


class From(StrEnum):
    """Where the capacity of a pool is known from."""

    DECLARED = "declared"
    PLAN = "plan"
    NOBODY = "nobody"


class Giver(Struct, frozen=True):
    """An agency that may have some of it."""

    agency_id: UUID
    agency_name: str
    category: AgencyCategory


class Part(Struct, frozen=True):
    """What an agency has in each week, and which share of the work falls to it."""

    agency_id: UUID
    agency_name: str
    capacity: Known
    share: tuple[float, ...]


class Shared(Struct, frozen=True):
    """A pool, and the agencies that it falls to."""

    pool: Pool
    source: From
    parts: tuple[Part, ...]


def type_key(role: Role, category: AgencyCategory | None) -> str:
    """The type of resource that is declared for it, or ""."""
    if role is not Role.ATTENDING:
        return role.value
    return TYPES.get(category, "") if category else ""


def shared_pools(
    givers: Sequence[Giver],
    balances: Mapping[Pair, Balance],
    operation_id: UUID,
    surge: Content,
    days: Sequence[int],
) -> list[Shared]:
    """Chairs, minute takers, rooms and the like, then the people of each category."""
    categories = [one for one in AgencyCategory if any(giver.category is one for giver in givers)]
    wanted: list[tuple[Role, AgencyCategory | None]] = [(role, None) for role in GENERAL]
    wanted += [(Role.ATTENDING, category) for category in categories]
    found = []
    for role, category in wanted:
        key = type_key(role, category)
        able = [one for one in givers if category is None or one.category is category]
        there = [
            (one, _free(balances[one.agency_id, key], operation_id))
            for one in able
            if (one.agency_id, key) in balances
        ]
        declared = [one for one in there if any(amount is not None for amount in one[1])]
        if declared:
            found.append(_declared(role, category, declared))
        else:
            found.append(_of_nobody(role, category, able, _in_plan(role, surge, days)))
    return found


def _free(balance: Balance, operation_id: UUID) -> Known:
    """Declared, less what other operations commit; what this one commits is for this."""
    here = balance.committed.get(operation_id, [NOUGHT] * len(balance.declared))
    return tuple(
        None if declared is None else float(max(declared - every + own, NOUGHT))
        for declared, every, own in zip(balance.declared, balance.all, here, strict=True)
    )


def _declared(
    role: Role, category: AgencyCategory | None, there: Sequence[tuple[Giver, Known]]
) -> Shared:
    """The work falls to each according to what it has that week."""
    weeks = range(len(there[0][1]))
    known = [[one[week] for _, one in there if one[week] is not None] for week in weeks]
    sums = [sum(amount or 0.0 for amount in week) if week else None for week in known]
    return Shared(
        Pool(role, tuple(sums), category),
        From.DECLARED,
        tuple(
            Part(
                one.agency_id,
                one.agency_name,
                capacity,
                tuple(
                    (capacity[week] or 0.0) / total if (total := sums[week]) else 1 / len(there)
                    for week in weeks
                ),
            )
            for one, capacity in there
        ),
    )


def _of_nobody(
    role: Role, category: AgencyCategory | None, able: Sequence[Giver], there: Known
) -> Shared:
    """Where nobody declared any, it falls to social care, or in equal parts to the category."""
    mine = category or AgencyCategory.SOCIAL_CARE
    those = [one for one in able if one.category is mine]
    part = 1 / len(those) if those else 0.0
    each = tuple(None if amount is None else amount * part for amount in there)
    return Shared(
        Pool(role, there, category),
        From.NOBODY if there[0] is None else From.PLAN,
        tuple(Part(one.agency_id, one.agency_name, each, (part,) * len(there)) for one in those),
    )


def _in_plan(role: Role, surge: Content, days: Sequence[int]) -> Known:
    """What the plan's surge section says; of rooms it says how many there are each day."""
    said = plan_number(surge, _IN_PLAN.get(role, ""))
    return tuple(None if said is None else said * (count if role is Role.ROOMS else 1)
                 for count in days)  # fmt: skip


def plan_number(content: Content, key: str) -> float | None:
    """A number that a section of the plan says."""
    written = content.get(key)
    if not isinstance(written, str):
        return None
    try:
        number = Decimal(written)
    except InvalidOperation:
        return None
    return float(number) if number.is_finite() else None
