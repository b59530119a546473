"""Which rules are in force. Versions never change, so each is decoded once in a process.

Days on which the partnership is closed are no part of a version: they are read each time.
"""

from datetime import date

import msgspec

from planning.errors import Blocked, Blocker
from planning.procedures.rules import Profile
from planning.transactions import fetch_one, fetch_value


class Procedure(msgspec.Struct, frozen=True):
    """A profile and its version, which is kept with each meeting."""

    version: int
    profile: Profile


class _Found(msgspec.Struct, frozen=True):
    version: int
    content: Profile | None
    closed_days: frozenset[date]


_known: dict[int, Profile] = {}


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


async def _read(which: str, value: date | int) -> Procedure:
    found = await fetch_one(
        _Found,
        "select version, case when version = any($2::int[]) then null else content end as content,"
        " accord_closed_days() as closed_days"
        f" from procedure_profile where {which}",
        value,
        list(_known),
    )
    if found is None:
        raise Blocked([Blocker("Ask an administrator to install a procedure profile first.")])
    if found.content is not None:
        _known[found.version] = found.content
    profile = _known[found.version]
    return Procedure(found.version, msgspec.structs.replace(profile, closed_days=found.closed_days))
