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


# Meetings that the reader may see and invitations of theirs, each by an index of its own, brought
# together by grouping: PostgreSQL takes them for few, and would join thousands one by one.
_SHOWN = f"""
with found as (
    select m.id as meeting_id, m.calendar_uid as uid, m.calendar_sequence as sequence, m.reference,
           m.starts_at, m.ends_at, m.convened_at, null::timestamptz as invited_at,
           m.chair_id = $1 as is_theirs
    from strategy_meeting m
    where m.starts_at > $2::timestamptz - interval '{LONGEST.total_seconds()} seconds'
      and m.ends_at >= $2 and m.state <> '{MeetingState.CANCELLED}' and m.entered_at is null
    union all
    select a.meeting_id, null, a.calendar_ahead, null, null, null, null, a.invited_at,
           a.answer <> '{Answer.DECLINED}'
    from attendee a where a.person_id = $1 and a.removed_at is null),
shown as (
    select meeting_id, max(uid) as uid, sum(sequence)::integer as sequence,
           max(reference) as reference, max(starts_at) as starts_at, max(ends_at) as ends_at,
           coalesce(max(invited_at), max(convened_at)) as stamped_at
    from found group by meeting_id having max(uid) is not null and bool_or(is_theirs)
    order by 5 desc, meeting_id limit {MOST_ENTRIES})
"""
_ENTRIES = f"{_SHOWN} select * from shown order by starts_at, meeting_id"
_VERSION = f"""{_SHOWN}
select encode(sha256(coalesce(string_agg(
    textsend(uid) || textsend(reference) || int4send(sequence) || timestamptz_send(starts_at)
    || timestamptz_send(ends_at) || timestamptz_send(stamped_at),
    '' order by starts_at, meeting_id), '')), 'hex')
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
