"""Which rules are in force. Versions never change, so each is decoded once in a process."""

from datetime import date

import msgspec

from planning.errors import Blocked, Blocker
from planning.procedures.rules import Profile
from planning.transactions import fetch_one


class Procedure(msgspec.Struct, frozen=True):
    """A profile and its version, which is kept with each meeting."""

    version: int
    profile: Profile


class _Found(msgspec.Struct, frozen=True):
    version: int
    content: Profile | None


_known: dict[int, Procedure] = {}


async def current_profile(on: date) -> Procedure:
    """The profile in force on a date in England; one query, inside an open transaction.

    Raises `Blocked` when the partnership has installed none.
    """
    return await _read("in_force_from <= $1 order by in_force_from desc limit 1", on)


async def profile_of(version: int) -> Procedure:
    """A version kept with a meeting; no query once this process knows it."""
    if version in _known:
        return _known[version]
    return await _read("version = $1", version)


async def _read(which: str, value: date | int) -> Procedure:
    found = await fetch_one(
        _Found,
        "select version, case when version = any($2::int[]) then null else content end as content"
        f" from procedure_profile where {which}",
        value,
        list(_known),
    )
    if found is None:
        raise Blocked([Blocker("Ask an administrator to install a procedure profile first.")])
    if found.content is not None:
        _known[found.version] = Procedure(found.version, found.content)
    return _known[found.version]
