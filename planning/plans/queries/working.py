"""The working roles and resource lines of a plan; inside an open transaction."""

from uuid import UUID

from planning.plans.rules.lines import ResourceLine, RoleLine
from planning.transactions import fetch_all


async def role_lines(plan_id: UUID) -> list[RoleLine]:
    """Roles that are not removed, by agency and title."""
    return await fetch_all(
        RoleLine,
        "select id, agency_id, title, responsibilities, authority_limit, mandatory, holder_id,"
        " deputy_id, contact_24h, from_on, until_on from plan_role"
        " where plan_id = $1 and removed_at is null order by agency_id, title, id",
        plan_id,
    )


async def resource_lines(plan_id: UUID) -> list[ResourceLine]:
    """Resource lines that are not removed, by agency and kind."""
    return await fetch_all(
        ResourceLine,
        "select id, agency_id, type_key, kind, unit, requested, committed, phase, funding, from_on,"
        " until_on, approver_id, backfill, status, used from plan_resource"
        " where plan_id = $1 and removed_at is null order by agency_id, kind, id",
        plan_id,
    )
