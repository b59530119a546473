"""Whether mail arrived, for the people who wait for its answer."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from planning.people.rules import Actor
from planning.transactions import fetch_all, transaction


class Delivery(msgspec.Struct, frozen=True):
    """The latest invitation or cancellation to one person; `problem`: why it waits or failed."""

    recipient_id: UUID
    kind: Literal["meeting_request", "meeting_cancellation"]
    state: Literal["queued", "attempting", "accepted", "failed"]
    problem: str | None
    queued_at: datetime


async def invitation_deliveries(*, meeting_id: UUID, actor: Actor) -> list[Delivery]:
    """One entry a person; empty for a meeting that the actor does not see."""
    async with transaction(actor.person_id):
        return await fetch_all(
            Delivery,
            """
            select distinct on (recipient_id)
                recipient_id, kind, state, last_error as problem, queued_at
            from mail_message
            where subject_id = $1 and kind in ('meeting_request', 'meeting_cancellation')
            order by recipient_id, sequence desc, queued_at desc
            """,
            meeting_id,
        )


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
