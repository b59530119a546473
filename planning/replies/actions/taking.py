"""Taking what came by mail. The worker's act, with the invited person's own eyes."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.errors import NotFound
from planning.meetings.answers import Said, keep_answer, place_for
from planning.meetings.reading import MeetingRow, lock_row
from planning.meetings.rules.quorum import Answer
from planning.outbox import Enqueue, Notice, NoticeKind, Recipient
from planning.procedures.rules import ApologyReason
from planning.replies.rows import Mail, row_of
from planning.replies.rules import (
    Applied,
    Decision,
    Incoming,
    Invitation,
    ReplyState,
    Review,
    Sender,
    Why,
    decide,
    short,
)
from planning.replies.tables import Reply
from planning.transactions import fetch_one, fetch_value, transaction


class _Found(msgspec.Struct, frozen=True):
    attendee_id: UUID
    meeting_id: UUID
    person_id: UUID
    eyes: UUID


class _Invited(msgspec.Struct, frozen=True):
    email: str
    calendar_ahead: int
    answer: Answer
    answered_at: datetime | None
    apology: str
    apology_reason: ApologyReason | None
    is_invited: bool
    waiting: int


class _Arranger(msgspec.Struct, frozen=True):
    id: UUID
    email: str


_FIND = "select attendee_id, meeting_id, person_id, eyes from accord_reply_to($1)"

_INVITED = f"""
select p.email, a.calendar_ahead, a.answer, a.answered_at, a.apology, a.apology_reason,
       a.removed_at is null and p.closed_at is null and p.id = $2 as is_invited,
       (select count(*) from reply r
        where r.meeting_id = a.meeting_id and r.attendee_id = a.id
          and r.state = '{ReplyState.WAITING}') as waiting
from attendee a join person p on p.id = a.person_id
where a.id = $1
"""

_TAKEN = "select state from reply where id = $1"

_TO_TELL = f"""
select p.id, p.email from strategy_meeting m
join person p on p.id in (m.convened_by, m.chair_id) and p.closed_at is null
where m.id = $1 and not exists (
    select from reply r
    where r.meeting_id = m.id and r.state = '{ReplyState.WAITING}' and r.id <> $2)
order by p.id = m.convened_by desc limit 1
"""
"""The convener, else the chair; nobody while something waits of which they were told before."""


async def take_reply(
    *,
    incoming_id: UUID,
    token: str,
    reply: Incoming,
    sender: str,
    authenticated: bool,
    now: datetime,
    enqueue: Enqueue,
) -> ReplyState:
    """Apply a reply, put it before a person, or note it; what became of it.

    `sender` is the address in From, `authenticated` whether the trusted mail server confirms it.
    The same `incoming_id` again changes nothing and tells what became of it the first time.
    Raises `NotFound` for a token of nobody's.
    """
    mail = Mail(incoming_id, reply, Sender(short(sender), authenticated), now)
    try:
        return await _take_as_found(mail, token, enqueue)
    except NotFound:
        # Somebody taken off the meeting since they were looked up sees nothing of it any more.
        return await _take_as_found(mail, token, enqueue)


async def _take_as_found(mail: Mail, token: str, enqueue: Enqueue) -> ReplyState:
    async with transaction(None):
        found = await fetch_one(_Found, _FIND, token)
    if found is None:
        raise NotFound
    async with transaction(found.eyes):
        return await _take(mail, found, enqueue)


async def _take(mail: Mail, found: _Found, enqueue: Enqueue) -> ReplyState:
    meeting = await lock_row(found.meeting_id)
    taken = await fetch_value(_TAKEN, mail.id)
    if taken is not None:
        return ReplyState(taken)
    invited = await fetch_one(_Invited, _INVITED, found.attendee_id, found.eyes)
    if invited is None:
        raise NotFound
    invitation = _invitation(meeting, invited)
    decision = decide(mail.said, mail.sender, invitation, received_at=mail.at)
    if isinstance(decision, Applied):
        decision = await _apply(decision, mail, meeting, found.person_id, invited)
    row = row_of(mail, found.attendee_id, meeting, invitation, decision)
    await Reply.insert(row)
    if row.state == ReplyState.WAITING:
        await _tell(mail, meeting, enqueue)
    return ReplyState(row.state)


def _invitation(meeting: MeetingRow, invited: _Invited) -> Invitation:
    return Invitation(
        uid=meeting.calendar_uid,
        sequence=meeting.calendar_sequence + invited.calendar_ahead,
        address=invited.email,
        state=meeting.state,
        answer=invited.answer,
        answered_at=invited.answered_at,
        is_invited=invited.is_invited,
        waiting=invited.waiting,
    )


async def _apply(
    decision: Applied, mail: Mail, meeting: MeetingRow, person_id: UUID, invited: _Invited
) -> Decision:
    """What is decided then: who accepts without being free is asked by a person."""
    has_place = await place_for(meeting.id, person_id, decision.answer)
    if decision.answer is Answer.ACCEPTED and not has_place:
        return Review([Why.BUSY, *decision.reasons])
    as_before = decision.answer is invited.answer
    await keep_answer(
        meeting,
        person_id,
        Said(
            decision.answer,
            decision.at,
            invited.apology if as_before else "",
            invited.apology_reason if as_before else None,
        ),
        has_place=has_place,
        told={"answer": decision.answer, "by": "calendar"},
        now=mail.at,
    )
    return decision


async def _tell(mail: Mail, meeting: MeetingRow, enqueue: Enqueue) -> None:
    person = await fetch_one(_Arranger, _TO_TELL, meeting.id, mail.id)
    if person:
        recipient = Recipient(person.id, person.email)
        await enqueue([Notice(NoticeKind.REPLY_WAITING, mail.id, recipient)], now=mail.at)
