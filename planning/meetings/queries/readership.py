"""Who reads the minutes of a meeting, who has, and what each of them gets."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.errors import NotFound
from planning.history.actions import record_read
from planning.meetings.minuting import sees_every_child
from planning.meetings.queries.minutes import MinutesSeen, read_minutes
from planning.meetings.reading import MeetingRow, find_meeting
from planning.people.rules import Actor
from planning.transactions import fetch_all, transaction


class ReaderSeen(msgspec.Struct, frozen=True):
    """An attendee; `concern_ids` are the children whose parts they read beside the joint one.

    `reads` is false for who is in conflict or whose time is over: they read nothing.
    """

    person_id: UUID
    name: str
    agency_name: str
    is_chair: bool
    reads: bool
    concern_ids: list[UUID]
    last_read_at: datetime | None
    acknowledged_at: datetime | None


_READERS = """
with live as (
    select s.person_id, s.compartment_id from membership s
    where s.ended_at is null and (s.until_at is null or s.until_at > accord_now())
      and s.person_id in (select person_id from attendee where meeting_id = $1)
      and s.compartment_id in (
          select $2 union all select compartment_id from meeting_child where meeting_id = $1)
      and not exists (select from conflict_block b
                      where b.person_id = s.person_id and b.compartment_id = s.compartment_id
                        and b.lifted_at is null))
select a.person_id, p.name, g.name as agency_name, a.person_id = $3 as is_chair,
       exists (select from live
               where live.person_id = a.person_id and live.compartment_id = $2) as reads,
       array(select mc.concern_id from meeting_child mc
             where mc.meeting_id = $1 and exists (
                 select from live where live.person_id = a.person_id
                                    and live.compartment_id = mc.compartment_id)
             order by mc.concern_id) as concern_ids,
       (select max(r.read_at) from record_read r
        where r.compartment_id = $2 and r.subject_id = $1 and r.subject_kind = 'minutes'
          and r.person_id = a.person_id) as last_read_at,
       a.minutes_acknowledged_at as acknowledged_at
from attendee a
join person p on p.id = a.person_id
join agency g on g.id = a.agency_id
where a.meeting_id = $1 and a.removed_at is null
order by g.name, p.name, a.person_id
"""


async def readership(*, meeting_id: UUID, actor: Actor) -> list[ReaderSeen]:
    """Every attendee, by agency and name. Raises `NotFound` for all but chair and minute taker."""
    async with transaction(actor.person_id):
        return await _readers(await _own(meeting_id, actor))


async def minutes_as_read_by(
    *, meeting_id: UUID, person_id: UUID, actor: Actor, now: datetime
) -> MinutesSeen:
    """The minutes as an attendee reads them, or will; for the chair, who must see every child.

    Raises `NotFound` otherwise, and for somebody who reads nothing.
    """
    async with transaction(actor.person_id):
        row = await _own(meeting_id, actor)
        readers = await _readers(row)
        reader = next((one for one in readers if one.person_id == person_id and one.reads), None)
        if reader is None or row.chair_id != actor.person_id or not await sees_every_child(row):
            raise NotFound
        await record_read(
            subject_kind="minutes",
            subject_id=meeting_id,
            compartment_id=row.compartment_id,
            reader_id=actor.person_id,
            now=now,
        )
        return await read_minutes(row, actor, now, only=frozenset(reader.concern_ids))


async def _own(meeting_id: UUID, actor: Actor) -> MeetingRow:
    row = await find_meeting(meeting_id)
    if not row.is_run_by(actor):
        raise NotFound
    return row


async def _readers(row: MeetingRow) -> list[ReaderSeen]:
    return await fetch_all(ReaderSeen, _READERS, row.id, row.compartment_id, row.chair_id)
