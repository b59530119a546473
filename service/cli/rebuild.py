"""accord rebuild: what is kept beside the facts is worked out anew from them, and mended."""

import argparse
import asyncio

from planning import clock
from planning.chains.actions import Rebuilt, rebuild_chains, shares
from planning.measures.actions import rebuild_measures
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
    async with connected(url):
        return await rebuild_measures(now=clock.now())
