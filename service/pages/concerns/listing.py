"""The children whose concerns this person is in."""

from litestar import Response, get
from litestar.params import FromQuery

from planning import clock
from planning.chains.queries import states_of
from planning.concerns.queries import concerns
from planning.people.rules import Actor, Role
from service.pages.presenters import chains
from service.pages.serving import page
from service.web.context import PageRequest


def may_convene(actor: Actor) -> bool:
    """Whether to offer opening concerns and convening meetings; the acts themselves refuse."""
    return actor.has(Role.SCHEDULER) or actor.has(Role.CHAIR)


@get("/concerns")
async def show(request: PageRequest, after: FromQuery[str | None] = None) -> Response[str]:
    """List concerns, the latest first, a page at a time."""
    found = await concerns(actor=request.user, cursor=after)
    states = await states_of(
        concern_ids=[concern.id for concern in found.items], actor=request.user, now=clock.now()
    )
    return page(
        request,
        "pages/concerns/list.html",
        title="Children",
        lines=[chains.concern_line(concern, states[concern.id]) for concern in found.items],
        first_page="/concerns" if after else "",
        next_page=f"/concerns?after={found.next}" if found.next else "",
        may_convene=may_convene(request.user),
    )


routes = [show]
