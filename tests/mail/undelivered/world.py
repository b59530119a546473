"""A meeting whose mail is really queued, and the worker that sends again."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import msgspec

from planning.meetings.actions import convene
from planning.people.rules import Actor, Role
from planning.transactions import using
from service.mail.outgoing import Outgoing
from service.mail.undelivered.queries import Filters, LetterSeen, undelivered
from service.mail.undelivered.sending import send_asked
from tests.factories import NOW, make_actor
from tests.mail.messages import IDENTITY
from tests.scene import Scene, make_scene

OUT = Outgoing(IDENTITY)
LATER = NOW + timedelta(hours=1)


@dataclass
class Post:
    """The usual meeting of a scene, and who runs the service."""

    scene: Scene
    meeting_id: UUID
    administrator: Actor
    worker: asyncpg.Pool

    async def message(self, person: Actor, *, state: str | None = None) -> UUID:
        """The latest message to a person about the meeting."""
        found = await self.worker.fetchval(
            "select id from mail_message where subject_id = $1 and recipient_id = $2"
            " and ($3::text is null or state = $3) order by sequence desc, queued_at desc limit 1",
            self.meeting_id, person.person_id, state,
        )  # fmt: skip
        return UUID(str(found))

    async def fail(self, person: Actor, reason: str = "address refused (550 5.1.1)") -> UUID:
        """The mail server refuses the latest message to a person."""
        message_id = await self.message(person)
        await self.become(message_id, "failed", reason)
        return message_id

    async def become(self, message_id: UUID, state: str, reason: str | None = None) -> None:
        """As the worker that delivers would write it."""
        await self.worker.execute(
            "update mail_message set state = $2, last_error = $3, claim = null,"
            " accepted_at = case when $2 = 'accepted' then queued_at else accepted_at end,"
            " bounced_at = case when $2 = 'bounced' then queued_at end where id = $1",
            message_id, state, reason,
        )  # fmt: skip

    async def work(self, now: datetime = LATER) -> int:
        """The worker sends again what was asked for."""
        with using(self.worker):
            return await send_asked(outgoing=OUT, now=now)

    async def listed(self, actor: Actor, **filters: object) -> list[LetterSeen]:
        """What the person finds on the list."""
        asked = msgspec.convert(filters, Filters)
        return (await undelivered(filters=asked, actor=actor, now=LATER)).items

    async def standings(self) -> dict[UUID, str]:
        """Where each message of the meeting stands."""
        rows = await self.worker.fetch(
            "select id, standing from mail_standing where subject_id = $1", self.meeting_id
        )
        return {row["id"]: row["standing"] for row in rows}


async def make_post(
    worker: asyncpg.Pool, *, on: date = date(2026, 3, 4), at: datetime = NOW
) -> Post:
    """A meeting convened by mail."""
    scene = await make_scene()
    (child,) = await scene.concerns(f"N-{uuid4()}")
    convened = await convene(
        convening=scene.convening([child.id], on=on), actor=scene.scheduler, now=at, enqueue=OUT
    )
    administrator = await make_actor(Role.ADMINISTRATOR)
    return Post(scene, convened.meeting_id, administrator, worker)
