"""Calendar feeds: whoever has the secret address reads when a person's meetings are."""

from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec

from planning.clock import london_date
from planning.errors import Blocker, Invalid, NotFound
from planning.history.actions import record
from planning.history.rules import Event
from planning.transactions import acquire, execute, fetch_all, fetch_one, fetch_value, transaction
from service.auth.secret import digest, new_secret

MOST = 5
LONGEST_NAME = 50

_RESOLVE = """
select f.feed_id, f.owner_id
from accord_feed($1) f join person p on p.id = f.owner_id join agency a on a.id = p.agency_id
where p.closed_at is null and a.closed_at is null
"""
_WORKING = """
select id, name, created_at, last_used_on from calendar_feed
where person_id = $1 and ended_at is null order by created_at, id
"""
_NOTE = """
update calendar_feed set last_used_on = $2, version = $3,
    changed_at = case when version is not distinct from $3 then changed_at
        else greatest(date_trunc('second', $4::timestamptz), changed_at + interval '1 second') end
where id = $1 and ended_at is null returning changed_at
"""


class Feed(msgspec.Struct, frozen=True):
    """A feed that works."""

    feed_id: UUID
    owner_id: UUID


class FeedSeen(msgspec.Struct, frozen=True):
    """A feed as its person sees it; its address is kept nowhere."""

    id: UUID
    name: str
    created_at: datetime
    last_used_on: date | None


class NewFeed(msgspec.Struct, frozen=True):
    """A feed just made, with its secret, which nobody can read again."""

    id: UUID
    name: str
    secret: str


class _Noted(msgspec.Struct, frozen=True):
    last_used_on: date | None
    version: str | None
    changed_at: datetime | None


async def resolve_feed(secret: str) -> Feed | None:
    """Whose feed it is; `None` for every secret that does not work, at the same cost."""
    async with acquire() as connection:
        row = await connection.fetchrow(_RESOLVE, digest(secret))
    return None if row is None else Feed(row["feed_id"], row["owner_id"])


async def note_fetch(feed: Feed, *, version: str, now: datetime) -> datetime:
    """Keep the day of this fetch; since when the feed has been as it is, to the second.

    Writes once a day and after a change only. A later change always has a later second.
    """
    async with transaction(feed.owner_id):
        noted = await fetch_one(
            _Noted,
            "select last_used_on, version, changed_at from calendar_feed where id = $1",
            feed.feed_id,
        )
        if (
            noted
            and noted.changed_at
            and (noted.last_used_on, noted.version)
            == (
                london_date(now),
                version,
            )
        ):
            return noted.changed_at
        changed = await fetch_value(_NOTE, feed.feed_id, london_date(now), version, now)
        return now.replace(microsecond=0) if changed is None else changed


async def working_feeds(*, person_id: UUID) -> list[FeedSeen]:
    """The feeds of this person that work, oldest first."""
    async with transaction(person_id):
        return await fetch_all(FeedSeen, _WORKING, person_id)


async def make_feed(*, person_id: UUID, name: str, now: datetime, random: str = "") -> NewFeed:
    """Make a feed. Raises `Invalid` for a name that is taken or the sixth feed.

    `random`: 256 random bits, given so that the same request sent twice makes one feed.
    """
    secret, name = random or new_secret(), name.strip()
    async with transaction(person_id):
        await _queue_behind_others(person_id)
        again = await _made_before(secret)
        if again is not None:
            return again
        _check(name, await fetch_all(FeedSeen, _WORKING, person_id))
        return await _make(person_id, name, secret, now)


async def replace_feed(
    *, feed_id: UUID, person_id: UUID, now: datetime, random: str = ""
) -> NewFeed:
    """End a feed and make another of the same name. Raises `NotFound`."""
    secret = random or new_secret()
    async with transaction(person_id):
        await _queue_behind_others(person_id)
        again = await _made_before(secret)
        if again is not None:
            return again
        name = await _end(feed_id, person_id, now)
        return await _make(person_id, name, secret, now, replacing=feed_id)


async def revoke_feed(*, feed_id: UUID, person_id: UUID, now: datetime) -> None:
    """End a feed at once. Raises `NotFound`."""
    async with transaction(person_id):
        await _end(feed_id, person_id, now)
        await record([Event("feed.revoked", "calendar_feed", feed_id)], actor_id=person_id, now=now)


def _check(name: str, working: list[FeedSeen]) -> None:
    faults = []
    if not 1 <= len(name) <= LONGEST_NAME:
        faults.append(Blocker(f"Enter a name of up to {LONGEST_NAME} characters.", "name"))
    if name.casefold() in {feed.name.casefold() for feed in working}:
        faults.append(Blocker("You have a link of that name already. Enter another.", "name"))
    if len(working) >= MOST:
        faults.append(Blocker(f"You have {MOST} links, the most there can be. Stop one first."))
    if faults:
        raise Invalid(faults)


async def _queue_behind_others(person_id: UUID) -> None:
    await execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", f"feeds {person_id}")


async def _made_before(secret: str) -> NewFeed | None:
    """The feed that an earlier sending of the same form made."""
    return await fetch_one(
        NewFeed,
        "select c.id, c.name, $2 as secret"
        " from accord_feed($1) f join calendar_feed c on c.id = f.feed_id",
        digest(secret), secret,
    )  # fmt: skip


async def _make(
    person_id: UUID, name: str, secret: str, now: datetime, *, replacing: UUID | None = None
) -> NewFeed:
    feed = NewFeed(uuid4(), name, secret)
    await execute(
        "insert into calendar_feed (id, person_id, name, secret_hash, created_at)"
        " values ($1, $2, $3, $4, $5)",
        feed.id, person_id, name, digest(secret), now,
    )  # fmt: skip
    act, was = ("feed.replaced", {"was": replacing}) if replacing else ("feed.made", {})
    event = Event(act, "calendar_feed", feed.id, None, {"name": name, **was})
    await record([event], actor_id=person_id, now=now)
    return feed


async def _end(feed_id: UUID, person_id: UUID, now: datetime) -> str:
    name = await fetch_value(
        "update calendar_feed set ended_at = $3"
        " where id = $1 and person_id = $2 and ended_at is null returning name",
        feed_id, person_id, now,
    )  # fmt: skip
    if name is None:
        raise NotFound
    return str(name)
