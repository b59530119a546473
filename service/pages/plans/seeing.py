"""A plan: its sections, who has signed, what each agency gives."""

from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from planning import clock
from planning.operations.queries import operation
from planning.plans.queries import plan
from planning.plans.rules.registers import is_register
from planning.sign_offs.queries import sign_off_states
from service.pages.presenters import plans as words
from service.pages.presenters.resources import resources
from service.pages.presenters.sign_offs import standings
from service.pages.serving import page
from service.web.context import PageRequest


@get("/plans/{plan_id:uuid}")
async def show_plan(request: PageRequest, plan_id: FromPath[UUID]) -> Response[str]:
    """The task list first, then the signatures, then roles and resources."""
    actor, now = request.user, clock.now()
    seen = await plan(plan_id=plan_id, actor=actor, now=now)
    around = await operation(operation_id=seen.operation_id, actor=actor, now=now)
    states = await sign_off_states(operation_id=seen.operation_id, actor=actor)
    return page(
        request,
        "pages/plans/plan.html",
        title=seen.title,
        seen=seen,
        version=words.version_tag(seen.number, changed_since=seen.changed_since),
        tasks=words.tasks(seen),
        standings=standings([one for one in states if one.plan_id == plan_id], actor),
        roles=words.roles(seen, around, actor),
        open_requests=sum(one.open for one in seen.spoken_of),
        pictured=any(is_register(field) for one in seen.sections for field in one.section.fields),
        resources=resources(seen, around, actor),
        may_edit=words.may_edit(around),
        may_submit=words.may_edit(around) and around.lead_id == actor.person_id,
    )


routes = [show_plan]
