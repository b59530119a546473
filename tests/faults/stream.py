"""A stream of invitations, their updates and cancellations, queued as acts queue them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import product
from uuid import UUID, uuid4

from planning import clock
from planning.outbox import MeetingCancellation, MeetingInvitation, Message, Recipient
from planning.transactions import transaction
from service.mail.identity import MailIdentity
from service.mail.outgoing import Outgoing
from tests.factories import make_actor
from tests.faults.losses import through_losses

AHEAD = 100
"""Messages, so that there are others to send while some are in a dead worker's hands."""
PAUSE = 0.02
STEPS = 5
"""An invitation, three updates, a cancellation."""


@dataclass(frozen=True)
class Stream:
    """`meetings` times `people` times five messages."""

    recipients: Sequence[Recipient]
    meetings: Sequence[UUID]

    @property
    def count(self) -> int:
        return len(self.recipients) * len(self.meetings) * STEPS

    async def flow(self, progress: Callable[[], float]) -> None:
        """Queue everything, the steps of each meeting in their order, while `progress` goes from 0
        to 1: never much more than what can be sent meanwhile.
        """
        queued = 0
        async for _ in self._queued():
            queued += len(self.recipients)
            while queued - AHEAD > progress() * self.count:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(PAUSE)
            await asyncio.sleep(0)

    async def _queued(self) -> AsyncIterator[None]:
        identity = MailIdentity("accord.example", "accord@accord.example", "https://accord.example")
        for step, meeting_id in product(range(STEPS), self.meetings):
            messages = [_message(meeting_id, person, step) for person in self.recipients]
            await through_losses(partial(_queue, Outgoing(identity), messages))
            yield


async def stream(*, meetings: int, domain: str, people: int = 4) -> Stream:
    """New people of this mail domain and their meetings to come."""
    actors = [await make_actor() for _ in range(people)]
    recipients = [Recipient(actor.person_id, f"{actor.person_id}@{domain}") for actor in actors]
    return Stream(recipients, [uuid4() for _ in range(meetings)])


async def _queue(outgoing: Outgoing, messages: Sequence[Message]) -> None:
    """Twice is as once: a message is known by its kind, meeting, sequence and recipient."""
    async with transaction(messages[0].recipient.person_id):
        await outgoing(messages, now=clock.now())


def _message(meeting_id: UUID, recipient: Recipient, step: int) -> Message:
    starts_at = clock.now().replace(hour=11, minute=0) + timedelta(days=10)
    kind = MeetingCancellation if step == STEPS - 1 else MeetingInvitation
    return kind(
        meeting_id=meeting_id,
        recipient=recipient,
        reference="7K4-QXP",
        uid=f"{meeting_id}@accord.example",
        organiser_token=f"t{meeting_id.hex}{recipient.person_id.hex}",
        sequence=step,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
    )
