"""Writes an incoming mail down, with the job that reads it, before its sender is told so."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import asyncpg

from planning.transactions import transaction, using
from service.jobs.queue import NewJob, put_jobs
from service.mail.incoming.addresses import Box, Recipient
from service.mail.incoming.limits import A_DAY, BYTES_A_DAY

READ = "read mail"
"""The job that sorts one kept mail; its payload is the id."""

_KEEP = """
insert into incoming_mail (
    id, received_at, envelope_from, recipient, token, utf8, body, fingerprint, attempts, state)
select id, $1, $2, recipient, token, $3, $4, $5, 0, 'received'
from unnest($6::uuid[], $7::text[], $8::text[]) as new (id, recipient, token)
on conflict do nothing
returning id
"""
_KNOWN_MESSAGE = (
    "select replace(return_token::text, '-', '') from mail_message where return_token = $1"
)
_KNOWN = {
    Box.MEETINGS: "select accord_organiser_token($1)",
    Box.CHECK: "update mail_check set asked_as = $1"
    " where lower(token) = lower($1) and ends_at > now() returning token",
}
_CUT = "update mail_check set cut_at = now() where ends_at > now()"
_FULL = """
select count(*) >= $4 or coalesce(sum(octet_length(body)), 0) >= $5
from incoming_mail where recipient = $1 and token = $2 and received_at > $3
"""
_TRACE = re.compile(
    rb"(?:(?:return-path|delivered-to|x-original-to|received):[^\r\n]*(?:\r\n[ \t][^\r\n]*)*\r\n)*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One message as handed in. `sender` is empty for a bounce."""

    sender: str
    recipients: Sequence[Recipient]
    utf8: bool
    body: bytes


async def known(pool: asyncpg.Pool, recipient: Recipient) -> Recipient | None:
    """The recipient with its token as we wrote it; `None`: there is no such address."""
    if recipient.box is Box.BOUNCES:
        token = await _known_message(pool, recipient.token)
    else:
        token = await pool.fetchval(_KNOWN[recipient.box], recipient.token)
    return Recipient(recipient.box, token) if token else None


async def is_full(pool: asyncpg.Pool, recipient: Recipient, *, now: datetime) -> bool:
    """Whether so much came to this one address in a day that its senders are to wait."""
    full: bool = await pool.fetchval(
        _FULL, recipient.box, recipient.token, now - timedelta(days=1), A_DAY, BYTES_A_DAY
    )
    return full


async def note_cut(pool: asyncpg.Pool) -> None:
    """Somebody asked for a check's address without its token, so the way cuts addresses."""
    await pool.execute(_CUT)


async def _known_message(pool: asyncpg.Pool, token: str) -> str | None:
    try:
        return_token = UUID(hex=token)
    except ValueError:
        return None
    found: str | None = await pool.fetchval(_KNOWN_MESSAGE, return_token)
    return found


async def keep(pool: asyncpg.Pool, arrival: Arrival, *, now: datetime) -> int:
    """Commit one row for each recipient and its job; the number that was not there already."""
    with using(pool):
        async with transaction(None) as connection:
            rows = await connection.fetch(
                _KEEP,
                now,
                arrival.sender,
                arrival.utf8,
                arrival.body,
                fingerprint(arrival.body),
                [uuid4() for _ in arrival.recipients],
                [recipient.box for recipient in arrival.recipients],
                [recipient.token for recipient in arrival.recipients],
            )
            await put_jobs(connection, [NewJob(READ, payload=row["id"].bytes) for row in rows])
    return len(rows)


def fingerprint(body: bytes) -> bytes:
    """What stays the same when a server hands the same message in again: all but its own lines.

    It writes how it came by the message on top, and that has the time of the attempt in it.
    """
    trace = _TRACE.match(body)
    return hashlib.sha256(body[trace.end() :] if trace else body).digest()
