"""accord rebuild: what is kept beside the facts is worked out anew from them, and mended."""

import argparse
import asyncio
from asyncio import Queue
from collections.abc import AsyncIterator

from planning import clock
from planning.chains.actions import Rebuilt, rebuild_chains, shares
from planning.measures.actions import rebuild_measures
from planning.measures.reading import Batch, facts_of_all
from service.cli.databases import connected, with_database
from service.cli.telling import complain, say
from service.database.counted import figures_missing
from service.settings import Settings, SettingsFault

EACH, PARTS = 100_000, 2
"""Chains after which the command says how far it is."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Takes none."""
    parser.epilog = "Accord may run meanwhile. What was right is left alone."


def run(_options: argparse.Namespace, settings: Settings) -> int:
    """Say how many chains there are, and of how many what was kept was missing or wrong."""
    with with_database(settings) as ready:
        if not ready.worker_database_url:
            raise SettingsFault(["ACCORD_WORKER_DATABASE_URL is missing: the worker rebuilds."])
        done = asyncio.run(rebuild(ready.worker_database_url))
        say(f"{done.chains:,} chains worked out, {done.mended:,} mended.")
        concerns = asyncio.run(rebuild_figures(ready.worker_database_url))
        missing = asyncio.run(figures_missing(ready.worker_database_url))
    say(f"The partnership’s figures worked out from {concerns:,} concerns.")
    complain(missing)
    return 0


async def rebuild(url: str) -> Rebuilt:
    """In two parts: the database gathers those of one while those of the other are worked out."""
    done, said = Rebuilt(), 0

    def tell(batch: Rebuilt) -> None:
        nonlocal done, said
        done = Rebuilt(done.chains + batch.chains, done.mended + batch.mended)
        if done.chains // EACH > said:
            said = done.chains // EACH
            say(f"{done.chains:,} chains …")

    async with connected(url):
        now = clock.now()
        parts = shares(PARTS)
        await asyncio.gather(
            *(rebuild_chains(now=now, share=part, progress=tell) for part in parts)
        )
    return done


async def rebuild_figures(url: str) -> int:
    """The figures of drift; until all are worked out everybody sees the old ones."""
    batches: Queue[Batch] = Queue(maxsize=1)
    asked = asyncio.Event()
    async with connected(url), asyncio.TaskGroup() as tasks:
        tasks.create_task(_read_ahead(batches, asked))
        return await rebuild_measures(now=clock.now(), batches=_taken(batches, asked))


async def _read_ahead(batches: Queue[Batch], asked: asyncio.Event) -> None:
    """The database gathers the next facts while the last are worked out; none are the end."""
    await asked.wait()
    async for batch in facts_of_all():
        await batches.put(batch)
    await batches.put([])


async def _taken(batches: Queue[Batch], asked: asyncio.Event) -> AsyncIterator[Batch]:
    asked.set()
    while batch := await batches.get():
        yield batch
