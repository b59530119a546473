"""Quarterly reports: asked for, made in the background, kept as they were made."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from planning import clock
from planning.errors import NotFound
from planning.measures.actions import ask_for_report
from planning.measures.queries import ReportLine, ReportSeen, report, reports
from planning.measures.rules import Dashboard, Measured
from planning.people.rules import Role, require_role
from service.pages.drift.filters import quarters_to_choose
from service.pages.forms import Form
from service.pages.presenters.drift import tables
from service.pages.presenters.drift.changed import CHANGED, changed_rows
from service.pages.presenters.drift.figures import period_words
from service.pages.presenters.drift.reports import line_of
from service.pages.presenters.drift.sections import sections_of
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.csv import csv_response
from service.web.idempotency import Answer, see_other

HERE = "/drift/reports"
LOOKS, BETWEEN_LOOKS = 6, 0.5
"""How often more, and after how many seconds, a page looks whether its report is made."""
_FILE_NAME = "accord-report"


@get(HERE)
async def show_list(request: PageRequest, after: FromQuery[str | None] = None) -> Response[str]:
    """List reports, the last one first, and offer to have another made."""
    return await _list(request, Form(), after)


@post(HERE)
async def ask(request: PageRequest) -> Response[Any]:
    """Have the report of a quarter made."""
    form = await form_of(request)
    today = clock.today(clock.now())
    quarters = [value for value, _ in quarters_to_choose(today)]
    quarter = form.choice("quarter", label="Quarter", options=quarters, required="Choose a quarter")
    known_on = form.date("known_on", label="As known on")

    async def act() -> Answer:
        report_id = await ask_for_report(
            quarter=date.fromisoformat(quarter),
            known_on=known_on or today,
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"{HERE}/{report_id}")

    return await submit(request, form, act, again=lambda: _list(request, form, None))


@get(HERE + "/{report_id:uuid}")
async def show(request: PageRequest, report_id: FromPath[UUID]) -> Response[str]:
    """Show a report, or wait a moment for it; no page reloads by itself (WCAG 2.2.1)."""
    seen = await _looked_for(report_id, request)
    if seen.content is None:
        return page(
            request,
            "pages/drift/waiting.html",
            title="The report is being made",
            line=line_of(seen.line),
            here=request.url.path,
        )
    return page(
        request,
        "pages/drift/report.html",
        title=f"Report of {period_words(seen.content.period)}",
        line=line_of(seen.line),
        before=period_words(seen.content.previous),
        superseded=seen.superseded,
        columns=CHANGED,
        changed=None if seen.changed is None else changed_rows(seen.changed),
        sections=sections_of(seen.content),
        meanings=tables.explained(seen.content),
        here=request.url.path,
        csv_of=None,
    )


@get(HERE + "/{report_id:uuid}/csv")
async def show_csv(request: PageRequest, report_id: FromPath[UUID]) -> Response[str]:
    """Every number of a report as a table."""
    content = await _content(request, report_id)
    return csv_response(tables.HEADING, tables.lines(content, _measured(content)), name=_FILE_NAME)


@get(HERE + "/{report_id:uuid}/meanings")
async def show_meanings(request: PageRequest, report_id: FromPath[UUID]) -> Response[str]:
    """What each measure of a report means and where it comes from, as a table."""
    content = await _content(request, report_id)
    return csv_response(tables.EXPLAINED, tables.explained(content), name=f"{_FILE_NAME}-meanings")


async def _content(request: PageRequest, report_id: UUID) -> Dashboard:
    seen = await report(report_id=report_id, actor=request.user)
    if seen.content is None:
        raise NotFound
    return seen.content


def _measured(content: Dashboard) -> list[Measured]:
    return [figure.measure.key for figure in content.figures]


async def _looked_for(report_id: UUID, request: PageRequest) -> ReportSeen:
    seen = await report(report_id=report_id, actor=request.user)
    for _ in range(LOOKS):
        if seen.content is not None:
            break
        await asyncio.sleep(BETWEEN_LOOKS)
        seen = await report(report_id=report_id, actor=request.user)
    return seen


async def _list(request: PageRequest, form: Form, after: str | None) -> Response[str]:
    require_role(request.user, Role.PARTNERSHIP)
    found = await reports(actor=request.user, cursor=after)
    lines: list[ReportLine] = found.items
    return page(
        request,
        "pages/drift/reports.html",
        title="Quarterly reports",
        submit="Make the report",
        form=form,
        quarters=quarters_to_choose(clock.today(clock.now()))[1:],
        lines=[line_of(line) for line in lines],
        first_page=HERE if after else "",
        next_page=f"{HERE}?after={found.next}" if found.next else "",
    )


routes = [show_list, ask, show, show_csv, show_meanings]
