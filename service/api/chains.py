"""Children's chains that drift."""

from uuid import UUID

from litestar import get
from litestar.params import FromQuery

from planning import clock
from planning.chains.queries import (
    Team,
    UndecidedChain,
    UndecidedFilters,
    teams,
    undecided_chains,
)
from planning.chains.rules import Alert
from planning.paging import PAGE, Page
from planning.procedures.rules import MeetingKind
from service.api.serving import ApiRequest


@get("/chains/undecided")
async def list_undecided(
    request: ApiRequest,
    *,
    team: FromQuery[str] = "",
    agency: FromQuery[UUID | None] = None,
    kind: FromQuery[MeetingKind | None] = None,
    operation: FromQuery[UUID | None] = None,
    alert: FromQuery[Alert | None] = None,
    mine: FromQuery[bool] = False,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = PAGE,
) -> Page[UndecidedChain]:
    """List concerns whose last meetings decided nothing, the longest undecided first.

    Filters hold together: `team` is a key of /chains/teams, `agency` one that was absent or owes
    information, `mine` concerns whose named senior manager you are.
    """
    return await undecided_chains(
        actor=request.user,
        now=clock.now(),
        filters=UndecidedFilters(team, agency, kind, operation, alert, mine),
        cursor=cursor,
        limit=limit,
    )


@get("/chains/teams")
async def list_teams(request: ApiRequest) -> list[Team]:
    """List the teams of open concerns that you are in."""
    return await teams(actor=request.user)


routes = [list_undecided, list_teams]
