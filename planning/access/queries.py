"""Who is in a compartment, and what was done and read there."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.history.rules import EventSeen, ReadSeen
from planning.people.rules import Actor
from planning.transactions import fetch_all, fetch_value, transaction

PAGE = 50


class Member(msgspec.Struct, frozen=True):
    """A live membership."""

    person_id: UUID
    name: str
    agency_name: str
    reason: str
    from_at: datetime
    until_at: datetime | None


async def members_of(*, compartment_id: UUID, actor: Actor) -> list[Member]:
    """Live members by name; empty for a compartment that the actor is not in."""
    async with transaction(actor.person_id):
        return await fetch_all(
            Member,
            "select m.person_id, p.name, a.name as agency_name, m.reason, m.from_at, m.until_at"
            " from membership m join person p on p.id = m.person_id"
            " join agency a on a.id = p.agency_id"
            " where m.compartment_id = $1 and m.ended_at is null"
            " and (m.until_at is null or m.until_at > accord_now())"
            " order by p.name, m.from_at",
            compartment_id,
        )


async def is_in(compartment_id: UUID) -> bool:
    """Whether the transaction's actor is in the compartment now."""
    return bool(await fetch_value("select true from compartment where id = $1", compartment_id))


async def history_of(*, subject_id: UUID, actor: Actor, limit: int = PAGE) -> list[EventSeen]:
    """What was done to a thing, newest first, as far as the actor may know it."""
    async with transaction(actor.person_id):
        return await fetch_all(
            EventSeen,
            "select h.happened_at, p.name as actor_name, h.act, h.detail"
            " from history_event h left join person p on p.id = h.actor_id"
            " where h.subject_id = $1 order by h.happened_at desc, h.id limit $2",
            subject_id, limit,
        )  # fmt: skip


async def readers_of(*, subject_id: UUID, actor: Actor, limit: int = PAGE) -> list[ReadSeen]:
    """Who has read a record, newest first (the chair sees who has read)."""
    async with transaction(actor.person_id):
        return await fetch_all(
            ReadSeen,
            "select r.read_at, p.name as person_name, a.name as agency_name"
            " from record_read r join person p on p.id = r.person_id"
            " join agency a on a.id = p.agency_id"
            " where r.subject_id = $1 order by r.read_at desc, r.id limit $2",
            subject_id, limit,
        )  # fmt: skip
