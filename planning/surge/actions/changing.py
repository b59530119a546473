"""Changing what a batch asks for: what is left out, pinned, where, and by which rules."""

from datetime import datetime
from uuid import UUID

from planning.clock import in_london
from planning.errors import Blocker, Invalid, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.people.rules import Actor, Role, require_role
from planning.procedures.queries import closed_days
from planning.surge.reading import lock_open, meeting_of, sites
from planning.surge.rules.batches import BatchRules, Pin, rules_faults
from planning.surge.rules.grid import pin_faults
from planning.transactions import execute, fetch_value, to_json, transaction

_ROOM_SITE = "select site from room where id = $1 and closed_at is null and not is_virtual"


async def exclude_meeting(
    *, batch_id: UUID, meeting_id: UUID, excluded: bool = True, actor: Actor, now: datetime
) -> None:
    """Leave a meeting of the batch out, or take it in again; it goes on waiting."""
    async with transaction(actor.person_id):
        await _lock(batch_id, meeting_id, actor)
        await execute(
            "update surge_batch_meeting set excluded = $2 where id = $1", meeting_id, excluded
        )
        await _record("excluded" if excluded else "included", batch_id, actor, now)


async def pin_meeting(
    *, batch_id: UUID, meeting_id: UUID, pin: Pin, actor: Actor, now: datetime
) -> None:
    """Hold a meeting to a time, and to a room, which brings its site.

    Without a room it meets online. Raises `Blocked` for a time that the batch cannot use and for
    a room that is not there.
    """
    async with transaction(actor.person_id):
        rules = await _lock(batch_id, meeting_id, actor)
        site = await fetch_value(_ROOM_SITE, pin.room_id)
        faults = pin_faults(pin, rules, await closed_days(), now)
        if pin.room_id is not None and site is None:
            faults.append(Blocker("Choose a room from the list.", "room_id"))
        block_if(faults)
        await execute(
            "update surge_batch_meeting set pinned_at = $2, pinned_room_id = $3, site = $4"
            " where id = $1",
            meeting_id, in_london(pin.on, pin.starts), pin.room_id, site,
        )  # fmt: skip
        await _record("pinned", batch_id, actor, now)


async def unpin_meeting(*, batch_id: UUID, meeting_id: UUID, actor: Actor, now: datetime) -> None:
    """Let the solver place a meeting again."""
    async with transaction(actor.person_id):
        await _lock(batch_id, meeting_id, actor)
        await execute(
            "update surge_batch_meeting set pinned_at = null, pinned_room_id = null where id = $1",
            meeting_id,
        )
        await _record("unpinned", batch_id, actor, now)


async def set_site(
    *, batch_id: UUID, meeting_id: UUID, site: str | None, actor: Actor, now: datetime
) -> None:
    """Have people meet at a site, in any room of it, or online; a pin elsewhere is taken off."""
    async with transaction(actor.person_id):
        await _lock(batch_id, meeting_id, actor)
        if site is not None and site not in await sites():
            block_if([Blocker("Choose a site from the list, or meet online.", "site")])
        await execute(
            "update surge_batch_meeting set site = $2, pinned_at = null, pinned_room_id = null"
            " where id = $1 and site is distinct from $2",
            meeting_id, site,
        )  # fmt: skip
        await _record("placed", batch_id, actor, now)


async def set_rules(*, batch_id: UUID, rules: BatchRules, actor: Actor, now: datetime) -> None:
    """Say how long meetings last and what else the batch may use. Raises `Invalid`."""
    require_role(actor, Role.SCHEDULER)
    faults = rules_faults(rules)
    if faults:
        raise Invalid(faults)
    async with transaction(actor.person_id):
        await lock_open(batch_id)
        await execute(
            "update surge_batch set rules = $2::jsonb where id = $1", batch_id, to_json(rules)
        )
        await _record("rules_set", batch_id, actor, now)


async def _lock(batch_id: UUID, meeting_id: UUID, actor: Actor) -> BatchRules:
    require_role(actor, Role.SCHEDULER)
    batch = await lock_open(batch_id)
    await meeting_of(batch_id, meeting_id)
    return batch.rules


async def _record(what: str, batch_id: UUID, actor: Actor, now: datetime) -> None:
    await record(
        [Event(f"surge.{what}", "surge_batch", batch_id)], actor_id=actor.person_id, now=now
    )
