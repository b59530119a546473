"""What was submitted, what an agency signs of it, and what changed between two versions."""

from uuid import UUID

from litestar import get
from litestar.params import FromPath, FromQuery

from planning.plans import queries
from planning.plans.queries.comparison import Comparison
from planning.plans.queries.texts import TextSeen
from planning.plans.queries.versions import ScheduleSeen, VersionRow, VersionSeen
from planning.plans.rules.differences import Difference
from service.api.serving import ApiRequest


@get("/plans/{plan_id:uuid}/versions")
async def list_versions(request: ApiRequest, plan_id: FromPath[UUID]) -> list[VersionRow]:
    """List the latest versions of a plan, newest first."""
    return await queries.versions_of(plan_id=plan_id, actor=request.user)


@get("/plan-versions/{version_id:uuid}")
async def see_version(request: ApiRequest, version_id: FromPath[UUID]) -> VersionSeen:
    """Show a version as it was submitted, with the template that says how to read it."""
    return await queries.version(plan_version_id=version_id, actor=request.user)


@get("/plan-versions/{version_id:uuid}/schedules/{agency_id:uuid}")
async def see_schedule(
    request: ApiRequest, version_id: FromPath[UUID], agency_id: FromPath[UUID]
) -> ScheduleSeen:
    """Show what one agency signs in a version."""
    return await queries.schedule_of(
        plan_version_id=version_id, agency_id=agency_id, actor=request.user
    )


@get("/plan-versions/{version_id:uuid}/changes")
async def compare(
    request: ApiRequest,
    version_id: FromPath[UUID],
    since: FromQuery[UUID],
    agency_id: FromQuery[UUID],
) -> list[Difference]:
    """Tell what changed for an agency since an earlier version of the same plan."""
    return await queries.changes_between(
        older_id=since, newer_id=version_id, agency_id=agency_id, actor=request.user
    )


@get("/plans/{plan_id:uuid}/comparison")
async def compare_whole(
    request: ApiRequest,
    plan_id: FromPath[UUID],
    older: FromQuery[int],
    newer: FromQuery[int],
    agency_id: FromQuery[UUID | None] = None,
) -> Comparison:
    """Compare two versions by their numbers, whole or as one agency signs them."""
    return await queries.compare_versions(
        plan_id=plan_id, older=older, newer=newer, agency_id=agency_id, actor=request.user
    )


@get("/plans/{plan_id:uuid}/sections/{key:str}/texts")
async def list_texts(
    request: ApiRequest,
    plan_id: FromPath[UUID],
    key: FromPath[str],
    before: FromQuery[int | None] = None,
) -> list[TextSeen]:
    """List the texts that a section had, newest first, from before a version of it."""
    return await queries.texts_of(plan_id=plan_id, key=key, before=before, actor=request.user)


routes = [list_versions, see_version, see_schedule, compare, compare_whole, list_texts]
