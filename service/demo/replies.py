"""What this week's calendars and mailboxes replied, read and taken as real mail is."""

from datetime import datetime, time
from uuid import uuid4

import msgspec

from planning.clock import NONE_CLOSED, add_working_days, in_london, today
from planning.replies.actions import take_reply
from planning.replies.rules import Incoming, Words
from planning.transactions import fetch_one, fetch_value, transaction
from service.calendar.replies import read_reply
from service.demo.cast import DOMAIN
from service.demo.mail_program import Button, Invitation, Reply, calendar_reply
from service.demo.stage import no_mail


class _Invited(msgspec.Struct, frozen=True):
    """The next meeting that somebody has not answered yet, as their calendar knows it."""

    token: str
    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime

    def as_read_by(self, key: str) -> Invitation:
        """As the mail program of a player has it."""
        return Invitation(
            self.uid, self.sequence, self.token, f"{key}@{DOMAIN}", self.starts_at, self.ends_at
        )


_NEXT = """
select a.organiser_token as token, m.calendar_uid as uid,
       m.calendar_sequence + a.calendar_ahead as sequence, m.starts_at, m.ends_at
from attendee a join strategy_meeting m on m.compartment_id = a.compartment_id
                                       and m.id = a.meeting_id
where a.person_id = $1 and a.answer = 'awaited' and a.removed_at is null
  and m.state = 'convened' and m.starts_at > $2
order by m.starts_at, m.id limit 1
"""

AWAY = "I am out of the office until Monday and do not read mail. In urgent cases ring the ward."
COURT = "In court tomorrow morning. Could we meet on the day after?"


async def replies_arrive(*, now: datetime) -> None:
    """The police propose another time, a nurse accepts from an address that nobody confirms, and a
    mailbox says by itself that its owner is away; as the worker's role.
    """
    later = in_london(add_working_days(today(now), 2, NONE_CLOSED), time(12))
    await _arrive("police", Reply(Button.MAYBE, now, COURT, later))
    await _arrive("nurse", Reply(Button.ACCEPT, now), confirmed=False)
    invited = await _next("camhs", now)
    await _take(invited, "camhs", Words(AWAY, automatic=True), now, confirmed=True)


async def _arrive(key: str, reply: Reply, *, confirmed: bool = True) -> None:
    invited = await _next(key, reply.stamped_at)
    said = read_reply(calendar_reply(invited.as_read_by(key), reply))
    await _take(invited, key, said, reply.stamped_at, confirmed=confirmed)


async def _next(key: str, now: datetime) -> _Invited:
    async with transaction(None):
        person_id = await fetch_value("select id from person where email = $1", f"{key}@{DOMAIN}")
    async with transaction(person_id):
        found = await fetch_one(_Invited, _NEXT, person_id, now)
    if found is None:
        raise LookupError(key)
    return found


async def _take(
    invited: _Invited, key: str, said: Incoming, now: datetime, *, confirmed: bool
) -> None:
    await take_reply(
        incoming_id=uuid4(),
        token=invited.token,
        reply=said,
        sender=f"{key}@{DOMAIN}",
        authenticated=confirmed,
        now=now,
        enqueue=no_mail,
    )
