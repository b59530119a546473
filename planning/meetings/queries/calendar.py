"""What stands in a person's calendar, and a fingerprint by which a change of it is known."""

from datetime import datetime, time, timedelta
from uuid import UUID

import msgspec

from planning.clock import in_london, london_date
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.scheduling import LONGEST
from planning.meetings.rules.states import MeetingState
from planning.transactions import fetch_all, fetch_value, transaction

DAYS_BACK = 30
MOST_ENTRIES = 5_000


class CalendarEntry(msgspec.Struct, frozen=True):
    """A meeting as a calendar shows it; `stamped_at` is when its person was last asked to it."""

    meeting_id: UUID
    uid: str
    sequence: int
    reference: str
    starts_at: datetime
    ends_at: datetime
    stamped_at: datetime


# Meetings first by what the reader may see, then by who is asked: each from an index of its own.
_SHOWN = f"""
with seen as materialized (
    select m.id, m.compartment_id, m.calendar_uid, m.calendar_sequence, m.reference, m.starts_at,
           m.ends_at, m.convened_at, m.chair_id
    from strategy_meeting m
    where m.starts_at > $2::timestamptz - interval '{LONGEST.total_seconds()} seconds'
      and m.ends_at >= $2 and m.state <> '{MeetingState.CANCELLED}' and m.entered_at is null),
asked as materialized (
    select a.meeting_id, a.calendar_ahead, a.invited_at, a.answer
    from attendee a where a.person_id = $1 and a.removed_at is null),
shown as (
    select s.id as meeting_id, s.calendar_uid as uid,
           s.calendar_sequence + coalesce(a.calendar_ahead, 0) as sequence, s.reference,
           s.starts_at, s.ends_at, coalesce(a.invited_at, s.convened_at) as stamped_at
    from seen s left join asked a on a.meeting_id = s.id
    where s.chair_id = $1 or a.answer <> '{Answer.DECLINED}'
    order by s.starts_at desc, s.id limit {MOST_ENTRIES})
"""
_ENTRIES = f"{_SHOWN} select * from shown order by starts_at, meeting_id"
_VERSION = f"""{_SHOWN}
select encode(sha256(convert_to(coalesce(string_agg(concat_ws(
    ' ', uid, sequence, reference, extract(epoch from starts_at), extract(epoch from ends_at),
    extract(epoch from stamped_at)), E'\\n' order by starts_at, meeting_id), ''), 'UTF8')), 'hex')
from shown
"""


async def calendar_entries(*, person_id: UUID, now: datetime) -> list[CalendarEntry]:
    """Meetings that the person is asked to or chairs, soonest first: of the last 30 days and on.

    Not those that they declined, nor cancelled ones, nor discussions told after they were held,
    to which nobody was invited. Of more than 5,000 the latest ones.
    """
    async with transaction(person_id):
        return await fetch_all(CalendarEntry, _ENTRIES, person_id, _since(now))


async def calendar_version(*, person_id: UUID, now: datetime) -> str:
    """A fingerprint of `calendar_entries`, which costs a small part of reading them."""
    async with transaction(person_id):
        return str(await fetch_value(_VERSION, person_id, _since(now)))


def _since(now: datetime) -> datetime:
    """Whole days: the fingerprint does not change from minute to minute."""
    return in_london(london_date(now) - timedelta(days=DAYS_BACK), time())
