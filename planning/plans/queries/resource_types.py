"""The types of resource, which every signed-in person may read."""

import msgspec

from planning.errors import NotFound
from planning.people.rules import Actor
from planning.plans.rules.resource_types import Per
from planning.transactions import fetch_all, fetch_one, transaction


class TypeSeen(msgspec.Struct, frozen=True):
    """A type of resource; closed ones are offered no more but stay on the lines that have them."""

    key: str
    words: str
    unit: str
    per: Per
    is_open: bool


_TYPES = "select key, words, unit, per, closed_at is null as is_open from resource_type"


async def resource_types(*, actor: Actor) -> list[TypeSeen]:
    """Every type, open ones first, then by words; "other" comes last."""
    async with transaction(actor.person_id):
        return await fetch_all(
            TypeSeen,
            f"{_TYPES} order by closed_at is not null, key = 'other', words",
        )


async def resource_type(*, key: str, actor: Actor) -> TypeSeen:
    """One open type that can be changed. Raises `NotFound`."""
    async with transaction(actor.person_id):
        found = await type_of(key)
        if found is None or key == "other":
            raise NotFound
        return found


async def type_of(key: str) -> TypeSeen | None:
    """An open type, or `None`; inside an open transaction."""
    return await fetch_one(TypeSeen, f"{_TYPES} where key = $1 and closed_at is null", key)
