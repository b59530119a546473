"""Quarterly reports of the partnership, and having them made."""

from datetime import date
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from planning import clock
from planning.measures.actions import ask_for_report
from planning.measures.queries import ReportLine, ReportSeen, report, reports
from planning.paging import PAGE, Page
from service.api.serving import ApiRequest, Made, made


class NewReport(msgspec.Struct, frozen=True):
    """The first day of a quarter; the figures are as known at the end of a day, or now."""

    quarter: date
    known_on: date | None = None


@get("/drift/reports")
async def list_reports(
    request: ApiRequest, cursor: FromQuery[str | None] = None, limit: FromQuery[int] = PAGE
) -> Page[ReportLine]:
    """List quarterly reports, the one asked for last first; without `made_at` it is being made."""
    return await reports(actor=request.user, cursor=cursor, limit=limit)


@post("/drift/reports")
async def ask(request: ApiRequest, data: JSONBody[NewReport]) -> Response[Made]:
    """Have the report of a quarter made; it is ready in about a minute."""
    now = clock.now()

    async def act() -> UUID:
        return await ask_for_report(
            quarter=data.quarter,
            known_on=data.known_on or clock.today(now),
            actor=request.user,
            now=now,
        )

    return await made(request, act, at="/drift/reports/{}")


@get("/drift/reports/{report_id:uuid}")
async def read_report(request: ApiRequest, report_id: FromPath[UUID]) -> ReportSeen:
    """Read a report: its frozen figures, and what changed since the version before."""
    return await report(report_id=report_id, actor=request.user)


routes = [list_reports, ask, read_report]
