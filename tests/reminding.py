"""The worker's look at what waits, at any moment, for the people of one scene alone."""

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID, uuid4

import asyncpg

from planning.clock import in_london
from planning.concerns.rules import NewConcern
from planning.meetings.actions import answer_invitation
from planning.meetings.rules.quorum import Answer
from planning.outbox import Reminder
from planning.people.rules import Actor
from planning.reminders.actions import remind
from planning.reminders.queries import Candidate, due_now
from planning.transactions import using
from tests.factories import NOW, Sent
from tests.scene import Scene


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


def at(day: int, hour: int, minute: int = 0, *, month: int = 3) -> datetime:
    return in_london(date(2026, month, day), time(hour, minute))


async def meeting_on(scene: Scene, day: int, *, month: int = 3) -> tuple[NewConcern, UUID]:
    (child,) = await scene.concerns(f"N-{uuid4()}")
    convened = await scene.convene(scene.convening([child.id], on=date(2026, month, day)))
    return child, convened.meeting_id


async def answered(scene: Scene, meeting_id: UUID, *people: Actor, now: datetime = NOW) -> None:
    for person in people:
        await answer_invitation(
            meeting_id=meeting_id, answer=Answer.ACCEPTED, actor=person, now=now
        )


_INVITE = """
with new as (select gen_random_uuid() as id from generate_series(1, $2)),
walls as (insert into compartment (id, kind, created_at) select id, 'meeting', now() from new),
convened as (
    insert into strategy_meeting
    select (jsonb_populate_record(
        m, jsonb_build_object('id', new.id, 'compartment_id', new.id, 'state', 'convened'))).*
    from new, strategy_meeting m where m.id = $3),
members as (
    insert into membership (id, compartment_id, person_id, reason, granted_by, from_at)
    select gen_random_uuid(), new.id, p.id, 'Invited', p.id, '2026-01-01'
    from new, unnest($1::uuid[]) as p (id))
insert into attendee
select (jsonb_populate_record(a, jsonb_build_object(
    'id', gen_random_uuid(), 'compartment_id', new.id, 'meeting_id', new.id, 'person_id', p.id))).*
from new, unnest($1::uuid[]) as p (id), attendee a
where a.id = (select id from attendee where meeting_id = $3 order by id limit 1)
"""


async def invite_often(
    administrator: asyncpg.Connection, people: Sequence[UUID], meetings: int, *, like: UUID
) -> None:
    """Invite all these people to so many meetings more, each like one that there is."""
    await administrator.execute(_INVITE, list(people), meetings, like)
