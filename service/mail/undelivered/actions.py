"""What people do about mail that did not arrive."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from planning.errors import NotFound, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.outbox import AddressChanged, Enqueue, Recipient
from planning.people.actions import change_address
from planning.people.rules import Actor
from planning.transactions import connection, fetch_all, transaction
from service.auth.links import end_every_link
from service.auth.sessions import end_every_session
from service.jobs.queue import NewJob, put_jobs
from service.mail.undelivered.queries import Filters, letters
from service.mail.undelivered.rules import About, account_blockers, reason_blockers

SEND_AGAIN = "send mail again"
"""The job that queues what people asked to be sent again."""
AT_ONCE = 1000
"""The most that one act has sent again; the rest stays on the list."""


class _Settled(msgspec.Struct, frozen=True):
    id: UUID
    about: About
    recipient_id: UUID
    compartment_id: UUID | None
    settled: bool


async def send_again(*, message_id: UUID, actor: Actor, now: datetime) -> bool:
    """Have a new message made from what is true now; whether this very call asked for it.

    False when somebody else dealt with it before. Raises `NotFound`, or `Blocked` for a link to an
    account, whose secret is gone.
    """
    async with transaction(actor.person_id):
        found = await _settle([message_id], "send_again", None, actor, now)
        if not found:
            raise NotFound
        block_if(account_blockers(found[0].about))
        return found[0].settled


async def send_all_again(*, filters: Filters, actor: Actor, now: datetime) -> int:
    """The same for everything that these filters list, a thousand at most; how many there were."""
    async with transaction(actor.person_id):
        found = await letters(filters, actor, now, after=None, limit=AT_ONCE)
        settled = await _settle([one.id for one in found], "send_again", None, actor, now)
        return sum(one.settled for one in settled)


async def dismiss(*, message_id: UUID, reason: str, actor: Actor, now: datetime) -> bool:
    """Put a message away; whether this very call did. Raises `NotFound`, or `Blocked`."""
    async with transaction(actor.person_id):
        block_if(reason_blockers(reason))
        found = await _settle([message_id], "dismiss", reason.strip(), actor, now)
        if not found:
            raise NotFound
        return found[0].settled


async def correct_address(
    *, person_id: UUID, email: str, actor: Actor, now: datetime, enqueue: Enqueue
) -> int:
    """Give a person another address; how many messages that did not arrive go out to it again.

    They are signed out and links to the old address end, for another may read that mailbox now.
    The old address is told, unless mail to it does not arrive. Raises what `change_address` raises.
    """
    async with transaction(actor.person_id):
        former = await change_address(person_id=person_id, email=email, actor=actor, now=now)
        await end_every_session(person_id)
        await end_every_link(person_id, now=now)
        listed = await letters(Filters(), actor, now, after=None, limit=AT_ONCE)
        dead = [one.id for one in listed if one.recipient_id == person_id]
        if not dead:
            notice = AddressChanged(uuid4(), Recipient(person_id, former))
            await enqueue([notice], now=now)
        settled = await _settle(dead, "send_again", None, actor, now)
        return sum(one.settled for one in settled)


async def _settle(
    ids: Sequence[UUID], how: str, why: str | None, actor: Actor, now: datetime
) -> list[_Settled]:
    found = await fetch_all(
        _Settled, "select * from accord_settle_mail($1, $2, $3, $4)", list(ids), how, why, now
    )
    done = [one for one in found if one.settled]
    if done:
        act = "mail.put_away" if how == "dismiss" else "mail.sent_again"
        detail: dict[str, object] = {"reason": why} if why else {}
        await record(
            [Event(act, "mail", one.id, one.compartment_id, detail) for one in done],
            actor_id=actor.person_id,
            now=now,
        )
    if done and how == "send_again":
        await put_jobs(connection(), [NewJob(SEND_AGAIN)])
    return found
