"""Replies as the worker takes them, to the usual meeting of a scene."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import msgspec

from planning.meetings.rules.quorum import Answer
from planning.people.rules import Actor
from planning.replies.actions import Decision, Settled, settle_reply, take_reply
from planning.replies.rules import Incoming, Proposal, Replier, Reply, ReplyState, Words
from planning.transactions import fetch_one, transaction, using
from tests.factories import NOW
from tests.scene import Scene, make_scene


class Seat(msgspec.Struct, frozen=True):
    """An attendee's row as a test looks at it."""

    answer: Answer
    apology: str
    apology_reason: str | None
    calendar_ahead: int
    organiser_token: str
    uid: str
    sequence: int


_SEAT = """
select a.answer, a.apology, a.apology_reason, a.calendar_ahead, a.organiser_token,
       m.calendar_uid as uid, m.calendar_sequence as sequence
from attendee a join strategy_meeting m on m.id = a.meeting_id
where a.meeting_id = $1 and a.person_id = $2
"""


@dataclass
class Post:
    """The meeting, and what comes to its addresses."""

    scene: Scene
    worker: asyncpg.Pool
    meeting_id: UUID
    children: list[UUID]

    async def seat(self, person: Actor) -> Seat:
        """Where a person stands at the meeting, as its convener sees it."""
        async with transaction(self.scene.scheduler.person_id):
            found = await fetch_one(Seat, _SEAT, self.meeting_id, person.person_id)
        assert found is not None
        return found

    async def version(self) -> int:
        """The meeting's."""
        async with transaction(self.scene.chair.person_id):
            row = await fetch_one(
                _Version, "select version from strategy_meeting where id = $1", self.meeting_id
            )
        assert row is not None
        return row.version

    async def take(
        self,
        person: Actor,
        said: Incoming,
        *,
        sender: str = "",
        confirmed: bool = True,
        now: datetime = NOW,
    ) -> tuple[UUID, ReplyState]:
        """Let it come to the person's address of the meeting."""
        incoming_id, seat = uuid4(), await self.seat(person)
        with using(self.worker):
            state = await take_reply(
                incoming_id=incoming_id,
                token=seat.organiser_token,
                reply=said,
                sender=sender or person.email,
                authenticated=confirmed,
                now=now,
                enqueue=self.scene.sent,
            )
        return incoming_id, state

    async def settle(self, reply_id: UUID, decision: Decision, actor: Actor) -> Settled:
        """Decide about it."""
        return await settle_reply(
            meeting_id=self.meeting_id,
            reply_id=reply_id,
            decision=decision,
            actor=actor,
            now=NOW,
            enqueue=self.scene.sent,
        )

    async def waits(self, person: Actor, said: Incoming, **how: object) -> UUID:
        """The same of something that waits for a person; its id."""
        reply_id, state = await self.take(person, said, **how)  # type: ignore[arg-type]
        assert state is ReplyState.WAITING
        return reply_id

    async def reply(self, person: Actor, answer: Answer | None, **says: object) -> Reply:
        """A reply of their calendar to the invitation that they have."""
        seat = await self.seat(person)
        plain = Reply(
            method="REPLY",
            uid=seat.uid,
            sequence=seat.sequence + seat.calendar_ahead,
            stamped_at=NOW - timedelta(minutes=5),
            repliers=[Replier(person.email, answer)],
        )
        return msgspec.structs.replace(plain, **says)

    async def proposal(
        self, person: Actor, starts_at: datetime, minutes: int = 60, **says: object
    ) -> UUID:
        """A proposed time that waits; its id."""
        wanted = Proposal(starts_at, starts_at + timedelta(minutes=minutes))
        said = await self.reply(person, Answer.TENTATIVE, method="COUNTER", proposal=wanted, **says)
        return await self.waits(person, said)


class _Version(msgspec.Struct, frozen=True):
    version: int


THURSDAY = datetime(2026, 3, 5, 15, 0, tzinfo=UTC)
"""A time that nobody has anything against."""
WROTE = Words("Please ring me about this one: 01632 960123.")


async def make_post(worker: asyncpg.Pool) -> Post:
    """Everybody, two siblings and the usual meeting about both."""
    scene = await make_scene()
    children = [concern.id for concern in await scene.concerns("N-1", "N-2")]
    return Post(scene, worker, await scene.meet(*children), children)
