"""The queue of mail: who may send which message now, and what became of it.

A claim is one worker's hold on one message for `LEASE`; the worker renews it while it lives, and
only who holds it can record an outcome. A worker that dies loses its claims, and the same bytes are
sent by another; one that was paused finds that its claim is gone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg

from service.mail.attempts import Attempt, Verdict
from service.mail.backoff import too_late, wait_after
from service.mail.servers import PROBE, Rate

LEASE = timedelta(seconds=30)
GRACE = timedelta(seconds=15)
"""After PostgreSQL has started, in which claims that ended meanwhile may still be recorded."""
UNPROTECTED_WAIT = timedelta(seconds=45)
NOTHING_TO_TAKE_BACK = "the invitation never left, so there is nothing to take back"
NOTHING_TO_ANSWER = "it was answered or went on meanwhile"

_TAKES_NOTHING_BACK = """
    message.kind = 'meeting_cancellation'
    and exists (
        select from mail_message request
        where request.subject_id = message.subject_id
          and request.recipient_id = message.recipient_id and request.kind = 'meeting_request')
    and not exists (
        select from mail_message request
        where request.subject_id = message.subject_id
          and request.recipient_id = message.recipient_id and request.kind = 'meeting_request'
          and (request.state in ('queued', 'attempting', 'accepted', 'bounced')
               or request.in_doubt))
"""
_ANSWERED_MEANWHILE = """
    message.kind = 'escalation_opened'
    and not accord_escalation_waits(message.subject_id, message.sequence, message.recipient_id)
"""
_POINTLESS = f"(({_TAKES_NOTHING_BACK}) or ({_ANSWERED_MEANWHILE}))"
_CLAIM = f"""
with server as (
    select server, unusable_since is not null as unusable, doubts > 0 as doubted,
        least($6::float, allowance + $7::float * greatest(0, extract(epoch from $1 - counted_at)))
            as allowance
    from mail_server_state
    where server = $2 and (unusable_since is null or next_probe_at <= $1)
      and (select set_config('synchronous_commit', 'off', true)) = 'off'
    for update),
due as (
    select message.id from mail_message message
    where message.channel = any ($3::text[])
      and message.state in ('queued', 'attempting') and message.next_attempt_at <= $1
      and (message.state = 'queued' or now() - pg_postmaster_start_time() >= $5::interval)
      and not exists (
          select from mail_message earlier
          where earlier.subject_id = message.subject_id
            and earlier.recipient_id = message.recipient_id
            and earlier.state in ('queued', 'attempting')
            and (earlier.sequence, earlier.queued_at) < (message.sequence, message.queued_at))
      and not ({_POINTLESS})
    order by message.turn_at, message.id
    limit coalesce((select least(1, floor(allowance)) from server), 0)
    for update of message skip locked),
spent as (
    update mail_server_state state set
        allowance = server.allowance - 1,
        counted_at = greatest($1, state.counted_at),
        next_probe_at = case when server.unusable then $8 else state.next_probe_at end
    from server, due where state.server = server.server)
update mail_message set
    state = 'attempting', attempts = attempts + 1, next_attempt_at = $4, claim = gen_random_uuid()
from due, server where mail_message.id = due.id
returning mail_message.id, claim, address, body, attempts, queued_at, put_off_since, in_doubt,
    return_token, channel, server.unusable as probing, server.doubted as suspect
"""
"""A claim need not outlive a crash of PostgreSQL, so nobody waits for the disk while the server's
row is locked.
"""
_RENEW = """
update mail_message set next_attempt_at = $3
from unnest($1::uuid[], $2::uuid[]) as held (id, claim)
where mail_message.id = held.id and mail_message.claim = held.claim
returning mail_message.claim
"""
_RECORD = """
update mail_message set
    state = $3, claim = null, attempts = $4, next_attempt_at = $5, last_error = $6,
    put_off_since = $7, in_doubt = in_doubt or $8,
    accepted_at = case when $3 = 'accepted' then $9::timestamptz end,
    body = case when $3 <> 'queued' and kind in ('account_invitation', 'account_password_reset')
                then ''::bytea else body end
