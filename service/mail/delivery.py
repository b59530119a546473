"""Delivers what is due, in order, over a few connections at once.

`queued → attempting(n) → accepted | failed` (design: calendar, Delivery promise). Nothing here
keeps a message in memory only: what is in hand is claimed (see `claims`), what became of it is
written down until it is written down.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import chain, repeat
from typing import TypeVar

import asyncpg
import structlog

from planning import clock
from service.jobs.faults import LOST_DATABASE
from service.jobs.registry import JobContext
from service.mail.attempts import Attempt, Verdict
from service.mail.backoff import dot_seconds
from service.mail.bell import Bell
from service.mail.claims import GRACE, Held, claim_next, record, withhold_pointless
from service.mail.envelopes import Letter, by_cjsm
from service.mail.holds import Holds
from service.mail.identity import MailIdentity
from service.mail.metrics import ACCEPTED_AFTER, ATTEMPTS, OLDEST, WAITING
from service.mail.servers import Rate, Route, mark_doubted, mark_unusable, mark_usable
from service.mail.smtp import Patience, Sender

SWEEP = 3.0
"""Seconds between looks for mail that no job told of: due again, or left by a dead worker."""
RENEW = 8.0
IDLE = 20.0
"""Seconds without mail after which a connection is closed."""
MOST_PER_CONNECTION = 100
LATE_PAUSES = 300
_PROTECTED = frozenset({"tls", "cjsm"})
_WAITING = """
select count(*) as waiting, coalesce(extract(epoch from $1 - min(queued_at)), 0)::float as oldest
from mail_message where state in ('queued', 'attempting')
"""

log = structlog.get_logger("accord.mail")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Manner:
    """How this installation delivers."""

    identity: MailIdentity
    rate: Rate
    patience: Patience = field(default_factory=Patience)
    grace: timedelta = GRACE
    clock: Callable[[], datetime] = clock.now


class Lane:
    """One connection to one server, and the message that it carries."""

    def __init__(self, route: Route, manner: Manner, holds: Holds, pool: asyncpg.Pool) -> None:
        self._route = route
        self._manner = manner
        self._holds = holds
        self._pool = pool
        self._last = 0.0
        self._sender = Sender(
            route.server, greeting=manner.identity.domain, patience=manner.patience
        )

    async def run(self, bell: Bell, stopping: asyncio.Event) -> None:
        """Until told to stop; no fault of one message or of the database ends a lane."""
        while not stopping.is_set():
            ringing = bell.next()
            try:
                await self.send_due(stopping)
            except LOST_DATABASE as lost:
                log.warning("delivery lost the database", kind=type(lost).__name__)
            except Exception as failure:  # noqa: BLE001 - the claim ends and it is tried again
                log.warning("delivery failed", kind=type(failure).__name__)
                await self.close()
            await ringing.heard(SWEEP)
            if time.monotonic() - self._last > IDLE:
                await self.close()
        await self.close()

    async def send_due(self, stopping: asyncio.Event) -> int:
        """Hand in one after the other until nothing is due; the number of attempts."""
        tried = 0
        while not stopping.is_set():
            since = time.monotonic()
            held = await self._claim()
            if held is None:
                break
            self._holds.take(held, since=since)
            try:
                await self._deliver(held)
            finally:
                self._holds.drop(held)
            tried += 1
        return tried

    async def close(self) -> None:
        """Take leave of the server; the next message opens a new connection."""
        await self._sender.close()

    async def _claim(self) -> Held | None:
        return await claim_next(
            self._pool,
            server=self._route.name,
            channels=self._route.channels,
            rate=self._manner.rate,
            now=self._manner.clock(),
            grace=self._manner.grace,
        )

    async def _deliver(self, held: Held) -> None:
        attempt = await self._sender.send(
            self._letter(held),
            may_go=lambda: self._holds.is_ours(held),
            dot=dot_seconds(held.attempts, self._manner.patience.dot),
        )
        if held.probing and attempt.verdict is Verdict.IN_DOUBT:
            attempt = replace(attempt, verdict=Verdict.UNUSABLE)
        await self._settle(held, attempt)
        self._last = time.monotonic()
        if self._sender.sent >= MOST_PER_CONNECTION:
            await self.close()

    def _letter(self, held: Held) -> Letter:
        return Letter(
            sender=self._manner.identity.return_path(held.return_token),
            recipient=by_cjsm(held.address) if held.channel == "cjsm" else held.address,
            body=held.body,
            protected=held.channel in _PROTECTED,
        )

    async def _settle(self, held: Held, attempt: Attempt) -> None:
        """The server's state first where it keeps the message from being claimed again at once."""
        now, name = self._manner.clock(), self._route.name
        if attempt.verdict is Verdict.UNUSABLE:
            await surely(lambda: mark_unusable(self._pool, name, attempt.reason, now=now))
        state = await surely(lambda: record(self._pool, held, attempt, now=now))
        ATTEMPTS.labels(outcome=state or "taken over").inc()
        if state == "accepted":
            ACCEPTED_AFTER.observe((now - held.queued_at).total_seconds())
        if attempt.verdict is Verdict.IN_DOUBT:
            await surely(lambda: mark_doubted(self._pool, name, held.id, attempt.reason, now=now))
        elif attempt.verdict in _ANSWERED and (held.probing or held.suspect):
            await surely(lambda: mark_usable(self._pool, name))


_ANSWERED = frozenset({Verdict.ACCEPTED, Verdict.LATER, Verdict.NEVER})


class Delivery:
    """All lanes of one worker."""

    def __init__(self, routes: Sequence[Route], manner: Manner, *, lanes: int) -> None:
        self._routes = routes
        self._manner = manner
        self._lanes = lanes
        self._bell = Bell()

    def ring(self) -> None:
        """Something was queued: look at once."""
        self._bell.ring()

    async def run(self, context: JobContext) -> None:
        """Until the context's `stopping` is set; messages in hand are finished."""
        holds = Holds()
        lanes = [
            Lane(route, self._manner, holds, context.pool)
            for route in self._routes
            for _ in range(self._lanes)
        ]
        async with asyncio.TaskGroup() as group:
            caring = group.create_task(self._care(context.pool, holds))
            stopped = group.create_task(self._ring_at(context.stopping))
            await asyncio.wait(
                [group.create_task(lane.run(self._bell, context.stopping)) for lane in lanes]
            )
            caring.cancel()
            stopped.cancel()

    async def _ring_at(self, stopping: asyncio.Event) -> None:
        await stopping.wait()
        self._bell.ring()

    async def _care(self, pool: asyncpg.Pool, holds: Holds) -> None:
        """Keep what is in hand, and look after what no lane takes."""
        while True:
            with suppress(*LOST_DATABASE):
                now = self._manner.clock()
                await holds.renew(pool, now=now)
                await withhold_pointless(pool)
                waiting = await pool.fetchrow(_WAITING, now)
                WAITING.set(waiting["waiting"])
                OLDEST.set(waiting["oldest"])
            await asyncio.sleep(RENEW)


async def surely(act: Callable[[], Awaitable[T]]) -> T:
    """Persists through a restart of PostgreSQL: what is forgotten here is sent a second time."""
    for pause in chain((0.1, 0.2, 0.5), repeat(1.0, LATE_PAUSES)):
        with suppress(*LOST_DATABASE):
            return await act()
        await asyncio.sleep(pause)
    return await act()
