"""The list of mail that did not arrive: an administrator's, and a meeting scheduler's."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from planning.paging import PAGE, Page, Place, page, page_size, place
from planning.people.rules import Actor, MailChannel, Role
from planning.transactions import fetch_all, transaction
from service.mail.undelivered.rules import About, NotSent, Standing, Wanted

LONG = timedelta(minutes=30)
"""What is on its way for longer than that is shown."""
MOST = 100_000
"""More than a list ever holds."""


class Filters(msgspec.Struct, frozen=True):
    """Which messages: a part of the list, an agency's people, queued at or after a moment."""

    wanted: Wanted = Wanted.LISTED
    agency_id: UUID | None = None
    since: datetime | None = None


class LetterSeen(msgspec.Struct, frozen=True):
    """A message that did not arrive or waits; the meeting only for who sees that meeting.

    `address` is where it went, told to administrators; `email` is the person's address now.
    """

    id: UUID
    about: About
    state: str
    standing: Standing
    channel: MailChannel
    attempts: int
    problem: str | None
    queued_at: datetime
    next_attempt_at: datetime
    recipient_id: UUID
    recipient_name: str
    agency_id: UUID
    agency_name: str
    address: str | None
    email: str
    meeting_id: UUID | None
    reference: str | None
    act: str | None
    reason: str | None
    asked_by_name: str | None
    asked_at: datetime | None
    not_sent: NotSent | None


_OF_ADMINISTRATOR = """
select * from accord_mail_of_service($1, $2, $3, $4, $5, $6, $7) where $8::boolean is not null
"""

_OF_SCHEDULER = """
select l.id, l.about, l.recipient_id, null::text as address, l.state, l.channel, l.attempts,
       l.last_error as problem, l.queued_at, l.next_attempt_at, l.standing, l.act, l.reason,
       l.asked_by, l.asked_at, l.not_sent
from mail_standing l
join strategy_meeting m on m.id = l.subject_id
join person p on p.id = l.recipient_id
where ($8::boolean or accord_actor() in (m.chair_id, m.convened_by))
  and ($2::uuid is null or p.agency_id = $2)
  and ($3::timestamptz is null or l.queued_at >= $3)
  and ($5::timestamptz is null or (l.queued_at, l.id) < ($5, $6::uuid))
  and case $1
      when 'settled' then l.standing in ('dismissed', 'superseded')
           and l.state in ('failed', 'bounced') and l.act is not null
      when 'waiting' then l.standing = 'on_its_way' and coalesce(l.asked_at, l.queued_at) < $4
      else l.standing = 'listed' and l.state in ('failed', 'bounced')
           and ($1 = 'listed' or l.state = $1)
      end
order by l.queued_at desc, l.id desc
limit $7
"""

_SEEN = """
select b.*, p.name as recipient_name, p.email, a.id as agency_id, a.name as agency_name,
       w.name as asked_by_name, m.id as meeting_id, m.reference
from ({base}) b
join person p on p.id = b.recipient_id
join agency a on a.id = p.agency_id
left join person w on w.id = b.asked_by
left join mail_message v on v.id = b.id
left join strategy_meeting m on m.id = v.subject_id
order by b.queued_at desc, b.id desc
"""


async def undelivered(
    *,
    filters: Filters,
    actor: Actor,
    now: datetime,
    cursor: str | None = None,
    limit: int = PAGE,
) -> Page[LetterSeen]:
    """The latest first: all of it for an administrator, others those of meetings they may change.

    Raises `Invalid` for a cursor of somebody's own making.
    """
    size = page_size(limit)
    async with transaction(actor.person_id):
        rows = await letters(filters, actor, now, after=place(cursor), limit=size + 1)
    return page(rows, [Place(row.queued_at, row.id) for row in rows], size)


async def letters(
    filters: Filters, actor: Actor, now: datetime, *, after: Place | None, limit: int
) -> list[LetterSeen]:
    """The messages of a part of the list; inside a transaction."""
    base = _OF_ADMINISTRATOR if actor.has(Role.ADMINISTRATOR) else _OF_SCHEDULER
    return await fetch_all(
        LetterSeen, _SEEN.format(base=base),
        filters.wanted, filters.agency_id, filters.since, now - LONG,
        after.at if after else None, after.id if after else None, limit,
        actor.has(Role.SCHEDULER),
    )  # fmt: skip


async def one_letter(*, message_id: UUID, actor: Actor, now: datetime) -> LetterSeen | None:
    """One message that waits on the actor's list."""
    base = _OF_ADMINISTRATOR if actor.has(Role.ADMINISTRATOR) else _OF_SCHEDULER
    async with transaction(actor.person_id):
        found = await fetch_all(
            LetterSeen, f"select * from ({_SEEN.format(base=base)}) as one where one.id = $9",
            Wanted.LISTED, None, None, now - LONG, None, None, MOST,
            actor.has(Role.SCHEDULER), message_id,
        )  # fmt: skip
    return found[0] if found else None
