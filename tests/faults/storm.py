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

LOOK_SECONDS = 1.0
"""Between looks whether anything waits at all, while nothing arrives."""
HOPELESS_SECONDS = 150.0
LONGEST_LIFE = 1.5
"""Seconds between a worker's first mail and its end."""
DRAIN_SECONDS = 180.0
_ACCEPTED = "state = 'accepted'"
_WAITING = "state = 'attempting' or state = 'queued' and next_attempt_at <= now()"


@dataclass(frozen=True)
class Plan:
    """How bad it gets. `down` is for how many seconds the mail server is gone, each time."""

    kills: int
    crashes: int = 0
    outages: int = 0
    down: float = 3.0

    @property
    def events(self) -> int:
        return self.kills + self.crashes + self.outages


@dataclass
class Storm:
    """`arrived` counts what the mail server has taken so far."""

    cluster: Cluster
    environment: Mapping[str, str]
    arrived: Callable[[], int]
    random: Random
    events: int
    recoveries: list[float] = field(default_factory=list)
    _happened: int = 0
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
            self._happened += 1
        await self._flowing()

    def progress(self) -> float:
        """From 0 to 1, by what has happened of all that is to."""
        return self._happened / self.events

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
        """Wait until something arrives again, and note for how long nothing did.

        Raises `TimeoutError` when nothing does although mail waits.
        """
        before, since = self.arrived(), time.monotonic()
        async with asyncio.timeout(HOPELESS_SECONDS):
            while self.arrived() == before:
                late = time.monotonic() - since > LOOK_SECONDS
                if late and not await through_losses(lambda: _count(self.cluster, _WAITING)):
                    return
                await asyncio.sleep(0.02)
        self.recoveries.append(time.monotonic() - since)


async def drain(cluster: Cluster, stream: Stream) -> float:
    """Seconds until every queued message is accepted; raises `TimeoutError` past three minutes."""
    started = time.monotonic()
    async with asyncio.timeout(DRAIN_SECONDS):
        while await through_losses(lambda: _count(cluster, _ACCEPTED)) < stream.count:  # noqa: ASYNC110 - rows
            await asyncio.sleep(0.1)
    return time.monotonic() - started


async def _count(cluster: Cluster, which: str) -> int:
    administrator = await asyncpg.connect(cluster.database.administrator)
    try:
        return int(await administrator.fetchval(f"select count(*) from mail_message where {which}"))
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
