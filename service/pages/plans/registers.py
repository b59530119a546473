"""The contingency register of a plan as a picture."""

from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from planning import clock
from planning.people.queries import agencies
from planning.plans.queries import plan
from service.pages.presenters.registers import registers
from service.pages.serving import page
from service.web.context import PageRequest


@get("/plans/{plan_id:uuid}/register")
async def show_register(request: PageRequest, plan_id: FromPath[UUID]) -> Response[str]:
    """What is likely and severe, and the rows with the highest score first."""
    seen = await plan(plan_id=plan_id, actor=request.user, now=clock.now())
    names = {str(one.id): one.name for one in await agencies(actor=request.user)}
    return page(
        request,
        "pages/plans/register.html",
        title="Register by likelihood and impact",
        seen=seen,
        registers=registers(seen, names),
    )


routes = [show_register]
