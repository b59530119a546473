"""Whether mail arrived, for the people who wait for its answer."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from planning.meetings.reading import find_meeting
from planning.people.rules import Actor, MailChannel
from planning.transactions import fetch_all, transaction
from service.mail.undelivered.rules import Standing


class Delivery(msgspec.Struct, frozen=True):
    """The latest invitation or cancellation to one person; `problem`: why it waits or failed.

    Accepted is by the mail server: nobody knows whether it was read. Withheld: the person's agency
    reads in Accord only.
    """

    message_id: UUID
    recipient_id: UUID
    kind: Literal["meeting_request", "meeting_cancellation"]
    state: Literal["queued", "attempting", "accepted", "failed", "bounced", "withheld"]
    standing: Standing
    channel: MailChannel
    attempts: int
    problem: str | None
    queued_at: datetime
    next_attempt_at: datetime
    accepted_at: datetime | None
    bounced_at: datetime | None


async def invitation_deliveries(*, meeting_id: UUID, actor: Actor) -> list[Delivery]:
    """One entry a person; empty for a meeting that the actor does not see."""
    async with transaction(actor.person_id):
        return await fetch_all(
            Delivery,
            """
            select distinct on (recipient_id)
                id as message_id, recipient_id, kind, state, standing, channel, attempts,
                last_error as problem, queued_at, next_attempt_at, accepted_at, bounced_at
            from mail_standing
            where subject_id = $1 and kind in ('meeting_request', 'meeting_cancellation')
            order by recipient_id, sequence desc, queued_at desc
            """,
            meeting_id,
        )


async def deliveries_shown(*, meeting_id: UUID, actor: Actor) -> list[Delivery]:
    """All of them for who may change the meeting, others their own. Raises `NotFound`."""
    async with transaction(actor.person_id):
        row = await find_meeting(meeting_id)
        found = await invitation_deliveries(meeting_id=meeting_id, actor=actor)
    arranges = row.is_arranged_by(actor)
    return [one for one in found if arranges or one.recipient_id == actor.person_id]


class ServerState(msgspec.Struct, frozen=True):
    """One of our mail servers; `reason` says in words why it cannot be used, since when."""

    server: Literal["ordinary", "cjsm"]
    unusable_since: datetime | None
    reason: str | None


async def mail_servers(*, actor: Actor) -> list[ServerState]:
    """Both servers, the ordinary one last; CJSM's is always usable where it has none of its own."""
    async with transaction(actor.person_id):
        return await fetch_all(
            ServerState,
            "select server, unusable_since, reason from mail_server_state order by server",
        )
