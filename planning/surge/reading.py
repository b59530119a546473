"""Batches as their acts lock them; inside an open transaction."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.errors import Blocker, NotFound, block_if
from planning.procedures.rules import MeetingKind
from planning.surge.rules.batches import BatchRules, BatchState, Why
from planning.transactions import fetch_all, fetch_one, fetch_value

CONFIRMED = Blocker("The meetings of this batch have been convened. Move one on its own page.")


class BatchRow(msgspec.Struct, frozen=True):
    """A batch's own row."""

    id: UUID
    owner_id: UUID
    created_at: datetime
    state: BatchState
    rules: BatchRules


class MeetingRow(msgspec.Struct, frozen=True):
    """A meeting of a batch; `taken` when another for one of its children is convened."""

    id: UUID
    compartment_ids: list[UUID]
    concern_ids: list[UUID]
    kind: MeetingKind
    why: Why
    decided_at: datetime
    due_on: date
    weight: int
    site: str | None
    excluded: bool
    pinned_at: datetime | None
    pinned_room_id: UUID | None
    meeting_id: UUID | None
    taken: bool

    @property
    def wanted(self) -> bool:
        """Whether a proposal places it."""
        return not (self.excluded or self.taken) and self.meeting_id is None


_BATCH = "select id, owner_id, created_at, state, rules from surge_batch where id = $1"
_MEETINGS = """
select m.id, m.compartment_ids, m.concern_ids, m.kind, m.why, m.decided_at, m.due_on, m.weight,
       m.site, m.excluded, m.pinned_at, m.pinned_room_id, m.meeting_id,
       m.meeting_id is null and exists (
           select from unnest(m.concern_ids) key
           where accord_has_meeting_ahead(key)
              or exists (select from concern k where k.id = key and k.closed_at is not null))
           as taken
from surge_batch_meeting m where m.batch_id = $1
order by m.due_on, m.id
"""


async def find_batch(batch_id: UUID) -> BatchRow:
    """The actor's own batch; raises `NotFound`."""
    row = await fetch_one(BatchRow, _BATCH, batch_id)
    if row is None:
        raise NotFound
    return row


async def lock_batch(batch_id: UUID) -> BatchRow:
    """The same, locked, whatever its state."""
    row = await fetch_one(BatchRow, _BATCH + " for update", batch_id)
    if row is None:
        raise NotFound
    return row


async def lock_open(batch_id: UUID) -> BatchRow:
    """The same; raises `Blocked` once it is confirmed."""
    row = await lock_batch(batch_id)
    block_if([CONFIRMED] if row.state is BatchState.CONFIRMED else [])
    return row


async def meetings_of(batch_id: UUID) -> list[MeetingRow]:
    """Its meetings, of those that the actor can see, the soonest due first."""
    return await fetch_all(MeetingRow, _MEETINGS, batch_id)


async def meeting_of(batch_id: UUID, meeting_id: UUID) -> MeetingRow:
    """One of them; raises `NotFound`."""
    found = {row.id: row for row in await meetings_of(batch_id)}
    if meeting_id not in found:
        raise NotFound
    return found[meeting_id]


async def sites() -> list[str]:
    """Where there are rooms to meet in."""
    return list(
        await fetch_value(
            "select array(select distinct site from room"
            " where closed_at is null and not is_virtual order by site)"
        )
    )
