"""A test message that goes the way of all mail: outbox, worker, mail server."""

import asyncio
import time
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_urlsafe
from uuid import UUID, uuid4

import asyncpg

from planning import clock
from planning.transactions import transaction, using
from service.jobs.queue import NewJob, put_jobs
from service.mail.envelopes import CJSM
from service.mail.identity import MailIdentity
from service.mail.incoming.addresses import Box
from service.mail.outgoing import DELIVER, Outgoing
from service.mail.rendering import Check, render_check

LASTS = timedelta(minutes=10)
"""How long an address of a check exists."""
_LOOK = 0.25
_QUEUE = """
insert into mail_message (
    id, kind, subject_id, sequence, address, message_id, body, channel,
    state, attempts, next_attempt_at, queued_at, turn_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, 'queued', 0, $9, $9, $9)
"""
_MAKE = "insert into mail_check (token, made_at, ends_at) values ($1, $2, $3)"
_FORGET = "delete from mail_check where ends_at < $1"
_STATE = """
select state, attempts, last_error,
    (select reason from mail_server_state
     where server = case message.channel when 'cjsm' then $2 else 'ordinary' end) as server_reason
from mail_message message where id = $1
"""
_ARRIVED = """
select body, settled_at is not null as handled, asked_as, cut_at is not null as cut
from mail_check left join incoming_mail on recipient = 'check' and incoming_mail.token = $1
where mail_check.token = $1
"""
_WITHDRAW = """
update mail_message set state = 'failed', last_error = 'nobody waits for this test any more'
where id = $1 and state = 'queued'
"""


@dataclass(frozen=True, slots=True)
class Departure:
    """What became of a test message. `problem` says why it waits or failed."""

    state: str
    attempts: int
    problem: str | None


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a test message came back: its bytes, and the token as a server wrote it.

    `cut`: a server asked for the address without its token; `handled`: the worker has read it.
    """

    body: bytes | None
    asked_as: str | None
    cut: bool
    handled: bool


@dataclass(frozen=True, slots=True)
class Trials:
    """Sends test messages as this installation sends mail. `cjsm` names the server that has it."""

    pool: asyncpg.Pool
    outgoing: Outgoing
    cjsm: str = "ordinary"

    @property
    def identity(self) -> MailIdentity:
        """Whose mail it is."""
        return self.outgoing.identity

    async def queue(self, address: str, *, with_calendar: bool) -> tuple[UUID, bytes]:
        """Put one into the outbox; its id and bytes."""
        now, mail_id = clock.now(), uuid4()
        check = Check(uuid4(), address, with_calendar)
        mail = render_check(check, identity=self.identity, now=now)
        (body,) = await self.outgoing.signed([mail.body])
        channel = "cjsm" if address.lower().endswith(CJSM) else "ordinary"
        with using(self.pool):
            async with transaction(None) as connection:
                await connection.execute(
                    _QUEUE, mail_id, mail.kind, mail.subject_id, mail.sequence, address,
                    mail.message_id, body, channel, now,
                )  # fmt: skip
                await put_jobs(connection, [NewJob(DELIVER)])
        return mail_id, body

    async def address(self) -> tuple[str, str]:
        """An address of ours that exists for `LASTS`, and its token."""
        now, token = clock.now(), token_urlsafe(24)
        await self.pool.execute(_FORGET, now - LASTS)
        await self.pool.execute(_MAKE, token, now, now + LASTS)
        return f"{Box.CHECK}+{token}@{self.identity.domain}", token

    async def departure(self, mail_id: UUID, *, seconds: float) -> Departure:
        """Once it left, failed or `seconds` are over; then it is taken back if that can be."""
        until = time.monotonic() + seconds
        while True:
            seen = await self._departure(mail_id)
            if seen.state not in {"queued", "attempting"}:
                return seen
            if time.monotonic() > until:
                await self.pool.execute(_WITHDRAW, mail_id)
                return seen
            await asyncio.sleep(_LOOK)

    async def arrival(self, token: str, mail_id: UUID, *, seconds: float) -> Arrival:
        """Once it was kept and read, came back, or `seconds` are over."""
        until = time.monotonic() + seconds
        while True:
            seen = Arrival(**dict(await self.pool.fetchrow(_ARRIVED, token)))
            bounced = (await self._departure(mail_id)).state == "bounced"
            if seen.handled or bounced or time.monotonic() > until:
                return seen
            await asyncio.sleep(_LOOK)

    async def _departure(self, mail_id: UUID) -> Departure:
        row = await self.pool.fetchrow(_STATE, mail_id, self.cjsm)
        return Departure(row["state"], row["attempts"], row["last_error"] or row["server_reason"])
