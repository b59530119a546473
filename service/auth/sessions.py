"""Our own sessions: a random cookie, of which the database knows the digest."""

from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from planning.people.rules import Actor, AgencyCategory, Role
from planning.transactions import acquire, execute, transaction
from service.auth.secret import csrf_token, digest, new_session_id

_RESOLVE = """
with used as (
    update sign_in_session
    set last_seen_at = $2, notice = case when $4 then null else notice end
    where id_hash = $1 and expires_at > $2 and last_seen_at > $2::timestamptz - $3::interval
      and (last_seen_at < $2::timestamptz - interval '1 minute' or ($4 and notice is not null)))
select s.person_id, s.reauthenticated_at, s.notice, p.agency_id, p.name, p.email,
       a.name as agency_name, a.category as agency_category,
       array(select r.role from person_role r where r.person_id = p.id) as roles,
       accord_closed_days() as closed_days
from sign_in_session s join person p on p.id = s.person_id join agency a on a.id = p.agency_id
where s.id_hash = $1 and s.expires_at > $2 and s.last_seen_at > $2::timestamptz - $3::interval
  and p.closed_at is null and a.closed_at is null
"""


class Lifetimes(msgspec.Struct, frozen=True):
    """How long a session lives without use, and at most."""

    idle: timedelta
    whole: timedelta


class Session(msgspec.Struct, frozen=True):
    """A signed-in browser, as the guard found it. `id` is the cookie: never log or store it.

    `closed_days`: every page counts in working days, so they come with who is here.
    """

    id: str
    actor: Actor
    agency_name: str
    notice: str | None
    closed_days: frozenset[date]

    @property
    def csrf_token(self) -> str:
        """What every form of this session carries as `_csrf`."""
        return csrf_token(self.id)


class _Found(msgspec.Struct, frozen=True):
    person_id: UUID
    reauthenticated_at: datetime | None
    notice: str | None
    agency_id: UUID
    name: str
    email: str
    agency_name: str
    agency_category: AgencyCategory
    roles: list[Role]
    closed_days: frozenset[date]


async def resolve_session(
    session_id: str, *, lifetimes: Lifetimes, now: datetime, take_notice: bool
) -> Session | None:
    """Who the cookie belongs to, in one round trip; `None` once it has ended.

    `take_notice` takes the waiting notice out, to be shown on the page that asks.
    """
    async with acquire() as connection:
        row = await connection.fetchrow(
            _RESOLVE, digest(session_id), now, lifetimes.idle, take_notice
        )
    if row is None:
        return None
    found = msgspec.convert(dict(row), _Found)
    return Session(session_id, _actor(found), found.agency_name, found.notice, found.closed_days)


def _actor(found: _Found) -> Actor:
    return Actor(
        person_id=found.person_id,
        agency_id=found.agency_id,
        agency_category=found.agency_category,
        name=found.name,
        email=found.email,
        roles=frozenset(found.roles),
        reauthenticated_at=found.reauthenticated_at,
    )


async def open_session(
    person_id: UUID,
    *,
    lifetimes: Lifetimes,
    now: datetime,
    replacing: str = "",
    same_forms: bool = False,
) -> str:
    """Start a session whose password was given just now; ends the one it replaces.

    `same_forms`: the same person goes on, so forms open elsewhere stay good. Returns the cookie's
    value. Needs an open transaction; also clears away sessions long ended.
    """
    session_id = new_session_id(replacing if same_forms else "")
    await execute(
        "delete from sign_in_session where id_hash = $1 or expires_at < $2",
        digest(replacing), now,
    )  # fmt: skip
    await execute(
        "insert into sign_in_session"
        " (id_hash, person_id, created_at, last_seen_at, expires_at, reauthenticated_at)"
        " values ($1, $2, $3, $3, $4, $3)",
        digest(session_id), person_id, now, now + lifetimes.whole,
    )  # fmt: skip
    return session_id


async def end_session(session: Session) -> None:
    """Sign this browser out, at once."""
    async with transaction(session.actor.person_id):
        await execute("delete from sign_in_session where id_hash = $1", digest(session.id))


async def end_every_session(person_id: UUID) -> None:
    """Sign a person out everywhere. Needs an open transaction."""
    await execute("delete from sign_in_session where person_id = $1", person_id)


async def leave_notice(session: Session, text: str) -> None:
    """Have the next page of this session tell something once. Needs an open transaction."""
    await execute(
        "update sign_in_session set notice = $2 where id_hash = $1", digest(session.id), text
    )
