"""Which rules are in force. Versions never change, so each is decoded once in a process.

Days on which the partnership is closed are no part of a version: they are read each time.
"""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.clock import london_date
from planning.errors import Blocked, Blocker, NotFound
from planning.people.rules import Actor
from planning.procedures.rules import Profile
from planning.transactions import fetch_all, fetch_one, fetch_value, transaction


class Procedure(msgspec.Struct, frozen=True):
    """A profile and its version, which is kept with each meeting."""

    version: int
    profile: Profile


class _Found(msgspec.Struct, frozen=True):
    version: int
    content: Profile | None
    closed_days: frozenset[date]


_known: dict[int, Profile] = {}
_SELECT = """
select version, case when version = any($2::int[]) then null else content end as content,
       accord_closed_days() as closed_days
from procedure_profile where """


async def current_profile(on: date) -> Procedure:
    """The profile in force on a date in England; one query, inside an open transaction.

    Raises `Blocked` when the partnership has installed none.
    """
    return await _read("in_force_from <= $1 order by in_force_from desc, version desc limit 1", on)


async def closed_days() -> frozenset[date]:
    """The days on which the partnership is closed; one query, inside an open transaction."""
    return frozenset(await fetch_value("select accord_closed_days()"))


async def profile_of(version: int) -> Procedure:
    """A version kept with a meeting, with the days closed as known now; one query."""
    return await _read("version = $1", version)


async def profiles_of(
    found: Collection[int], *, beside: Profile | None = None
) -> dict[int, Profile]:
    """Several versions, with the days closed as known now; one query.

    None for versions that this process knows when the days are told by `beside`, read just now.
    """
    if beside is not None and _known.keys() >= set(found):
        return {version: _closed_on(version, beside.closed_days) for version in found}
    rows = await fetch_all(_Found, _SELECT + "version = any($1::int[])", list(found), list(_known))
    return {row.version: _profile(row) for row in rows}


async def all_profiles() -> dict[int, Profile]:
    """Every version, with the days closed as known now; one query."""
    rows = await fetch_all(_Found, _SELECT + "version > $1", 0, list(_known))
    return {row.version: _profile(row) for row in rows}


class VersionLine(msgspec.Struct, frozen=True):
    """One version in the list; `entered_by_name` is `None` of what came with Accord."""

    version: int
    in_force_from: date
    entered_at: datetime
    entered_by_name: str | None
    in_force: bool


class VersionSeen(msgspec.Struct, frozen=True):
    """One version, whole."""

    line: VersionLine
    profile: Profile


class ClosedDaySeen(msgspec.Struct, frozen=True):
    """A day entered as closed, and who took it back, if anybody did."""

    id: UUID
    closed_on: date
    name: str
    reason: str
    entered_by_name: str
    entered_at: datetime
    withdrawn_by_name: str | None
    withdrawn_at: datetime | None
    withdrawal_reason: str | None


class _Titles(msgspec.Struct, frozen=True):
    titles: list[str]


_VERSIONS = """
select v.version, v.in_force_from, v.entered_at, p.name as entered_by_name,
       v.version = (select c.version from procedure_profile c where c.in_force_from <= $1
                    order by c.in_force_from desc, c.version desc limit 1) as in_force
from procedure_profile v left join person p on p.id = v.entered_by
"""

_CLOSED = """
select d.id, d.closed_on, d.name, d.reason, e.name as entered_by_name, d.entered_at,
       b.name as withdrawn_by_name, w.withdrawn_at, w.reason as withdrawal_reason
from closed_day d
join person e on e.id = d.entered_by
left join closed_day_withdrawal w on w.closed_day_id = d.id
left join person b on b.id = w.withdrawn_by
order by d.closed_on desc, d.entered_at desc, d.id
limit $1
"""
LONGEST_LIST = 200
_LARGEST = 2**31 - 1


async def versions(*, actor: Actor, now: datetime) -> list[VersionLine]:
    """The latest versions of the rules, the one that starts last first."""
    async with transaction(actor.person_id):
        return await fetch_all(
            VersionLine,
            _VERSIONS + "order by v.in_force_from desc, v.version desc limit $2",
            london_date(now),
            LONGEST_LIST,
        )


async def version_of(*, version: int, actor: Actor, now: datetime) -> VersionSeen:
    """One version. Raises `NotFound`."""
    if version > _LARGEST:
        raise NotFound
    async with transaction(actor.person_id):
        line = await fetch_one(
            VersionLine, _VERSIONS + "where v.version = $2", london_date(now), version
        )
        if line is None:
            raise NotFound
        return VersionSeen(line, (await profile_of(version)).profile)


async def procedure_on(*, on: date, actor: Actor) -> Procedure:
    """The rules in force on a date, for who edits them."""
    async with transaction(actor.person_id):
        return await current_profile(on)


async def job_titles(*, actor: Actor, now: datetime) -> list[str]:
    """The titles that the rules in force offer for a new person; none without a profile."""
    async with transaction(actor.person_id):
        found = await fetch_one(
            _Titles,
            "select coalesce(content -> 'titles', '[]') as titles from procedure_profile"
            " where in_force_from <= $1 order by in_force_from desc, version desc limit 1",
            london_date(now),
        )
    return found.titles if found else []


async def closed_days_entered(*, actor: Actor) -> list[ClosedDaySeen]:
    """The days entered as closed, the latest first, those taken back too."""
    async with transaction(actor.person_id):
        return await fetch_all(ClosedDaySeen, _CLOSED, LONGEST_LIST)


async def _read(which: str, value: date | int) -> Procedure:
    found = await fetch_one(_Found, _SELECT + which, value, list(_known))
    if found is None:
        raise Blocked([Blocker("Ask an administrator to install a procedure profile first.")])
    return Procedure(found.version, _profile(found))


def _profile(found: _Found) -> Profile:
    if found.content is not None:
        _known[found.version] = found.content
    return _closed_on(found.version, found.closed_days)


def _closed_on(version: int, days: frozenset[date]) -> Profile:
    return msgspec.structs.replace(_known[version], closed_days=days)
