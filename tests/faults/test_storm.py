"""Nothing is lost, doubled differently or overtaken while everything around the mail fails."""

import asyncio
from random import Random

import pytest

from tests.benchmarks.lab import connected
from tests.faults.cluster import cluster
from tests.faults.storm import Plan, Storm, drain, worker_environment
from tests.faults.stream import stream
from tests.faults.verdict import judge
from tests.faults.weather import Fault, weather

SHORT = Plan(kills=4, crashes=1, outages=1)


@pytest.mark.parametrize("seed", [1])
async def test_mail_survives_a_storm(seed: int) -> None:
    random = Random(seed)
    async with cluster() as own, weather(random, Fault.DROP, Fault.CLOSE) as server:
        async with connected(own.database.app):
            mails = await stream(meetings=10, domain="people.example")
            storm = Storm(
                own,
                worker_environment(own, server.port),
                lambda: len(server.taken),
                random,
            )
            server.share = 0.1
            flowing = asyncio.create_task(mails.flow(seconds=15))

            async def outage(seconds: float) -> None:
                await server.close()
                await asyncio.sleep(seconds)
                await server.open()

            await storm.rage(SHORT, outage)
            await flowing
            server.share = 0
            drained = await drain(own, mails)
            assert await storm.end() == 0
        verdict = await judge(own, server.taken)
    assert (verdict.queued, verdict.lost, verdict.changed, verdict.unordered) == (200, 0, 0, 0)
    assert drained <= 60
