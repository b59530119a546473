"""Searching among what the token's person may know."""

from datetime import date

import msgspec
from litestar import post
from litestar.params import FromQuery, JSONBody

from planning import clock
from planning.paging import PAGE
from planning.search.actions import search as look
from planning.search.queries import Found
from planning.search.rules import Terms
from service.api.serving import ApiRequest


class SearchFor(msgspec.Struct, frozen=True):
    """What to look for; what is given must all hold, and something must be.

    Words of names match how words begin, whatever the accents. Both dates are included.
    """

    child: str = ""
    person: str = ""
    reference: str = ""
    from_on: date | None = None
    until_on: date | None = None


@post("/search", status_code=200)
async def search(
    request: ApiRequest,
    data: JSONBody[SearchFor],
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = PAGE,
) -> Found:
    """Find children and meetings that you may know of; what was typed stays out of addresses."""
    return await look(
        terms=Terms(**msgspec.structs.asdict(data)),
        actor=request.user,
        now=clock.now(),
        cursor=cursor,
        limit=limit,
    )


routes = [search]
