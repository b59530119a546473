"""Makes documents in the worker, each with its reader's eyes."""

import asyncio
import contextlib
from datetime import datetime
from functools import partial
from uuid import UUID

import asyncpg
import msgspec

from planning import clock
from planning.errors import PlanningError
from planning.people.queries import actor_of
from planning.transactions import execute, fetch_one, fetch_value, transaction, using
from service.documents.asking import MAKE, State, Wanted
from service.documents.content import Sheet
from service.documents.pdf import DocumentFailed, Told, make_pdf
from service.documents.sources import SOURCES, Kind, Source
from service.jobs.queue import NewJob, put_jobs
from service.jobs.registry import Handler, JobContext, Jobs, Schedule
from service.pages.presenters.dates import short_moment

SECONDS = 60
FORGET = "forget documents"
_CHANGED = "What you can read has changed since. Ask for the document again."


_WAITING = """
select kind, subject_id, content_hash, asked_at from document where id = $1 and state = 'waiting'
"""
_KEEP = """
update document set state = $2, pdf = $3, fault = $4, made_at = $5
where id = $1 and state = 'waiting'
"""


class _Row(msgspec.Struct, frozen=True):
    kind: Kind
    subject_id: UUID
    content_hash: bytes
    asked_at: datetime


def document_jobs() -> Jobs:
    """Making documents at once, and forgetting old ones each hour."""
    return Jobs(
        (Handler(MAKE, _make, concurrency=2), Handler(FORGET, _forget, concurrency=1)),
        (Schedule(FORGET, "41 * * * *", _queue_forgetting),),
    )


async def _make(payload: bytes, context: JobContext) -> None:
    wanted = msgspec.json.decode(payload, type=Wanted)
    with using(context.pool):
        html = await _html(wanted, clock.now())
        if html:
            await _keep(wanted, *await _made(html, partial(_tell, wanted)))


async def _html(wanted: Wanted, now: datetime) -> str:
    """The page to print, or "" when there is nothing to do (any more)."""
    async with transaction(wanted.reader_id):
        row = await fetch_one(_Row, _WAITING, wanted.document_id)
        if row is None:
            return ""
        actor = await actor_of(wanted.reader_id)
        source = await SOURCES[row.kind](row.subject_id, actor, now, row.asked_at)
        if source.content_hash != row.content_hash:
            await _keep(wanted, None, _CHANGED)
            return ""
        agency = await fetch_value("select name from agency where id = $1", actor.agency_id)
        sheet = _sheet(row.kind, source, f"{actor.name}, {agency}", now)
        return await asyncio.to_thread(source.html, sheet)


def _sheet(kind: Kind, source: Source, reader: str, now: datetime) -> Sheet:
    return Sheet(
        title=kind.value.capitalize(),
        version=source.version_words,
        reader=reader,
        made_at=short_moment(now),
        reference=source.reference,
    )


async def _made(html: str, told: Told) -> tuple[bytes | None, str | None]:
    try:
        return await make_pdf(html, timeout=SECONDS, told=told), None
    except DocumentFailed as failure:
        return None, f"{failure}."


async def _tell(wanted: Wanted, pages: int) -> None:
    """How far it is, for who waits; a document is not lost because this could not be said."""
    with contextlib.suppress(asyncpg.PostgresError, OSError, PlanningError):
        async with transaction(wanted.reader_id):
            await execute(
                "update document set pages_set = $2 where id = $1 and state = 'waiting'",
                wanted.document_id, pages,
            )  # fmt: skip


async def _keep(wanted: Wanted, pdf: bytes | None, fault: str | None) -> None:
    """Write how it ended; nothing when the reader has lost access meanwhile."""
    async with transaction(wanted.reader_id):
        await execute(
            _KEEP,
            wanted.document_id,
            State.MADE if pdf else State.FAILED,
            pdf,
            fault,
            clock.now() if pdf else None,
        )


async def _forget(_payload: bytes, context: JobContext) -> None:
    """Remove documents asked for more than a day ago: the policy lets no other go."""
    await context.pool.execute("delete from document")


async def _queue_forgetting(context: JobContext) -> None:
    async with context.pool.acquire() as connection:
        await put_jobs(connection, [NewJob(FORGET, key=FORGET)])
