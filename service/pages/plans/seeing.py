"""A plan: its sections, who has signed, what each agency gives."""

from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from planning import clock
from planning.lessons.queries import versions_in_force
from planning.operations.queries import operation
from planning.operations.queries.operations import OperationSeen
from planning.people.rules import Actor
from planning.plans.queries import plan
from planning.plans.rules.registers import is_register
from planning.sign_offs.queries import sign_off_states
from service.pages.presenters import plans as words
from service.pages.presenters.lessons import in_force_words
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
    leads = words.may_edit(around) and around.lead_id == actor.person_id
    return page(
        request,
        "pages/plans/plan.html",
        title=seen.title,
        seen=seen,
        version=words.version_tag(seen.number, changed_since=seen.changed_since),
        tasks=words.tasks(seen),
        standings=standings([one for one in states if one.plan_id == plan_id], actor),
        roles=words.roles(seen, around, actor),
        in_force=await _in_force(around, plan_id, actor) if around.live_at else "",
        open_requests=sum(one.open for one in seen.spoken_of),
        pictured=any(is_register(field) for one in seen.sections for field in one.section.fields),
        resources=resources(seen, around, actor),
        may_edit=words.may_edit(around),
        may_submit=leads,
        may_review=leads and bool(seen.number),
    )


async def _in_force(around: OperationSeen, plan_id: UUID, actor: Actor) -> str:
    """Which version the live operation works by, and how many agencies a newer one awaits."""
    found = await versions_in_force(operation_id=around.id, actor=actor)
    return next((in_force_words(one) for one in found if one.plan_id == plan_id), "")


routes = [show_plan]
