"""`accord run` on an existing data folder: seconds until it is well, and its memory at rest."""

import asyncio
import os
import signal
import socket
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from statistics import median

import httpx
import psutil

from tests.benchmarks.lab import Lab
from tests.benchmarks.registry import Figure, at_most, benchmark, told

STARTS = 5
MOST_SECONDS, MOST_MEGABYTES = 3.0, 300.0
FIRST_START = 60.0
REST_SECONDS = 8.0
MEGABYTE = 1024 * 1024


@benchmark("running")
async def running(lab: Lab) -> list[Figure]:
    """Five starts after one that makes the data folder; memory of the last, as RSS and as USS."""
    data = lab.folder / "running"
    async with _started(data):
        pass
    seconds = []
    sizes: dict[str, psutil._ntuples.pfullmem] = {}
    for _ in range(STARTS):
        async with _started(data) as (process, took):
            seconds.append(took)
            if len(seconds) == STARTS:
                await asyncio.sleep(REST_SECONDS)
                sizes = dict(_sizes(process.pid))
    children = [sizes["web"], sizes["worker"]]
    return [
        at_most("run: /health after a start, median", median(seconds), "s", MOST_SECONDS),
        told("run: /health after a start, longest", max(seconds), "s"),
        at_most("run: web and worker at rest, RSS", _total(children, "rss"), "MB", MOST_MEGABYTES),
        told("run: web and worker at rest, USS", _total(children, "uss"), "MB"),
        told("run: with the parent of both, RSS", _total([*sizes.values()], "rss"), "MB"),
    ]


@asynccontextmanager
async def _started(data: Path) -> AsyncIterator[tuple[Process, float]]:
    port = _free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("ACCORD_")},
        "ACCORD_DATA": str(data),
        "ACCORD_PORT": str(port),
        "ACCORD_LOG_LEVEL": "warning",
    }
    started = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "service.cli",
        "run",
        env=environment,
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        await _until_well(f"http://127.0.0.1:{port}/health")
        yield process, time.perf_counter() - started
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()


async def _until_well(url: str) -> None:
    async with asyncio.timeout(FIRST_START), httpx.AsyncClient() as client:
        while True:
            with suppress(httpx.TransportError):
                if (await client.get(url)).status_code == 200:
                    return
            await asyncio.sleep(0.02)


def _sizes(parent: int) -> Iterator[tuple[str, "psutil._ntuples.pfullmem"]]:
    """Memory of our own processes by name; PostgreSQL's are not ours."""
    top = psutil.Process(parent)
    yield "run", top.memory_full_info()
    for child in top.children(recursive=True):
        words = child.cmdline()
        if "service.cli" in words:
            yield words[-1], child.memory_full_info()


def _total(sizes: list["psutil._ntuples.pfullmem"], kind: str) -> float:
    return float(sum(getattr(size, kind) for size in sizes)) / MEGABYTE


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
