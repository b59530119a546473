"""A storm over a scripted mail server, from the first message to the last one accepted."""

import asyncio
from dataclasses import dataclass
from random import Random

from tests.benchmarks.lab import connected
from tests.faults.cluster import cluster
from tests.faults.storm import Plan, Storm, drain, worker_environment
from tests.faults.stream import stream
from tests.faults.verdict import Verdict, judge
from tests.faults.weather import Fault, Weather, weather

SHARE = 0.1
"""Of the messages, while the mail server has its bad day."""


@dataclass(frozen=True)
class Outcome:
    """`drained` and `gap` are seconds: from the last fault to the last message accepted, and the
    longest time in which nothing arrived.
    """

    verdict: Verdict
    drained: float
    gap: float
    faults: int


async def weathered(
    bad: Plan, calmer: Plan, *, meetings: int, seconds: float, seed: int, faults: tuple[Fault, ...]
) -> Outcome:
    """While `bad` happens the mail server fails too; it is well again while `calmer` does."""
    random = Random(seed)
    async with (
        cluster() as own,
        weather(random, *faults) as server,
        connected(own.database.app),
    ):
        mails = await stream(meetings=meetings, domain="people.example")
        environment = worker_environment(own, server.port)
        storm = Storm(own, environment, lambda: len(server.taken), random)
        flowing = asyncio.create_task(mails.flow(seconds=seconds))
        storm.start()
        server.share = SHARE
        await storm.rage(bad, server.away)
        server.share = 0
        await storm.rage(calmer, server.away)
        await flowing
        drained = await drain(own, mails)
        assert await storm.end() == 0
        verdict = await judge(own, server.taken)
    return Outcome(verdict, drained, max(storm.recoveries), _met(server))


def _met(server: Weather) -> int:
    return sum(count for fault, count in server.met.items() if fault is not Fault.NONE)
