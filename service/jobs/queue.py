"""Puts jobs into the queue, inside whatever transaction the connection is in."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from pgqueuer.db import AsyncpgDriver
from pgqueuer.queries import Queries

from planning.transactions import Connection
from service.jobs.registry import JobContext


@dataclass(frozen=True, slots=True)
class NewJob:
    """Work for the handler called `name`; `payload` holds ids of our rows and nothing else.

    While a job with the same `key` waits or runs, another is not added. A `key` makes
    transactions wait for each other: leave it out in the actions of people.
    """

    name: str
    payload: bytes = b""
    key: str | None = None


async def put_jobs(connection: Connection, jobs: Sequence[NewJob]) -> None:
    """Queue the jobs in one statement; they exist when the connection's transaction commits."""
    if not jobs:
        return
    await Queries(AsyncpgDriver(connection)).enqueue(
        [job.name for job in jobs],
        [job.payload for job in jobs],
        [0] * len(jobs),
        dedupe_key=[job.key for job in jobs],
        on_conflict="skip",
    )


def once(name: str) -> Callable[[JobContext], Awaitable[None]]:
    """For a schedule: queues the job called `name` unless one waits or runs."""

    async def queue(context: JobContext) -> None:
        async with context.pool.acquire() as connection:
            await put_jobs(connection, [NewJob(name, key=name)])

    return queue
