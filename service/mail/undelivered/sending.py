"""The worker's part: a new message, from what is true now, for one that did not arrive."""

from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from planning.meetings.calendar import Calendar, Place
from planning.meetings.rules.calendars import shown_place
from planning.meetings.rules.states import MeetingState
from planning.outbox import Message, Notice, NoticeKind, Recipient, Reminder
from planning.transactions import execute, fetch_all, to_json, transaction
from service.mail.outgoing import Outgoing
from service.mail.undelivered.rules import NotSent, Standing

BATCH = 50


class _Entry(msgspec.Struct, frozen=True):
    reference: str
    uid: str
    organiser_token: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    state: MeetingState
    place: str
    asks: bool


class _Asked(msgspec.Struct, frozen=True):
    """A message to be sent again, and what the recipient's calendar should say of its meeting."""

    id: UUID
    kind: str
    subject_id: UUID
    was_sequence: int
    recipient_id: UUID
    standing: Standing
    address: str
    has_left: bool
    calendar: _Entry | None


class _Outcome(msgspec.Struct, frozen=True):
    id: UUID
    new_id: UUID | None
    not_sent: NotSent | None


_ASKED = """
select l.id, l.kind, l.subject_id, l.sequence as was_sequence, l.recipient_id, l.standing,
       p.email as address, p.closed_at is not null or a.closed_at is not null as has_left,
       to_jsonb(c) as calendar
from mail_settling s
join mail_standing l on l.id = s.message_id
join person p on p.id = l.recipient_id
join agency a on a.id = p.agency_id
left join lateral accord_calendar_of(l.subject_id, l.recipient_id) c
    on l.about in ('invitation', 'cancellation')
where s.done_at is null
order by s.asked_at, s.message_id
limit $1
for update of s skip locked
"""

_REPLACE = """
update mail_message set sent_again_as = o.new_id
from jsonb_to_recordset($1::jsonb) as o (id uuid, new_id uuid)
where mail_message.id = o.id and o.new_id is not null
"""

_DONE = """
update mail_settling set done_at = $2, not_sent = o.not_sent
from jsonb_to_recordset($1::jsonb) as o (id uuid, not_sent text)
where mail_settling.message_id = o.id
"""


async def send_asked(*, outgoing: Outgoing, now: datetime) -> int:
    """Queue the new messages of some that people asked for; how many it looked at.

    Two workers at once, or one twice, make one message of each. The old row gives its place up
    before the new one takes it.
    """
    async with transaction(None):
        asked = await fetch_all(_Asked, _ASKED, BATCH)
        made = [(one, again(one, now)) for one in asked]
        outcomes = [
            _Outcome(one.id, None, found)
            if isinstance(found, NotSent)
            else _Outcome(one.id, uuid4(), None)
            for one, found in made
        ]
        await execute(_REPLACE, to_json(outcomes))
        await outgoing.put(
            [one.new_id for one in outcomes if one.new_id],
            [found for _, found in made if not isinstance(found, NotSent)],
            now=now,
        )
        await execute(_DONE, to_json(outcomes), now)
    return len(asked)


def again(asked: _Asked, now: datetime) -> Message | NotSent:
    """The message that says today what the old one said, or why there is none."""
    if asked.has_left:
        return NotSent.LEFT
    if asked.standing is Standing.SUPERSEDED:
        return NotSent.NEWER
    recipient = Recipient(asked.recipient_id, asked.address)
    if asked.kind in set(NoticeKind):
        return Notice(
            NoticeKind(asked.kind), asked.subject_id, recipient, sequence=asked.was_sequence
        )
    if asked.kind == "reminder":
        return Reminder(asked.subject_id, recipient, things=1)
    return _calendar(asked, recipient, now)


def _calendar(asked: _Asked, recipient: Recipient, now: datetime) -> Message | NotSent:
    if asked.calendar is None or asked.calendar.ends_at <= now:
        return NotSent.OVER
    entry = asked.calendar
    calendar = Calendar(
        asked.subject_id,
        entry.reference,
        entry.uid,
        max(entry.sequence, asked.was_sequence),
        entry.starts_at,
        entry.ends_at,
        shown_place(entry.place, shown=True),
    )
    place = Place(recipient, entry.organiser_token)
    match entry.state:
        case MeetingState.CONVENED:
            return calendar.request(place, asks=entry.asks)
        case MeetingState.CANCELLED:
            return calendar.cancellation(place)
    return NotSent.OVER
