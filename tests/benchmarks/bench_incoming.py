"""From the final dot of an answer to the answer that stands; and how fast mail is taken."""

import asyncio
import time
from statistics import median

import asyncpg
import msgspec

from planning import clock
from service.database.pool import open_pool
from service.settings import Settings
from tests.benchmarks.lab import Database, Lab, connected
from tests.benchmarks.registry import Figure, at_most, benchmark, told
from tests.benchmarks.working import settings_of, working
from tests.mail.incoming.mails import NAME, calendar, from_server, mail
from tests.mail.incoming.talking import Talk, taking, talk

ANSWERS = 30
SIZE = 64 * 1024
MILLISECONDS = 100.0
SERVERS, EACH = 8, 100
LONGEST_WAIT = 30.0

_AWAITED = """
select a.organiser_token as token, p.email, m.calendar_uid::text as uid
from attendee a join person p on p.id = a.person_id join strategy_meeting m on m.id = a.meeting_id
where m.state = 'convened' and m.starts_at > now() and a.removed_at is null and a.answer = 'awaited'
order by m.starts_at, a.id limit $1
"""
_SETTLED = "select state from incoming_mail where token = $1 and settled_at is not null"
_RATE = "incoming: small messages kept by eight servers"


@benchmark("incoming")
async def incoming(lab: Lab) -> list[Figure]:
    """A real worker and a real listener; answers one at a time, then as fast as eight can send."""
    database = await lab.database(1_000)
    settings = msgspec.structs.replace(settings_of(database, 1), receive_authserv=NAME)
    pool = await open_pool(database.worker, maximum=8)
    try:
        async with connected(database.app), taking(pool) as port:
            waits, applied = await _answers(database, settings, pool, port)
            rate = await _rate(await _awaited(database), port)
    finally:
        await pool.close()
    return [
        at_most("incoming: 64 KiB from dot to applied, median", median(waits), "ms", MILLISECONDS),
        told("incoming: 64 KiB from dot to applied, longest", max(waits), "ms"),
        told("incoming: of these applied", applied, "of 30"),
        told(_RATE, rate, "a second"),
    ]


async def _awaited(database: Database) -> list[asyncpg.Record]:
    administrator = await asyncpg.connect(database.administrator)
    try:
        return list(await administrator.fetch(_AWAITED, ANSWERS))
    finally:
        await administrator.close()


async def _answers(
    database: Database, settings: Settings, pool: asyncpg.Pool, port: int
) -> tuple[list[float], int]:
    people = await _awaited(database)
    async with working(settings), talk(port) as server:
        await server.greet()
        waits = [await _answer(server, person, pool) for person in people]
    states = [await pool.fetchval(_SETTLED, person["token"]) for person in people]
    return waits, states.count("applied")


async def _answer(server: Talk, person: asyncpg.Record, pool: asyncpg.Pool) -> float:
    stamp = clock.now().strftime("%Y%m%dT%H%M%SZ")
    reply = calendar(uid=person["uid"], attendee=person["email"], answer="TENTATIVE", stamp=stamp)
    message = mail("word " * 12 + "\n", author=person["email"], invite=reply)
    body = from_server(message)
    body += b"x" * 70 + b"\r\n"
    body += (b"y" * 70 + b"\r\n") * ((SIZE - len(body)) // 72)
    await server.begin(f"meetings+{person['token']}@accord.example")
    started = time.perf_counter()
    await server.send(body)
    async with asyncio.timeout(LONGEST_WAIT):
        while not await pool.fetchval(_SETTLED, person["token"]):  # noqa: ASYNC110 - polled on purpose
            await asyncio.sleep(0.001)
    return (time.perf_counter() - started) * 1000


async def _rate(people: list[asyncpg.Record], port: int) -> float:
    started = time.perf_counter()
    await asyncio.gather(*(_hand_in(people[n], port) for n in range(SERVERS)))
    return SERVERS * EACH / (time.perf_counter() - started)


async def _hand_in(person: asyncpg.Record, port: int) -> None:
    async with talk(port) as server:
        await server.greet()
        for number in range(EACH):
            await server.begin(f"meetings+{person['token']}@accord.example")
            await server.send(mail(f"Message {number}").as_bytes())
