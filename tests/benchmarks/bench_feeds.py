"""A calendar feed, whole and unchanged, as a calendar program asks for it."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from uuid import UUID

import asyncpg
import httpx

from planning import clock
from service.app import create_app
from service.auth.feeds import make_feed
from service.settings import load
from service.web.calendars import feed_url
from tests.benchmarks.lab import Database, Lab, connected
from tests.benchmarks.registry import Figure, at_most, benchmark, told
from tests.clients import ENVIRONMENT, PUBLIC_URL, asgi

MEETINGS = 2_000
ROUNDS = 15
_INVITE = """
with person as (select $1::uuid as id, agency_id from person where id = $1),
there as materialized (
    select gen_random_uuid() as id, gen_random_uuid() as compartment_id,
           date_trunc('hour', now()) + n * interval '2 hours' as starts_at
    from generate_series(-25, $2::integer - 26) n),
compartments as (
    insert into compartment (id, kind, created_at)
    select compartment_id, 'meeting', now() from there),
members as (
    insert into membership (id, compartment_id, person_id, reason, granted_by, from_at)
    select gen_random_uuid(), compartment_id, $1, 'Invited', $1, now() from there),
meetings as (
    insert into strategy_meeting (
        id, compartment_id, reference, kind, purpose, mode, place, decided_at, starts_at, ends_at,
        profile_version, convened_by, convened_at, chair_id, state, child_count, calendar_uid,
        calendar_sequence, version)
    select id, compartment_id, 'ABC-234', 'review', 'To decide', 'video', '', now(), starts_at,
           starts_at + interval '1 hour', 1, $1, now(), $3, 'convened', 0, id || '@accord', 0, 1
    from there)
insert into attendee (id, compartment_id, meeting_id, person_id, agency_id, organiser_token,
                      invited_at, answer, apology, version)
select gen_random_uuid(), compartment_id, there.id, $1, agency_id, there.id, now(), 'awaited', '', 1
from there, person
"""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A calendar program, and the address it was given."""

    client: httpx.AsyncClient
    path: str

    async def ask(self, tag: str = "") -> tuple[float, httpx.Response]:
        """The answer and its milliseconds."""
        headers = {"accept-encoding": "identity", **({"if-none-match": tag} if tag else {})}
        started = time.perf_counter()
        answer = await self.client.get(self.path, headers=headers)
        return (time.perf_counter() - started) * 1000, answer


@benchmark("feeds")
async def feeds(lab: Lab) -> list[Figure]:
    """Milliseconds of a feed of 500 meetings and of its 304; of 5,000, and how long they block."""
    database = await lab.database(MEETINGS)
    busy, busiest = [one.person_id for one in database.partnership.readers[:2]]
    await _invite(database, busy, 500)
    await _invite(database, busiest, 5_000)
    transport = asgi(create_app(load(ENVIRONMENT)))
    async with (
        connected(database.app),
        httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL) as client,
    ):
        few = await _measure(await _subscribe(client, busy))
        many = await _measure(await _subscribe(client, busiest))
    return [
        at_most("feeds: 500 meetings", few.whole, "ms", 50),
        at_most("feeds: 500 meetings, unchanged", few.unchanged, "ms", 5),
        told("feeds: 500 meetings, size", few.size, "bytes"),
        told("feeds: 5,000 meetings", many.whole, "ms"),
        told("feeds: 5,000 meetings, unchanged", many.unchanged, "ms"),
        told("feeds: 5,000 meetings, longest wait of others", many.others_waited, "ms"),
    ]


@dataclass(frozen=True, slots=True)
class Measured:
    """Medians; `others_waited` is the longest that the event loop did nothing else."""

    whole: float
    unchanged: float
    size: int
    others_waited: float


async def _measure(subscriber: Subscriber) -> Measured:
    _, first = await subscriber.ask()
    whole = [await subscriber.ask() for _ in range(ROUNDS)]
    unchanged = [await subscriber.ask(first.headers["etag"]) for _ in range(ROUNDS)]
    _expect([answer for _, answer in whole], 200)
    _expect([answer for _, answer in unchanged], 304)
    return Measured(
        median(took for took, _ in whole),
        median(took for took, _ in unchanged),
        len(first.content),
        await _longest_stall(subscriber),
    )


async def _longest_stall(subscriber: Subscriber) -> float:
    """Apart from the rest, for whoever watches takes time from what is watched."""
    stalls: list[float] = []
    watching = asyncio.create_task(_watch(stalls))
    await subscriber.ask()
    watching.cancel()
    return max(stalls)


async def _watch(stalls: list[float]) -> None:
    while True:
        started = time.perf_counter()
        await asyncio.sleep(0.001)
        stalls.append((time.perf_counter() - started) * 1000)


def _expect(answers: Sequence[httpx.Response], status: int) -> None:
    strays = [answer.status_code for answer in answers if answer.status_code != status]
    if strays:
        raise RuntimeError(f"Answered {strays[0]} and not {status}.")


async def _subscribe(client: httpx.AsyncClient, person_id: UUID) -> Subscriber:
    made = await make_feed(person_id=person_id, name="Phone", now=clock.now())
    return Subscriber(client, feed_url("", made.secret))


async def _invite(database: Database, person_id: UUID, meetings: int) -> None:
    """Meetings for this person, all to come but the first 25."""
    connection = await asyncpg.connect(database.administrator)
    try:
        chair = await connection.fetchval("select id from person where id <> $1 limit 1", person_id)
        await connection.execute(_INVITE, person_id, meetings, chair)
        await connection.execute("analyze membership, attendee, strategy_meeting")
    finally:
        await connection.close()
