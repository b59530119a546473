"""Installing a version of the partnership's rules."""

from datetime import date, datetime

from planning.history.actions import record
from planning.history.rules import Event
from planning.people.rules import Actor, Role, require_role
from planning.procedures.rules import parse_profile
from planning.procedures.shipped import shipped_profile
from planning.procedures.tables import ProcedureProfile
from planning.transactions import execute, fetch_value, to_json, transaction

SHIPPED_FROM = date(2000, 1, 1)
"""Before any meeting that could be recorded, so that one profile is always in force."""


async def install_shipped_profile(*, now: datetime) -> None:
    """Give a partnership without a profile the one that comes with Accord."""
    async with transaction(None):
        if not await ProcedureProfile.exists():
            await install_profile(
                content=shipped_profile(), in_force_from=SHIPPED_FROM, actor=None, now=now
            )


async def install_profile(
    *, content: str, in_force_from: date, actor: Actor | None, now: datetime
) -> int:
    """Add a version in TOML, in force from a date in England; the version's number.

    Raises `Invalid` for a profile that says too little, `Blocked` when another one starts that
    day. The command line acts as nobody (`None`). Meetings convened before keep their version.
    """
    if actor is not None:
        require_role(actor, Role.ADMINISTRATOR, Role.PARTNERSHIP)
    profile = parse_profile(content)
    by = actor.person_id if actor else None
    async with transaction(by):
        await execute("select pg_advisory_xact_lock(hashtext('procedure_profile'))")
        version = 1 + int(
            await fetch_value("select coalesce(max(version), 0) from procedure_profile")
        )
        await ProcedureProfile.insert(
            ProcedureProfile(
                version=version,
                in_force_from=in_force_from,
                content=to_json(profile),
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
