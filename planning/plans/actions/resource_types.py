"""Keeping the types of resource: an administrator's acts."""

from datetime import datetime
from typing import Any

from piccolo.columns import Column

from planning.constraints import SENTENCES
from planning.errors import Blocked, Blocker, Invalid, NotFound
from planning.history.actions import record
from planning.history.rules import Event
from planning.operations.rules import clean
from planning.people.rules import Actor, Role, require_role
from planning.plans.rules.lines import OTHER
from planning.plans.rules.resource_types import NewType, TypeDraft, key_of, type_faults
from planning.plans.tables import ResourceType
from planning.transactions import fetch_value, transaction


async def add_resource_type(*, draft: NewType, actor: Actor, now: datetime) -> str:
    """Add a type; its key. Raises `Blocked` when there is one of that name."""
    _check(draft, actor)
    key = key_of(draft.words)
    async with transaction(actor.person_id):
        await _check_name(draft, key, but="")
        await ResourceType.insert(
            ResourceType(
                key=key,
                words=clean(draft.words),
                unit=clean(draft.unit),
                per=draft.per,
                closed_at=None,
            )
        )
        await _tell("resource_type.added", key, actor, now)
        return key


async def change_resource_type(*, key: str, draft: TypeDraft, actor: Actor, now: datetime) -> None:
    """Word a type otherwise; lines that have it keep the words that were signed."""
    _check(draft, actor)
    async with transaction(actor.person_id):
        await _check_name(draft, key, but=key)
        await _write(key, {"words": clean(draft.words), "unit": clean(draft.unit)})
        await _tell("resource_type.changed", key, actor, now)


async def close_resource_type(*, key: str, actor: Actor, now: datetime) -> None:
    """Offer a type no more; what has it keeps it. Raises `NotFound` if it is closed."""
    require_role(actor, Role.ADMINISTRATOR)
    async with transaction(actor.person_id):
        await _write(key, {"closed_at": now})
        await _tell("resource_type.closed", key, actor, now)


def _check(draft: TypeDraft, actor: Actor) -> None:
    require_role(actor, Role.ADMINISTRATOR)
    faults = type_faults(draft)
    if faults:
        raise Invalid(faults)


async def _check_name(draft: TypeDraft, key: str, *, but: str) -> None:
    if await fetch_value(
        "select true from resource_type where (words = $1 or key = $2) and key <> $3",
        clean(draft.words), key, but,
    ):  # fmt: skip
        raise Blocked([Blocker(SENTENCES["uq_resource_type_words"], "words")])


async def _write(key: str, values: dict[Column | str, Any]) -> None:
    written = (
        await ResourceType.update(values)
        .where(ResourceType.key == key, ResourceType.key != OTHER, ResourceType.closed_at.is_null())
        .returning(ResourceType.key)
    )
    if not written:
        raise NotFound


async def _tell(act: str, key: str, actor: Actor, now: datetime) -> None:
    told = Event(act, "resource_type", None, None, {"key": key})
    await record([told], actor_id=actor.person_id, now=now)
