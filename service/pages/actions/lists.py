"""Your actions, and those of your agency."""

from litestar import Response, get
from litestar.params import FromQuery

from planning import clock
from planning.meetings.queries import (
    ListedAction,
    WhichActions,
    agency_actions,
    my_actions,
)
from planning.paging import Page
from service.pages.presenters.actions import action_item
from service.pages.serving import page
from service.web.context import PageRequest

_MINE = {
    WhichActions.OPEN: "Open, soonest due first",
    WhichActions.LATE: "Late, the latest first",
    WhichActions.DONE: "Done, latest first",
}
_OF_AGENCY = {which: _MINE[which] for which in (WhichActions.OPEN, WhichActions.LATE)}


@get("/actions")
async def show(
    request: PageRequest,
    which: FromQuery[WhichActions] = WhichActions.OPEN,
    after: FromQuery[str | None] = None,
) -> Response[str]:
    """List this person's actions, a page at a time."""
    found = await my_actions(actor=request.user, now=clock.now(), which=which, cursor=after)
    return _page(request, found, which, "/actions", after, title="Your actions", headings=_MINE)


@get("/actions/agency")
async def show_agency(
    request: PageRequest,
    which: FromQuery[WhichActions] = WhichActions.OPEN,
    after: FromQuery[str | None] = None,
) -> Response[str]:
    """List open actions of this person's agency in the cases that they are in."""
    shown = which if which in _OF_AGENCY else WhichActions.OPEN
    found = await agency_actions(actor=request.user, now=clock.now(), which=shown, cursor=after)
    return _page(
        request,
        found,
        shown,
        "/actions/agency",
        after,
        title="Actions of your agency",
        headings=_OF_AGENCY,
    )


def _page(
    request: PageRequest,
    found: Page[ListedAction],
    which: WhichActions,
    path: str,
    after: str | None,
    *,
    title: str,
    headings: dict[WhichActions, str],
) -> Response[str]:
    today = clock.today(clock.now())
    here = f"{path}?which={which}"
    return page(
        request,
        "pages/actions/list.html",
        title=title,
        heading=headings[which],
        which=which,
        choices=[(value, value.value.capitalize()) for value in headings],
        path=path,
        lines=[action_item(line, today, request.auth.closed_days) for line in found.items],
        first_page=here if after else "",
        next_page=f"{here}&after={found.next}" if found.next else "",
    )


routes = [show, show_agency]
