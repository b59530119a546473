"""Installing a version of the partnership's rules."""

from datetime import date, datetime

from planning.clock import london_date
from planning.errors import Blocked, Blocker
from planning.history.actions import record
from planning.history.rules import Event
from planning.people.rules import Actor, Role, require_role
from planning.procedures.rules import Profile, parse_profile, stored
from planning.procedures.shipped import shipped_profile
from planning.procedures.tables import ProcedureProfile
from planning.transactions import execute, fetch_value, to_json, transaction

SHIPPED_FROM = date(2000, 1, 1)
"""Before any meeting that could be recorded, so that one profile is always in force."""


async def install_shipped_profile(*, now: datetime) -> None:
    """Give a partnership without a profile the one that comes with Accord."""
    async with transaction(None):
        if not await ProcedureProfile.exists():
            await _write(parse_profile(shipped_profile()), SHIPPED_FROM, None, now)


async def install_profile(
    *, content: str, in_force_from: date, actor: Actor | None, now: datetime
) -> int:
    """Add a version in TOML, in force from a date in England; the version's number.

    Raises `Invalid` with every fault of it, `Blocked` for a date that has passed. The command line
    acts as nobody (`None`). Meetings convened before keep their version. Of two versions that
    start on one day the later entered counts.
    """
    if actor is not None:
        require_role(actor, Role.ADMINISTRATOR, Role.PARTNERSHIP)
    profile = parse_profile(content)
    if in_force_from < london_date(now):
        raise Blocked([Blocker("Enter a date that has not passed.", "in_force_from")])
    async with transaction(actor.person_id if actor else None):
        return await _write(profile, in_force_from, actor, now)


async def _write(profile: Profile, in_force_from: date, actor: Actor | None, now: datetime) -> int:
    by = actor.person_id if actor else None
    await execute("select pg_advisory_xact_lock(hashtext('procedure_profile'))")
    version = 1 + int(await fetch_value("select coalesce(max(version), 0) from procedure_profile"))
    await ProcedureProfile.insert(
        ProcedureProfile(
            version=version,
            in_force_from=in_force_from,
            content=to_json(stored(profile)),
            entered_at=now,
            entered_by=by,
        )
    )
    await record(
        [Event("procedure.installed", "procedure", None, None, {"version": version})],
        actor_id=by,
        now=now,
    )
    return version
