"""Replies to a scene's invitations, taken by the worker as they come by mail."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import msgspec

from planning.meetings.rules.quorum import Answer
from planning.people.rules import Actor
from planning.replies.actions import take_reply
from planning.replies.rules import Incoming, Proposal, Replier, Reply, ReplyState
from planning.transactions import fetch_all, fetch_one, transaction, using
from tests.factories import NOW, Sent

AFTER = NOW + timedelta(hours=1)
"""When a reply comes, unless a test says otherwise."""


class Invited(msgspec.Struct, frozen=True):
    """What the mail of an invitation told its recipient."""

    token: str
    address: str
    uid: str
    sequence: int


class Kept(msgspec.Struct, frozen=True):
    """A row of a reply."""

    id: UUID
    attendee_id: UUID
    kind: str
    answer: str | None
    comment: str
    proposed_starts_at: datetime | None
    proposed_ends_at: datetime | None
    delegate_address: str
    from_address: str
    sequence: int | None
    stamped_at: datetime | None
    reasons: list[str]
    applied_at: datetime | None
    state: ReplyState


_INVITED = """
select a.organiser_token as token, p.email as address, m.calendar_uid as uid,
       m.calendar_sequence + a.calendar_ahead as sequence
from attendee a join person p on p.id = a.person_id join strategy_meeting m on m.id = a.meeting_id
where a.meeting_id = $1 and a.person_id = $2
"""
_KEPT = """
select id, attendee_id, kind, answer, comment, proposed_starts_at, proposed_ends_at,
       delegate_address, from_address, sequence, stamped_at, reasons, applied_at, state
from reply where meeting_id = $1 order by received_at, stamped_at
"""


async def invited(meeting_id: UUID, person: Actor, seen_by: Actor) -> Invited:
    """The invitation of somebody, as somebody in the meeting can look it up."""
    async with transaction(seen_by.person_id):
        found = await fetch_one(Invited, _INVITED, meeting_id, person.person_id)
    assert found is not None
    return found


def reply_to(
    invitation: Invited,
    answer: Answer | None = Answer.ACCEPTED,
    *,
    at: datetime = AFTER,
    comment: str = "",
    method: str = "REPLY",
    proposal: Proposal | None = None,
) -> Reply:
    """What the invited person's own calendar would say."""
    return Reply(
        method=method,
        uid=invitation.uid,
        sequence=invitation.sequence,
        stamped_at=at,
        repliers=[Replier(invitation.address, answer)],
        comment=comment,
        proposal=proposal,
    )


async def take(
    worker_pool: asyncpg.Pool,
    invitation: Invited,
    said: Incoming,
    *,
    sender: str | None = None,
    authenticated: bool = True,
    now: datetime = AFTER,
    incoming_id: UUID | None = None,
    sent: Sent | None = None,
) -> ReplyState:
    """Let the worker take it, as from the invited person unless another sender is given."""
    with using(worker_pool):
        return await take_reply(
            incoming_id=incoming_id or uuid4(),
            token=invitation.token,
            reply=said,
            sender=invitation.address if sender is None else sender,
            authenticated=authenticated,
            now=now,
            enqueue=sent or Sent(),
        )


async def kept(meeting_id: UUID, actor: Actor) -> list[Kept]:
    """The replies to a meeting, in the order in which they came, as the actor sees them."""
    async with transaction(actor.person_id):
        return await fetch_all(Kept, _KEPT, meeting_id)
