"""Children's chains that drift."""

from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromQuery, JSONBody

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
from planning.reminders.actions import chase_chains
from planning.reminders.queries import to_remind
from planning.reminders.rules.chains import Reminding
from service.api.serving import ApiRequest, told
from service.web.context import enqueue_of


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


class Chase(msgspec.Struct, frozen=True):
    """Concerns in whose undecided chains who owes something is to be reminded."""

    concern_ids: list[UUID]


class Chased(msgspec.Struct, frozen=True):
    """How many people were reminded; of each chain who could be now, and who not and why."""

    people: int
    chains: list[Reminding]


@post("/chains/undecided/remind", status_code=200)
async def remind(request: ApiRequest, data: JSONBody[Chase]) -> Response[Chased]:
    """Remind who owes something, each person in one mail; of a chain at most once an hour."""

    async def act() -> Chased:
        now = clock.now()
        people = await chase_chains(
            concern_ids=data.concern_ids,
            actor=request.user,
            now=now,
            enqueue=enqueue_of(request),
        )
        chains = await to_remind(concern_ids=data.concern_ids, actor=request.user, now=now)
        return Chased(people, chains)

    return await told(request, act)


routes = [list_undecided, list_teams, remind]
