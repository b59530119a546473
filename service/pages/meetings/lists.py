"""The meetings that this person is in."""

from litestar import Response, get
from litestar.params import FromQuery

from planning import clock
from planning.meetings.queries import Which, meetings
from planning.people.rules import Role
from service.pages.concerns.listing import may_convene
from service.pages.presenters.meetings import meeting_line
from service.pages.serving import page
from service.web.context import PageRequest

_HEADINGS = {
    Which.COMING: "Coming, soonest first",
    Which.PAST: "Past, latest first",
    Which.ALL: "All, latest first",
}


@get("/meetings")
async def show(
    request: PageRequest,
    which: FromQuery[Which] = Which.COMING,
    after: FromQuery[str | None] = None,
) -> Response[str]:
    """List meetings, a page at a time."""
    now = clock.now()
    found = await meetings(actor=request.user, now=now, which=which, cursor=after)
    here = f"/meetings?which={which}"
    return page(
        request,
        "pages/meetings/list.html",
        title="Meetings",
        heading=_HEADINGS[which],
        which=which,
        lines=[meeting_line(line, now) for line in found.items],
        first_page=here if after else "",
        next_page=f"{here}&after={found.next}" if found.next else "",
        may_convene=may_convene(request.user),
        may_schedule=request.user.has(Role.SCHEDULER),
    )


routes = [show]
