"""Queues mail in the transaction of the act that caused it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from planning.outbox import Message
from planning.transactions import connection, execute
from service.jobs.queue import NewJob, put_jobs
from service.mail.identity import MailIdentity, identity_of
from service.mail.rendering import render
from service.mail.signing import Signer, signer_of
from service.settings import Settings

DELIVER = "deliver mail"
"""The job that sends whatever is due."""

_INSERT = """
with new as (
    select mail.*,
        case when agency.mail_channel = 'portal' and kind like 'account\\_%' then 'tls'
             else coalesce(agency.mail_channel, 'ordinary') end as channel,
        row_number() over (partition by subject_id order by mail.place) - 1
            + case when kind = 'reminder' then 60 else 0 end as turns
    from unnest($1::uuid[], $2::text[], $3::uuid[], $4::integer[], $5::uuid[], $6::text[],
                $7::text[], $8::bytea[]) with ordinality
        as mail (id, kind, subject_id, sequence, recipient_id, address, message_id, body, place)
    left join person on person.id = recipient_id
    left join agency on agency.id = person.agency_id)
insert into mail_message (
    id, kind, subject_id, sequence, recipient_id, address, message_id, body, channel,
    state, attempts, next_attempt_at, queued_at, turn_at)
select new.id, kind, subject_id, sequence, recipient_id, address, message_id,
    case when channel = 'portal' then '' else body end, channel,
    case when channel = 'portal' then 'withheld' else 'queued' end, 0,
    $9::timestamptz, $9::timestamptz,
    $9::timestamptz + turns * interval '1 second'
from new
on conflict do nothing
"""
"""A meeting's messages take their turns a second apart, so that a huge one lets others in between;
reminders let a minute's worth of others in. Nothing waits for its turn: it only settles who is
first. To a portal agency only account mails go, encrypted: without them nobody could sign in.
"""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """`planning.outbox.Enqueue` by mail: two statements, however many messages."""

    identity: MailIdentity
    signer: Signer | None = None

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
            await self.signed([mail.body for mail in mails]),
            now,
        )
        await put_jobs(connection(), [NewJob(DELIVER)])

    async def signed(self, bodies: list[bytes]) -> list[bytes]:
        """Once, here: what is sent again later is the same to the byte."""
        if self.signer is None:
            return bodies
        return await asyncio.to_thread(self.signer.sign_all, bodies)


def outgoing_of(settings: Settings) -> Outgoing:
    """How this installation queues mail."""
    return Outgoing(identity_of(settings), signer_of(settings))
