"""Reading the working plan, writing its sections, submitting it."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post, put
from litestar.params import FromPath, JSONBody

from planning import clock
from planning.plans import queries
from planning.plans.actions import edit_section
from planning.plans.queries.plans import PlanRow, PlanSeen
from planning.sign_offs.actions import submit_for_sign_off
from service.api.serving import ApiRequest, Changed, told
from service.web.context import enqueue_of


class SectionText(msgspec.Struct, frozen=True):
    """What a section says: field keys to text, or to a list of rows with column keys.

    A row keeps the "id" it was read with; a new row has none. `version` is the section's.
    `complete` says whether the section is; left out, a complete one stays so unless something
    that is signed changes or something needed is taken out.
    """

    content: dict[str, Any]
    version: int
    complete: bool | None = None


class SubmittedVersion(msgspec.Struct, frozen=True):
    """The version that was frozen and that the agencies are asked to sign."""

    plan_version_id: UUID
    number: int


@get("/operations/{operation_id:uuid}/plans")
async def list_plans(request: ApiRequest, operation_id: FromPath[UUID]) -> list[PlanRow]:
    """List the two plans of an operation."""
    return await queries.plans_of(operation_id=operation_id, actor=request.user)


@get("/plans/{plan_id:uuid}")
async def see_plan(request: ApiRequest, plan_id: FromPath[UUID]) -> PlanSeen:
    """Show a plan as it is being written, as far as you may know it; the reading is logged."""
    return await queries.plan(plan_id=plan_id, actor=request.user, now=clock.now())


@put("/plans/{plan_id:uuid}/sections/{key:str}")
async def write_section(
    request: ApiRequest,
    plan_id: FromPath[UUID],
    key: FromPath[str],
    data: JSONBody[SectionText],
) -> Response[Changed]:
    """Replace what a section says; refused when somebody else saved since you read it."""

    async def act() -> Changed:
        return Changed(
            await edit_section(
                plan_id=plan_id,
                key=key,
                content=data.content,
                version=data.version,
                complete=data.complete,
                actor=request.user,
                now=clock.now(),
            )
        )

    return await told(request, act)


@post("/plans/{plan_id:uuid}/submit", status_code=201)
async def submit(request: ApiRequest, plan_id: FromPath[UUID]) -> Response[SubmittedVersion]:
    """Freeze the next version and ask those who must sign anew; the lead only."""

    async def act() -> SubmittedVersion:
        submitted = await submit_for_sign_off(
            plan_id=plan_id, actor=request.user, now=clock.now(), enqueue=enqueue_of(request)
        )
        return SubmittedVersion(submitted.version_id, submitted.number)

    return await told(request, act, status=201)


routes = [list_plans, see_plan, write_section, submit]
