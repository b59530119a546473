"""The worker's look at what waits, at any moment, for the people of one scene alone."""

from collections.abc import Sequence
from datetime import datetime

import asyncpg

from planning.outbox import Reminder
from planning.people.rules import Actor
from planning.reminders.actions import remind
from planning.reminders.queries import Candidate, due_now
from planning.transactions import using
from tests.factories import Sent


async def candidates(worker_pool: asyncpg.Pool, at: datetime, actor: Actor) -> list[Candidate]:
    """What may be due to be told this person at a moment."""
    with using(worker_pool):
        due = await due_now(now=at)
    return due.people.get(actor.person_id, []) if due else []


async def remind_at(
    worker_pool: asyncpg.Pool, at: datetime, *people: Actor, also: Sequence[Candidate] = ()
) -> dict[str, int]:
    """Look at a moment; how many things each person who was told something was told of.

    `also` was found earlier.
    """
    sent = Sent()
    with using(worker_pool):
        due = await due_now(now=at)
        assert due is not None
        for actor in people:
            await remind(
                person_id=actor.person_id,
                candidates=[*due.people.get(actor.person_id, []), *also],
                profile=due.profile,
                now=at,
                enqueue=sent,
            )
    return {
        message.recipient.address: message.things
        for message in sent.messages
        if isinstance(message, Reminder)
    }
