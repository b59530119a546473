"""The figures of drift for the partnership, small numbers hidden."""

from datetime import date
from uuid import UUID

from litestar import get
from litestar.params import FromQuery

from planning import clock
from planning.measures import queries
from planning.measures.queries import Choices
from planning.measures.rules import Dashboard, Filters, Period, last_whole_quarter
from planning.procedures.rules import MeetingKind
from service.api.serving import ApiRequest


@get("/drift")
async def read_dashboard(
    request: ApiRequest,
    *,
    from_on: FromQuery[date | None] = None,
    until_on: FromQuery[date | None] = None,
    team: FromQuery[str | None] = None,
    kind: FromQuery[MeetingKind | None] = None,
    operation_id: FromQuery[UUID | None] = None,
) -> Dashboard:
    """Read the figures of whole quarters, without dates of the quarter that ended last.

    One filter at most. A number without value is hidden: 5 or fewer when `few` says so.
    """
    now = clock.now()
    last = last_whole_quarter(clock.today(now))
    return await queries.dashboard(
        period=Period(from_on or last.from_on, until_on or last.until_on),
        filters=Filters(team, kind, operation_id),
        actor=request.user,
        now=now,
    )


@get("/drift/choices")
async def read_choices(request: ApiRequest) -> Choices:
    """Read by which teams and operations the figures can be filtered."""
    return await queries.choices(actor=request.user)


routes = [read_dashboard, read_choices]
