"""Delivers what is due, in order, and records how it went.

`queued → attempting(n) → accepted | failed`. A message is claimed before it is sent and recorded
after; a worker that dies between the two leaves it claimed, and it is sent again, byte for byte
the same, when the claim ends (design: calendar, Delivery promise).
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg

from service.jobs.faults import LOST_DATABASE
from service.mail.metrics import ATTEMPTS
from service.mail.smtp import Attempt, Sender, Verdict

BATCH = 10
CLAIM = timedelta(minutes=15)
"""Longer than a batch can take: ten messages of a minute each."""
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=3)
"""For a recipient that the server keeps putting off; an unreachable server loses nothing."""
RECORD_PAUSES = (0.2, 0.5, 1, 2, 4, 8, 15, 30)
"""Seconds between attempts to write down what became of a message."""

_DUE = """
    message.state in ('queued', 'attempting') and message.next_attempt_at <= $1
    and not exists (
        select from mail_message earlier
        where earlier.subject_id = message.subject_id
          and earlier.recipient_id = message.recipient_id
          and earlier.state in ('queued', 'attempting')
          and (earlier.sequence, earlier.queued_at) < (message.sequence, message.queued_at))
"""
_ANY_DUE = f"select exists (select from mail_message message where {_DUE})"
_CLAIM = f"""
with due as (
    select message.id from mail_message message where {_DUE}
    order by message.next_attempt_at, message.sequence, message.id
    limit $2 for update of message skip locked)
update mail_message set state = 'attempting', attempts = attempts + 1, next_attempt_at = $3,
    claim = gen_random_uuid()
from due where mail_message.id = due.id
returning mail_message.id, address, body, attempts, queued_at
"""
_RECORD = """
update mail_message set
    state = $2, claim = null, next_attempt_at = $3, last_error = $4, accepted_at = $5,
    body = case when $2 <> 'queued' and kind in ('account_invitation', 'account_password_reset')
                then ''::bytea else body end
where id = $1 and state = 'attempting' and attempts = $6
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that this worker may send now. `attempts` counts this attempt too."""

    id: UUID
    address: str
    body: bytes
    attempts: int
    queued_at: datetime


async def is_any_due(pool: asyncpg.Pool, *, now: datetime) -> bool:
    """Whether a message waits whose time has come."""
    return bool(await pool.fetchval(_ANY_DUE, now))


async def deliver_due(
    pool: asyncpg.Pool,
    *,
    sender: Callable[[], Sender],
    clock: Callable[[], datetime],
    stopping: asyncio.Event,
) -> int:
    """Send every message that is due; the number of attempts. Ends early when `stopping` is set.

    To one person about one subject the next message is claimed only when the one before is done:
    a CANCEL never overtakes its REQUEST.
    """
    tried = 0
    async with sender() as connection:
        while not stopping.is_set() and (batch := await _claim(pool, clock())):
            tried += len(batch)
            if not await _send_batch(pool, connection, batch, clock):
                break
    return tried


async def _send_batch(
    pool: asyncpg.Pool, connection: Sender, batch: list[Claimed], clock: Callable[[], datetime]
) -> bool:
    """Whether the server could be used; once it cannot, the rest of the batch waits too."""
    unusable: Attempt | None = None
    for message in batch:
        attempt = unusable or await connection.send(message.address, message.body)
        unusable = None if attempt.reachable else attempt
        await _record(pool, message, attempt, clock())
    return unusable is None


async def _claim(pool: asyncpg.Pool, now: datetime) -> list[Claimed]:
    rows = await pool.fetch(_CLAIM, now, BATCH, now + CLAIM)
    return [Claimed(**dict(row)) for row in rows]


async def _record(pool: asyncpg.Pool, message: Claimed, attempt: Attempt, now: datetime) -> None:
    """Persists through a restart of PostgreSQL: what is forgotten here is sent a second time."""
    state = _state_after(message, attempt, now)
    values = (
        message.id,
        state,
        now + wait_after(message.attempts),
        attempt.reason or None,
        now if state == "accepted" else None,
        message.attempts,
    )
    for pause in RECORD_PAUSES:
        with suppress(*LOST_DATABASE):
            await pool.execute(_RECORD, *values)
            break
        await asyncio.sleep(pause)
    else:
        await pool.execute(_RECORD, *values)
    ATTEMPTS.labels(outcome=state).inc()


def _state_after(message: Claimed, attempt: Attempt, now: datetime) -> str:
    if attempt.verdict is Verdict.ACCEPTED:
        return "accepted"
    too_old = attempt.reachable and now - message.queued_at >= GIVE_UP_AFTER
    return "failed" if attempt.verdict is Verdict.NEVER or too_old else "queued"


def wait_after(attempts: int) -> timedelta:
    """The pause after attempt number `attempts`: 1, 2, 4 … minutes, an hour at most."""
    doublings = min(attempts - 1, 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
