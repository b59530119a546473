"""What becomes of a kept mail: applied, before a person, a bounce, or noted; and never nothing."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from planning.errors import NotFound
from planning.outbox import Enqueue
from planning.replies.actions import take_reply
from planning.replies.rules import ReplyState, Unreadable, Why
from planning.transactions import execute, fetch_one, fetch_value, transaction
from service.mail.bounces import NotYetAccepted, record_bounce
from service.mail.incoming.addresses import Box
from service.mail.incoming.authentication import Trusted
from service.mail.incoming.metrics import HANDLED
from service.mail.incoming.reports import Report
from service.mail.incoming.sorting import Nothing, Said, Sorted, sort

TRIES = 3
"""A mail that broke the sorter as often goes before a person, unread."""

_BEGIN = """
update incoming_mail set attempts = attempts + 1 where id = $1 and state = 'received'
returning id, received_at, envelope_from, recipient as box, token, body, attempts
"""
_SETTLE = """
update incoming_mail set state = $2, reason = $3, settled_at = $4
where id = $1 and state = 'received'
"""
_NOT_COUNTED = "update incoming_mail set attempts = attempts - 1 where id = $1"
_RETURN_TOKEN = """
select m.return_token from mail_message m
join accord_reply_to($2) invited
    on invited.person_id = m.recipient_id and invited.meeting_id = m.subject_id
where m.message_id = $1
"""  # noqa: S105 - SQL
"""Whoever has an address of one invitation may say that mail of this one did not arrive."""
_WIPE = """
update incoming_mail set body = '', envelope_from = ''
where settled_at < $1 and octet_length(body) > 0
"""


class State(StrEnum):
    """How an incoming mail ended."""

    APPLIED = "applied"
    REVIEW = "review"
    BOUNCED = "bounced"
    NOTED = "noted"
    REFUSED_LATE = "refused_late"


_AS_A_MAIL = {
    ReplyState.APPLIED: State.APPLIED,
    ReplyState.WAITING: State.REVIEW,
    ReplyState.SETTLED: State.REVIEW,
    ReplyState.NOTED: State.NOTED,
}


class Mail(msgspec.Struct, frozen=True):
    """A kept mail, as often as it was tried."""

    id: UUID
    received_at: datetime
    envelope_from: str
    box: Box
    token: str
    body: bytes
    attempts: int


@dataclass(frozen=True, slots=True)
class Ending:
    """Where a mail ended, and in a word of ours, why."""

    state: State
    reason: str


async def handle(mail_id: UUID, *, trusted: Trusted, now: datetime, enqueue: Enqueue) -> None:
    """Read one mail and do what follows; one that was dealt with already is left alone.

    Its acts are idempotent by its id, so a worker that dies here loses and doubles nothing.
    """
    async with transaction(None):
        mail = await fetch_one(Mail, _BEGIN, mail_id)
    if mail is None:
        return
    try:
        ending = await _end(mail, await _sorted(mail, trusted), enqueue)
    except NotYetAccepted:
        await _write(_NOT_COUNTED, mail_id)
        return
    await _write(_SETTLE, mail_id, ending.state, ending.reason, now)
    HANDLED.labels(state=ending.state, reason=ending.reason).inc()


async def forget(*, before: datetime) -> None:
    """Wipe the bytes and the sender of mail that was dealt with; that it came, stays."""
    await _write(_WIPE, before)


async def _sorted(mail: Mail, trusted: Trusted) -> Sorted:
    if mail.box is Box.CHECK:
        return Nothing("check")
    if mail.attempts > TRIES:
        return _unread(mail)
    return await asyncio.to_thread(
        sort, mail.body, box=mail.box, envelope_from=mail.envelope_from, trusted=trusted
    )


def _unread(mail: Mail) -> Said | Report:
    return Report("", failed=True) if mail.box is Box.BOUNCES else _unread_words(mail)


def _unread_words(mail: Mail) -> Said:
    return Said(Unreadable(Why.UNREADABLE), mail.envelope_from, is_confirmed=False)


async def _end(mail: Mail, found: Sorted, enqueue: Enqueue) -> Ending:
    if isinstance(found, Nothing):
        return Ending(State.NOTED, found.reason)
    if isinstance(found, Said):
        return await _take(mail, found, enqueue)
    return_token = await _return_token(mail, found)
    if return_token is None:
        return await _take(mail, _unread_words(mail), enqueue)
    return await _bounce(return_token, found, mail.received_at)


async def _return_token(mail: Mail, report: Report) -> UUID | None:
    """Of the message that did not arrive: the address says it, or else the report."""
    if mail.box is Box.BOUNCES:
        return UUID(hex=mail.token)
    async with transaction(None):
        found: UUID | None = await fetch_value(_RETURN_TOKEN, report.message_id, mail.token)
    return found


async def _bounce(return_token: UUID, report: Report, received_at: datetime) -> Ending:
    if not report.failed:
        return Ending(State.NOTED, "late")
    known = await record_bounce(
        return_token=return_token, code=report.code, now=received_at, given_up=True
    )
    return Ending(State.BOUNCED, "bounce") if known else Ending(State.REFUSED_LATE, "unknown")


async def _take(mail: Mail, said: Said, enqueue: Enqueue) -> Ending:
    try:
        state = await take_reply(
            incoming_id=mail.id,
            token=mail.token,
            reply=said.content,
            sender=said.sender,
            authenticated=said.is_confirmed,
            now=mail.received_at,
            enqueue=enqueue,
        )
    except NotFound:
        return Ending(State.REFUSED_LATE, "unknown")
    return Ending(_AS_A_MAIL[state], type(said.content).__name__.lower())


async def _write(statement: str, *values: object) -> None:
    async with transaction(None):
        await execute(statement, *values)
