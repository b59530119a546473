"""The messages that this worker has in hand."""

import time
from datetime import datetime
from uuid import UUID

import asyncpg

from service.mail.claims import LEASE, Held, renew

MARGIN = 2.0
"""Seconds before a claim ends in which nothing is begun any more."""


class Holds:
    """Knows by its own watch which claims still last: a worker that was stopped for a while must
    not go on as if nothing had happened.
    """

    def __init__(self) -> None:
        self._ends: dict[UUID, tuple[Held, float]] = {}

    def take(self, held: Held, *, since: float) -> None:
        """`since` is from before the claim was asked for (`time.monotonic`)."""
        self._ends[held.claim] = (held, since + LEASE.total_seconds() - MARGIN)

    def drop(self, held: Held) -> None:
        """It is done."""
        self._ends.pop(held.claim, None)

    def is_ours(self, held: Held) -> bool:
        """Whether nobody else can have claimed the message meanwhile."""
        return held.claim in self._ends and time.monotonic() < self._ends[held.claim][1]

    async def renew(self, pool: asyncpg.Pool, *, now: datetime) -> None:
        """Make every claim last from now on; what another worker took is let go of."""
        in_hand = [held for held, _ in self._ends.values()]
        if not in_hand:
            return
        since = time.monotonic()
        ours = await renew(pool, in_hand, now=now)
        for held in in_hand:
            if held.claim not in self._ends:
                continue
            if held.claim in ours:
                self.take(held, since=since)
            else:
                self.drop(held)
