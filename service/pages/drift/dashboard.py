"""The drift dashboard: how often, how long, why, who, and what it costs."""

from datetime import datetime
from typing import Any

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Redirect

from planning import clock
from planning.errors import NotFound
from planning.measures.queries import choices, dashboard
from planning.people.rules import Role
from planning.procedures.queries import procedure_on
from service.pages.drift.filters import (
    PERIODS,
    Asked,
    address,
    asked,
    chosen_words,
    groups,
    quarters_to_choose,
)
from service.pages.forms import Form
from service.pages.presenters.dates import clock_time, short_moment
from service.pages.presenters.drift import tables
from service.pages.presenters.drift.figures import period_words
from service.pages.presenters.drift.sections import sections_of
from service.pages.serving import page
from service.web.context import PageRequest
from service.web.csv import csv_response

FILE_NAME = "accord-figures"


@get("/drift")
async def show(request: PageRequest) -> Response[Any]:
    """Show the figures to the partnership; to others the children without a decision."""
    if not request.user.has(Role.PARTNERSHIP):
        return Redirect("/concerns/undecided", status_code=303)
    now = clock.now()
    today = clock.today(now)
    form = Form(request.query_params)
    wanted = asked(form, today)
    seen = await dashboard(
        period=wanted.period, filters=wanted.filters, actor=request.user, now=now
    )
    profile = (await procedure_on(on=today, actor=request.user)).profile
    offered = groups(
        await choices(actor=request.user),
        {kind.value: rules.words for kind, rules in profile.kinds.items()},
    )
    return page(
        request,
        "pages/drift/dashboard.html",
        status=422 if wanted.faults else 200,
        title="Meetings and decisions",
        form=form,
        periods=PERIODS,
        quarters=quarters_to_choose(today),
        groups=offered,
        errors=_errors(wanted),
        when=period_words(seen.period),
        before=period_words(seen.previous),
        until=_until(seen.as_of, now),
        filtered=chosen_words(form, offered),
        sections=sections_of(seen),
        csv_of=lambda key: address(f"/drift/csv/{key}", form),
        all_csv=address("/drift/csv", form),
    )


@get("/drift/csv")
async def show_all(request: PageRequest) -> Response[str]:
    """Every number of the dashboard as a table."""
    return await _table(request, "")


@get("/drift/csv/{section:str}")
async def show_one(request: PageRequest, section: FromPath[str]) -> Response[str]:
    """The numbers of one section as a table."""
    return await _table(request, section)


async def _table(request: PageRequest, key: str) -> Response[str]:
    now = clock.now()
    wanted = asked(Form(request.query_params), clock.today(now))
    seen = await dashboard(
        period=wanted.period, filters=wanted.filters, actor=request.user, now=now
    )
    measures = [
        measure
        for section in sections_of(seen)
        if key in {"", section.key}
        for measure in section.measures
    ]
    if not measures:
        raise NotFound
    return csv_response(tables.HEADING, tables.lines(seen, measures), name=FILE_NAME)


def _until(as_of: datetime, now: datetime) -> str:
    if clock.london_date(as_of) == clock.london_date(now):
        return f"Figures up to {clock_time(as_of.astimezone(clock.LONDON).time())} today."
    return f"Figures up to {short_moment(as_of)}."


def _errors(wanted: Asked) -> list[dict[str, str]]:
    return [{"text": fault.message, "href": f"#{fault.field}"} for fault in wanted.faults]


routes = [show, show_all, show_one]
