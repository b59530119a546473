"""API tokens: a program acts as a person, for a limited time, reading only or writing too."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import msgspec

from planning.errors import NotFound
from planning.history.actions import record
from planning.history.rules import Event
from planning.people.rules import Actor, AgencyCategory, Role
from planning.transactions import acquire, execute, fetch_all, transaction
from service.auth.secret import digest, new_secret

PREFIX = "accord_"
"""So that scanners of code and mail recognise a token that got out."""
LONGEST_DAYS = 365

_RESOLVE = """
select t.can_write, p.id as person_id, p.agency_id, p.name, p.email,
       a.category as agency_category,
       array(select r.role from person_role r where r.person_id = p.id) as roles
from api_token t join person p on p.id = t.person_id join agency a on a.id = p.agency_id
where t.secret_hash = $1 and t.revoked_at is null and t.expires_at > $2
  and p.closed_at is null and a.closed_at is null
"""


class Bearer(msgspec.Struct, frozen=True):
    """Whoever showed a token, and whether it may change things."""

    actor: Actor
    can_write: bool


class TokenSeen(msgspec.Struct, frozen=True):
    """A token that still works, as lists show it; the secret itself is kept nowhere."""

    id: UUID
    person_name: str
    name: str
    can_write: bool
    created_at: datetime
    expires_at: datetime


class _Found(msgspec.Struct, frozen=True):
    can_write: bool
    person_id: UUID
    agency_id: UUID
    name: str
    email: str
    agency_category: AgencyCategory
    roles: list[Role]


async def resolve_token(secret: str, *, now: datetime) -> Bearer | None:
    """Whose token it is, in one round trip; `None` when it does not work (any more)."""
    async with acquire() as connection:
        row = await connection.fetchrow(_RESOLVE, digest(secret), now)
    if row is None:
        return None
    found = msgspec.convert(dict(row), _Found)
    actor = Actor(
        person_id=found.person_id,
        agency_id=found.agency_id,
        agency_category=found.agency_category,
        name=found.name,
        email=found.email,
        roles=frozenset(found.roles),
    )
    return Bearer(actor, found.can_write)


async def make_token(
    *,
    person_id: UUID,
    name: str,
    can_write: bool,
    lasts: timedelta,
    by: UUID | None,
    now: datetime,
    random: str = "",
) -> str:
    """Make a token and return its secret, which nobody can read again.

    `random`: 256 random bits, given so that the same request sent twice makes one token.
    """
    secret = PREFIX + (random or new_secret())
    token_id = uuid4()
    async with transaction(by):
        made = await execute(
            "insert into api_token"
            " (id, secret_hash, person_id, name, can_write, created_at, expires_at)"
            " values ($1, $2, $3, $4, $5, $6, $7) on conflict (secret_hash) do nothing",
            token_id, digest(secret), person_id, name, can_write, now, now + lasts,
        )  # fmt: skip
        if made:
            detail: dict[str, object] = {"name": name, "write": can_write}
            await record(
                [Event("token.made", "person", person_id, None, detail)], actor_id=by, now=now
            )
    return secret


async def revoke_token(
    *, token_id: UUID, owner: UUID | None, by: UUID | None, now: datetime
) -> None:
    """End a token at once; with `owner`, only one of theirs. Raises `NotFound`."""
    async with transaction(by):
        ended = await execute(
            "update api_token set revoked_at = $2"
            " where id = $1 and revoked_at is null and ($3::uuid is null or person_id = $3)",
            token_id, now, owner,
        )  # fmt: skip
        if not ended:
            raise NotFound
        await record([Event("token.revoked", "api_token", token_id)], actor_id=by, now=now)


async def working_tokens(
    *, owner: UUID | None, by: UUID | None, now: datetime, limit: int = 200
) -> list[TokenSeen]:
    """Tokens that work now, newest first: of one person, or with `None` of everybody."""
    async with transaction(by):
        return await fetch_all(
            TokenSeen,
            "select t.id, p.name as person_name, t.name, t.can_write, t.created_at, t.expires_at"
            " from api_token t join person p on p.id = t.person_id"
            " where t.revoked_at is null and t.expires_at > $1"
            " and ($2::uuid is null or t.person_id = $2)"
            " order by t.created_at desc, t.id limit $3",
            now, owner, limit,
        )  # fmt: skip
