"""Thirty meetings convened in a row, as in a surge, while the worker sends their invitations."""

import asyncio
import time
from statistics import mean

import asyncpg

from tests.benchmarks.asking import PEOPLE, Convener, find_convener
from tests.benchmarks.lab import Lab, connected
from tests.benchmarks.registry import Figure, at_most, benchmark, told
from tests.benchmarks.working import settings_of, working
from tests.clients import Program
from tests.mail.servers import Script, listening

MEETINGS, TENTH = 30, 10
LONGEST_WAIT = 60.0
_WAITING = "select count(*) from mail_message where state in ('queued', 'attempting')"


@benchmark("morning")
async def morning(lab: Lab) -> list[Figure]:
    """Mails that wait after each of the last ten meetings, against the first ten."""
    database = await lab.database(1_000)
    convener = await find_convener(database)
    watching = await asyncpg.connect(database.administrator)
    async with listening(Script()) as port, connected(database.app):
        settings = settings_of(database, port)
        async with working(settings), convener.program(settings) as program:
            await _convene(convener, program, watching, turn=MEETINGS)
            waiting = [
                await _convene(convener, program, watching, turn) for turn in range(MEETINGS)
            ]
            started = time.perf_counter()
            await _until_empty(watching)
    await watching.close()
    growth = mean(waiting[-TENTH:]) - mean(waiting[:TENTH])
    return [
        at_most("thirty in a row: growth of the queue", growth, "mails", PEOPLE),
        told("thirty in a row: most mails waiting", max(waiting), "mails"),
        told("thirty in a row: empty after", time.perf_counter() - started, "s"),
    ]


async def _convene(
    convener: Convener, program: Program, watching: asyncpg.Connection, turn: int
) -> int:
    await convener.convene(program, turn)
    return int(await watching.fetchval(_WAITING))


async def _until_empty(watching: asyncpg.Connection) -> None:
    async with asyncio.timeout(LONGEST_WAIT):
        while await watching.fetchval(_WAITING):  # noqa: ASYNC110 - the table tells nobody
            await asyncio.sleep(0.01)
