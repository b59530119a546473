"""Queues mail in the transaction of the act that caused it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from planning.outbox import Message
from planning.transactions import connection, execute
from service.jobs.queue import NewJob, put_jobs
from service.mail.identity import MailIdentity
from service.mail.rendering import render

DELIVER = "deliver mail"
"""The job that sends whatever is due."""

_INSERT = """
insert into mail_message (
    id, kind, subject_id, sequence, recipient_id, address, message_id, body,
    state, attempts, next_attempt_at, queued_at)
select id, kind, subject_id, sequence, recipient_id, address, message_id, body,
    'queued', 0, $9, $9
from unnest($1::uuid[], $2::text[], $3::uuid[], $4::integer[], $5::uuid[], $6::text[],
            $7::text[], $8::bytea[])
    as new (id, kind, subject_id, sequence, recipient_id, address, message_id, body)
on conflict do nothing
"""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """`planning.outbox.Enqueue` by mail: two statements, however many messages."""

    identity: MailIdentity

    async def __call__(self, messages: Sequence[Message], *, now: datetime) -> None:
        """Fix the bytes of each message and queue it; what was queued before is not repeated.

        A message is known by its kind, subject, sequence and recipient.
        """
        await self.put([uuid4() for _ in messages], messages, now=now)

    async def put(self, ids: Sequence[UUID], messages: Sequence[Message], *, now: datetime) -> None:
        """The same under ids that are known already."""
        if not messages:
            return
        mails = [render(message, identity=self.identity, now=now) for message in messages]
        await execute(
            _INSERT,
            list(ids),
            [mail.kind for mail in mails],
            [mail.subject_id for mail in mails],
            [mail.sequence for mail in mails],
            [message.recipient.person_id for message in messages],
            [message.recipient.address for message in messages],
            [mail.message_id for mail in mails],
            [mail.body for mail in mails],
            now,
        )
        await put_jobs(connection(), [NewJob(DELIVER)])