where id = $1 and (claim = $2 or $3 = 'accepted' and state = 'queued')
returning true
"""
"""What was accepted is accepted, also when the claim ended and nobody holds the message now."""
_WITHHOLD = f"""
update mail_message message set
    state = 'withheld', body = '',
    last_error = case when message.kind = 'meeting_cancellation' then $1 else $2 end
where message.state = 'queued' and {_POINTLESS}
"""
_FREE = frozenset({Verdict.UNUSABLE, Verdict.UNPROTECTED, Verdict.NOT_OURS})
"""Outcomes that are not this message's fault, so they are not counted as its attempts."""


@dataclass(frozen=True, slots=True)
class Held:
    """A message that this worker may send now. `attempts` counts this attempt too.

    `probing`: its server is unusable so far; `suspect`: it left a message without an answer.
    """

    id: UUID
    claim: UUID
    address: str
    body: bytes
    attempts: int
    queued_at: datetime
    put_off_since: datetime | None
    in_doubt: bool
    return_token: UUID
    channel: str
    probing: bool
    suspect: bool


async def claim_next(
    pool: asyncpg.Pool,
    *,
    server: str,
    channels: tuple[str, ...],
    rate: Rate,
    now: datetime,
    grace: timedelta = GRACE,
) -> Held | None:
    """The message whose turn it is, or `None` while none is due or the server is not to be used.

    To one person about one subject the next is due only when the one before is done: a CANCEL never
    overtakes its REQUEST.
    """
    row = await pool.fetchrow(
        _CLAIM,
        now,
        server,
        channels,
        now + LEASE,
        grace,
        rate.burst,
        rate.each_second,
        now + PROBE,
    )
    return Held(**dict(row)) if row is not None else None


async def renew(pool: asyncpg.Pool, held: list[Held], *, now: datetime) -> set[UUID]:
    """Hold on to messages that take long; the claims that are still ours."""
    rows = await pool.fetch(
        _RENEW, [one.id for one in held], [one.claim for one in held], now + LEASE
    )
    return {row["claim"] for row in rows}


async def record(pool: asyncpg.Pool, held: Held, attempt: Attempt, *, now: datetime) -> str | None:
    """Write the outcome down, if the claim is still ours; the state after."""
    state = _state_after(held, attempt, now)
    recorded = await pool.fetchval(
        _RECORD,
        held.id,
        held.claim,
        state,
        held.attempts - (attempt.verdict in _FREE),
        now + _wait(held, attempt),
        attempt.reason[:200] or None,
        held.put_off_since if attempt.verdict in _FREE else held.put_off_since or now,
        attempt.may_have_arrived,
        now,
    )
    return state if recorded else None


async def withhold_pointless(pool: asyncpg.Pool) -> None:
    """A cancellation whose every invitation failed for good or was withheld is not sent, nor what
    asks for an answer that was given meanwhile.
    """
    await pool.execute(_WITHHOLD, NOTHING_TO_TAKE_BACK, NOTHING_TO_ANSWER)


def _state_after(held: Held, attempt: Attempt, now: datetime) -> str:
    if attempt.verdict is Verdict.ACCEPTED:
        return "accepted"
    if attempt.verdict is Verdict.NEVER:
        return "failed"
    given_up = attempt.verdict not in _FREE and too_late(held.put_off_since, now)
    return "failed" if given_up else "queued"


def _wait(held: Held, attempt: Attempt) -> timedelta:
    match attempt.verdict:
        case Verdict.UNUSABLE:
            return PROBE * 1.5 if held.probing else timedelta()
        case Verdict.UNPROTECTED:
            return UNPROTECTED_WAIT
        case Verdict.NOT_OURS:
            return timedelta()
        case _:
            return wait_after(held.attempts)
