"""Whether a mail server can be used, kept where all workers and pages see it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

import asyncpg
import structlog

from service.mail.metrics import UNUSABLE
from service.mail.smtp import MailServer

PROBE = timedelta(seconds=10)
"""How often an unusable server is offered one message."""
MOST_DOUBTS = 5
"""Different messages left without an answer, one after the other, that make a server unusable."""

ServerName = Literal["ordinary", "cjsm"]
log = structlog.get_logger("accord.mail")

_OPEN = """
update mail_server_state set unusable_since = $2, reason = $3, next_probe_at = $4
where server = $1 and unusable_since is null
returning true
"""
_DOUBT = """
update mail_server_state set doubts = doubts + 1, doubted = $2
where server = $1 and unusable_since is null and doubted is distinct from $2
returning doubts
"""
_CLOSE = """
update mail_server_state state set
    unusable_since = null, reason = null, doubts = 0, doubted = null
from (select * from mail_server_state where server = $1 for update) before
where state.server = before.server
returning before.unusable_since is not null
"""
_UNUSABLE = """
select server, reason from mail_server_state where unusable_since is not null order by server desc
"""


@dataclass(frozen=True, slots=True)
class Route:
    """One of our mail servers and the channels whose mail goes by it."""

    name: ServerName
    channels: tuple[str, ...]
    server: MailServer


@dataclass(frozen=True, slots=True)
class Rate:
    """A limit a minute, over all workers: no 60 seconds see more messages than it says."""

    per_minute: int

    @property
    def burst(self) -> float:
        """Messages that may leave at once after a pause."""
        return max(1.0, self.per_minute / 12)

    @property
    def each_second(self) -> float:
        """What is added to the allowance in a second."""
        return max(self.per_minute - self.burst, self.per_minute / 2) / 60


async def mark_unusable(pool: asyncpg.Pool, name: str, reason: str, *, now: datetime) -> None:
    """Nothing but probes is handed in from now on; said once."""
    if await pool.fetchval(_OPEN, name, now, reason[:200], now + PROBE):
        log.warning("mail server unusable", server=name, reason=reason)
    UNUSABLE.labels(server=name).set(1)


async def mark_doubted(
    pool: asyncpg.Pool, name: str, message_id: UUID, reason: str, *, now: datetime
) -> None:
    """A message was left without an answer; many different ones in a row are the server's fault."""
    doubts = await pool.fetchval(_DOUBT, name, message_id)
    if doubts is not None and doubts >= MOST_DOUBTS:
        await mark_unusable(pool, name, reason, now=now)


async def mark_usable(pool: asyncpg.Pool, name: str) -> None:
    """It answered as servers do: everything flows again; said once."""
    if await pool.fetchval(_CLOSE, name):
        log.info("mail server usable again", server=name)
    UNUSABLE.labels(server=name).set(0)


async def server_troubles(url: str) -> list[str]:
    """What keeps mail from leaving now, in words, as the database at `url` tells."""
    connection = await asyncpg.connect(url, timeout=10)
    try:
        unusable = await connection.fetch(_UNUSABLE)
    finally:
        await connection.close()
    return [
        f"The {one['server']} mail server cannot be used ({one['reason']}): mail waits for it."
        for one in unusable
    ]
