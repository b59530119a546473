"""A storm over a mail server, from the first message to the last one accepted."""

import asyncio
import signal
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from random import Random
from typing import Protocol

from tests.benchmarks.lab import connected
from tests.faults.cluster import Cluster, cluster
from tests.faults.storm import Plan, Storm, drain, worker_environment
from tests.faults.stream import stream
from tests.faults.verdict import Taken, Verdict, judge

SHARE = 0.1
"""Of the messages, while the mail server has its bad day."""
DOMAIN = "people.example"


class MailServer(Protocol):
    """What a storm rages over."""

    @property
    def port(self) -> int:
        """Where mail is handed in."""
        ...

    @property
    def arrived(self) -> int:
        """How many whole messages came so far."""
        ...

    def misbehave(self, share: float) -> None:
        """From now on this share of the messages meets a fault of the server's."""
        ...

    async def away(self, seconds: float) -> None:
        """Be gone for a while."""
        ...

    async def everything(self) -> Sequence[Taken]:
        """All whole messages, in the order in which they came."""
        ...


@dataclass(frozen=True)
class Outcome:
    """`drained` and `gap` are seconds: from the last fault to the last message accepted, and the
    longest time after any fault in which nothing arrived although mail waited.
    """

    verdict: Verdict
    drained: float
    gap: float


Start = Callable[[Sequence[str]], AbstractAsyncContextManager[MailServer]]
"""Starts a server that takes mail for these addresses."""


async def ride(
    start: Start,
    bad: Plan,
    calmer: Plan,
    *,
    meetings: int,
    random: Random,
    settings: Mapping[str, str] | None = None,
) -> Outcome:
    """While `bad` happens the mail server fails too; it is well again while `calmer` does."""
    async with cluster() as own, connected(own.database.app):
        mails = await stream(meetings=meetings, domain=DOMAIN)
        async with start([recipient.address for recipient in mails.recipients]) as server:
            environment = worker_environment(own, server.port) | dict(settings or {})
            events = bad.events + calmer.events
            storm = Storm(own, environment, lambda: server.arrived, random, events)
            flowing = asyncio.create_task(mails.flow(storm.progress))
            await _rage(storm, server, bad, calmer)
            await flowing
            drained = await drain(own, mails)
            assert await storm.end() in {0, -signal.SIGTERM}, "the last one may still be starting"
            return Outcome(await _judged(own, server), drained, max(storm.recoveries))


async def _rage(storm: Storm, server: MailServer, bad: Plan, calmer: Plan) -> None:
    storm.start()
    server.misbehave(SHARE)
    await storm.rage(bad, server.away)
    server.misbehave(0)
    await storm.rage(calmer, server.away)


async def _judged(own: Cluster, server: MailServer) -> Verdict:
    return await judge(own, await server.everything())
