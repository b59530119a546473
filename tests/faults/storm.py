"""The storm: workers are killed and PostgreSQL crashes while mail is queued and sent."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from random import Random

import asyncpg

from tests.faults.cluster import Cluster
from tests.faults.losses import through_losses
from tests.faults.stream import Stream

START_SECONDS = 20.0
"""For a worker to send its first mail; longer means that there is nothing to send just now."""
LONGEST_LIFE = 1.5
"""Seconds between a worker's first mail and its end."""
DRAIN_SECONDS = 180.0


@dataclass(frozen=True)
class Plan:
    """How bad it gets. `down` is for how many seconds the mail server is gone, each time."""

    kills: int
    crashes: int = 0
    outages: int = 0
    down: float = 3.0


@dataclass
class Storm:
    """`arrived` counts what the mail server has taken so far."""

    cluster: Cluster
    environment: Mapping[str, str]
    arrived: Callable[[], int]
    random: Random
    recoveries: list[float] = field(default_factory=list)
    _worker: subprocess.Popen[bytes] | None = None

    async def rage(self, plan: Plan, outage: Callable[[float], Awaitable[None]]) -> None:
        """Kill, crash and go away, in a random order, each at a random moment of sending."""
        kinds = ["kill"] * plan.kills + ["crash"] * plan.crashes + ["outage"] * plan.outages
        self.random.shuffle(kinds)
        for kind in kinds:
            await self._flowing()
            await asyncio.sleep(self.random.uniform(0, LONGEST_LIFE))
            if kind == "kill":
                await self.kill()
                self.start()
            elif kind == "crash":
                await self.cluster.crash()
            else:
                await outage(plan.down)
        await self._flowing()

    def start(self) -> None:
        """Start the worker, as an installation's supervisor would."""
        self._worker = subprocess.Popen(
            [sys.executable, "-m", "service.cli", "worker"], env=dict(self.environment)
        )

    async def kill(self) -> None:
        """End the worker without a chance to finish anything."""
        assert self._worker is not None
        self._worker.kill()
        await asyncio.to_thread(self._worker.wait)

    async def end(self) -> int:
        """Ask the worker to stop; its exit code."""
        assert self._worker is not None
        self._worker.terminate()
        return await asyncio.to_thread(self._worker.wait, 60)

    async def _flowing(self) -> None:
        """Wait until something arrives again, and note for how long nothing did."""
        before, since = self.arrived(), time.monotonic()
        while self.arrived() == before and time.monotonic() - since < START_SECONDS:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.02)
        self.recoveries.append(time.monotonic() - since)


async def drain(cluster: Cluster, stream: Stream) -> float:
    """Seconds until every queued message is accepted; raises `TimeoutError` past three minutes."""
    started = time.monotonic()
    async with asyncio.timeout(DRAIN_SECONDS):
        while await through_losses(lambda: _accepted(cluster)) < stream.count:  # noqa: ASYNC110 - rows
            await asyncio.sleep(0.1)
    return time.monotonic() - started


async def _accepted(cluster: Cluster) -> int:
    administrator = await asyncpg.connect(cluster.database.administrator)
    try:
        return int(
            await administrator.fetchval(
                "select count(*) from mail_message where state = 'accepted'"
            )
        )
    finally:
        await administrator.close()


def worker_environment(cluster: Cluster, smtp_port: int) -> dict[str, str]:
    """Settings of `accord worker` on the cluster's database."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("ACCORD_")}
    return kept | {
        "ACCORD_DATA": str(cluster.folder),
        "ACCORD_DATABASE_URL": cluster.database.app,
        "ACCORD_WORKER_DATABASE_URL": cluster.database.worker,
        "ACCORD_SMTP_PORT": str(smtp_port),
        "ACCORD_LOG_LEVEL": "warning",
    }
