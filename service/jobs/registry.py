"""What a job and a schedule are, without the library that runs them."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import asyncpg


@dataclass(frozen=True, slots=True)
class JobContext:
    """What a handler may use: the worker's own connections (role accord_worker), which run
    without an actor, and the event that asks long work to end soon.
    """

    pool: asyncpg.Pool
    stopping: asyncio.Event


@dataclass(frozen=True, slots=True)
class Handler:
    """Does the jobs called `name`; it may be given a job twice, so it decides by a row of ours.

    A failure is tried again five times with growing pauses, then the job is held for a person.
    `concurrency` is the most that run at once over all workers; 0 is no limit.
    """

    name: str
    run: Callable[[bytes, JobContext], Awaitable[None]]
    concurrency: int = 0


@dataclass(frozen=True, slots=True)
class Schedule:
    """Looks, at the UTC times of the cron `expression`, whether something is due and queues it.

    It never does the work itself: a schedule is not retried, a job is. `at_start`: the worker looks
    at its own start, too.
    """

    name: str
    expression: str
    run: Callable[[JobContext], Awaitable[None]]
    at_start: bool = False


@dataclass(frozen=True, slots=True)
class Watch:
    """Runs in every worker until its context's `stopping` is set, with connections of its own
    that outlive a restart of PostgreSQL. It is started again when it fails.
    """

    name: str
    run: Callable[[JobContext], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Jobs:
    """Everything that a worker does."""

    handlers: tuple[Handler, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    watches: tuple[Watch, ...] = ()

    def __add__(self, others: "Jobs") -> "Jobs":
        return Jobs(
            self.handlers + others.handlers,
            self.schedules + others.schedules,
            self.watches + others.watches,
        )
