"""Asking for a document, seeing how it stands, fetching it: always as its reader."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

import msgspec

from planning.errors import NotFound
from planning.history.actions import record_read
from planning.people.rules import Actor
from planning.transactions import connection, fetch_one, fetch_value, transaction
from service.documents.sources import SOURCES, Kind
from service.jobs.queue import NewJob, put_jobs

MAKE = "make document"


class State(StrEnum):
    """How far a document is."""

    WAITING = "waiting"
    MADE = "made"
    FAILED = "failed"


class Wanted(msgspec.Struct, frozen=True):
    """The payload of the job: whose document it is to make."""

    document_id: UUID
    reader_id: UUID


class DocumentSeen(msgspec.Struct, frozen=True):
    """A document that somebody asked for; `fault` says in words why it failed.

    `pages_set` tells while it waits how far it is, now and then.

    `subject_id` is the meeting, the operation, the report, or the plan version, whose plan is
    `plan_id`.
    """

    id: UUID
    kind: Kind
    subject_id: UUID
    plan_id: UUID | None
    version: int
    state: State
    asked_at: datetime
    fault: str | None
    made_at: datetime | None
    pages_set: int


_ASK = """
insert into document (
    id, compartment_id, compartment_ids, kind, subject_id, version, reader_id, content_hash,
    state, asked_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $9)
on conflict on constraint uq_document_content do update
set asked_at = excluded.asked_at, fault = null, pages_set = 0,
    state = case document.state when 'failed' then 'waiting' else document.state end
returning id
"""


async def ask(*, kind: Kind, subject_id: UUID, actor: Actor, now: datetime) -> UUID:
    """Have a document made of what the actor may read; its id.

    It stays what it was when it was asked for. Asked again for the same content it is the same
    document, and a failed one is tried again.
    Raises `NotFound`, or `Blocked` for minutes that are not approved.
    """
    async with transaction(actor.person_id):
        source = await SOURCES[kind](subject_id, actor, now, now)
        document_id = await fetch_value(
            _ASK,
            uuid4(),
            source.compartment_id,
            source.compartment_ids,
            kind,
            subject_id,
            source.version,
            actor.person_id,
            source.content_hash,
            now,
        )
        wanted = Wanted(UUID(str(document_id)), actor.person_id)
        await put_jobs(connection(), [NewJob(MAKE, msgspec.json.encode(wanted))])
        return wanted.document_id


async def document(*, document_id: UUID, actor: Actor) -> DocumentSeen:
    """How a document stands. Raises `NotFound`, also for who has lost access to any part of it."""
    async with transaction(actor.person_id):
        found = await fetch_one(
            DocumentSeen,
            "select id, kind, subject_id, version, state, asked_at, fault, made_at, pages_set,"
            " (select plan_id from plan_version v where v.id = subject_id) as plan_id"
            " from document where id = $1",
            document_id,
        )
        if found is None:
            raise NotFound
        return found


async def fetch_file(*, document_id: UUID, actor: Actor, now: datetime) -> bytes:
    """The PDF; a reading of a case is logged. Raises `NotFound`, also before it is made."""
    async with transaction(actor.person_id):
        row = await connection().fetchrow(
            "select kind, subject_id, compartment_id, pdf from document"
            " where id = $1 and state = 'made'",
            document_id,
        )
        if row is None:
            raise NotFound
        if row["compartment_id"]:
            await record_read(
                subject_kind=row["kind"],
                subject_id=row["subject_id"],
                compartment_id=row["compartment_id"],
                reader_id=actor.person_id,
                now=now,
            )
        return bytes(row["pdf"])
