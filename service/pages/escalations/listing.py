"""The lists: what waits for me, what I raised, what my agency is asked or has raised."""

from urllib.parse import urlencode

from litestar import Response, get
from litestar.params import FromQuery

from planning import clock
from planning.escalations.queries import Which, escalations, unresolved
from service.pages.presenters import escalations as words
from service.pages.serving import page
from service.web.context import PageRequest

LIST = "/escalations"


@get(LIST)
async def show_list(
    request: PageRequest, show: FromQuery[str | None] = None, after: FromQuery[str | None] = None
) -> Response[str]:
    """One of the lists, the latest first, a page at a time."""
    which = Which(show) if show in set(Which) else Which.WAITING
    found = await escalations(which=which, actor=request.user, cursor=after)
    now, closed = clock.now(), request.auth.closed_days
    following = urlencode({"show": which, "after": found.next}) if found.next else ""
    return page(
        request,
        "pages/escalations/list.html",
        title="Escalations",
        lists=[
            (text, f"{LIST}?show={one}", one is which) for one, text in words.WHICH_WORDS.items()
        ],
        heading=words.WHICH_WORDS[which],
        empty=words.EMPTY_WORDS[which],
        lines=[words.list_line(one, now, closed) for one in found.items],
        first_page=f"{LIST}?show={which}" if after else "",
        next_page=f"{LIST}?{following}" if following else "",
        unresolved=await unresolved(actor=request.user),
    )


routes = [show_list]
