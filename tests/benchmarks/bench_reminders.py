"""Deciding 10,000 things that are due, person by person, as the worker does each five minutes."""

import time
from datetime import datetime

import asyncpg

from planning import clock
from planning.clock import NONE_CLOSED, add_working_days, in_london, london_date
from planning.reminders.actions import remind
from planning.reminders.queries import due_now
from planning.reminders.rules.hours import OPENS
from tests.benchmarks.lab import Database, Lab, connected
from tests.benchmarks.registry import Figure, at_least, at_most, benchmark, told
from tests.factories import Sent
from tests.reminding import invite_often

MEETINGS = 1_000
MORE, INVITED = 500, 20
LOOKING, SECONDS = 1.0, 30.0


@benchmark("reminders")
async def reminders(lab: Lab) -> list[Figure]:
    """One look for everybody; then each person in a transaction of their own."""
    database = await lab.database(MEETINGS)
    await _invite(database)
    looking, deciding, people, things = await _tell(database, _next_morning())
    return [
        at_most("reminders: looking for who may be told", looking, "s", LOOKING),
        told("reminders: people told", people, "people"),
        at_least("reminders: things told", things, "things", MORE * INVITED),
        at_most("reminders: deciding and writing them", deciding, "s", SECONDS),
    ]


async def _invite(database: Database) -> None:
    """Twenty people in each of 500 meetings more, all of them unanswered."""
    administrator = await asyncpg.connect(database.administrator)
    try:
        like = await administrator.fetchval(
            "select id from strategy_meeting where state = 'convened'"
            " order by starts_at desc limit 1"
        )
        await administrator.execute(
            "update attendee set answer = 'awaited', answered_at = null,"
            " invited_at = now() - interval '2 days' where meeting_id = $1",
            like,
        )
        people = await administrator.fetch("select id from person order by id limit $1", INVITED)
        await invite_often(administrator, [row["id"] for row in people], MORE, like=like)
    finally:
        await administrator.close()


def _next_morning() -> datetime:
    day = add_working_days(london_date(clock.now()), 1, NONE_CLOSED)
    return in_london(day, OPENS)


async def _tell(database: Database, now: datetime) -> tuple[float, float, int, int]:
    async with connected(database.worker, maximum=2):
        began = time.perf_counter()
        due = await due_now(now=now)
        looked = time.perf_counter()
        assert due is not None
        told_of = [
            await remind(
                person_id=person_id,
                candidates=candidates,
                profile=due.profile,
                now=now,
                enqueue=Sent(),
            )
            for person_id, candidates in due.people.items()
        ]
        done = time.perf_counter()
    return looked - began, done - looked, sum(map(bool, told_of)), sum(told_of)
