"""Chains without a decision: the one screen that a manager opens each morning."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get

from planning import clock
from planning.chains.queries import (
    Team,
    UndecidedFilters,
    teams,
    undecided_chains,
    undecided_whole,
)
from planning.chains.rules import Alert
from planning.operations.queries import operations
from planning.paging import LARGEST_PAGE
from planning.people.queries import agencies
from planning.procedures.rules import MeetingKind
from planning.transactions import transaction
from service.pages.forms import Form
from service.pages.meetings.lookups import profile_now
from service.pages.presenters.directory import agency_options
from service.pages.presenters.undecided import (
    ALERT_OPTIONS,
    HEADING,
    kind_options,
    undecided_cells,
    undecided_line,
)
from service.pages.serving import page
from service.web.context import PageRequest
from service.web.csv import csv_response

HERE = "/concerns/undecided"


@get(HERE)
async def show(request: PageRequest) -> Response[str]:
    """List them, the longest undecided first, a page at a time."""
    return await undecided_page(request)


@get(f"{HERE}.csv")
async def show_file(request: PageRequest) -> Response[str]:
    """All pages of the list as a file; each child counts as read."""
    filters = _filters(Form(request.query_params))
    found = await undecided_whole(actor=request.user, now=clock.now(), filters=filters)
    return csv_response(HEADING, [undecided_cells(one) for one in found], name="undecided")


async def undecided_page(request: PageRequest) -> Response[str]:
    """The list as its filters ask; also where a navigation leads to it by another address."""
    form, now = Form(request.query_params), clock.now()
    filters = _filters(form)
    async with transaction(request.user.person_id):
        found = await undecided_chains(
            actor=request.user, now=now, filters=filters, cursor=form.value("after") or None
        )
        choices = await _choices(request)
    today = clock.today(now)
    chosen = _query(filters)
    return page(
        request,
        "pages/concerns/undecided.html",
        title="Children without a decision",
        form=form,
        lines=[undecided_line(one, today, request.auth.closed_days) for one in found.items],
        today=today,
        filtered=bool(chosen),
        first_page=_address(chosen) if form.value("after") else "",
        next_page=_address({**chosen, "after": found.next}) if found.next else "",
        file=_address(chosen, f"{HERE}.csv"),
        **choices,
    )


def _filters(form: Form) -> UndecidedFilters:
    """What the address asks; what nobody can have chosen is not asked."""
    return UndecidedFilters(
        team=form.text("team", label="Team"),
        agency_id=form.uuid("agency", label="Agency"),
        kind=form.enum("kind", label="Type", kind=MeetingKind),
        operation_id=form.uuid("operation", label="Operation"),
        alert=form.enum("alert", label="Alert", kind=Alert),
        mine=form.flag("mine"),
    )


def _query(filters: UndecidedFilters) -> dict[str, str]:
    """The same as an address holds it: keys and ids, no name of anybody."""
    chosen: dict[str, UUID | str | None] = {
        "team": filters.team,
        "agency": filters.agency_id,
        "kind": filters.kind,
        "operation": filters.operation_id,
        "alert": filters.alert,
        "mine": "yes" if filters.mine else "",
    }
    return {name: str(value) for name, value in chosen.items() if value}


def _address(query: dict[str, str], path: str = HERE) -> str:
    return f"{path}?{urlencode(query)}" if query else path


async def _choices(request: PageRequest) -> dict[str, Any]:
    actor = request.user
    found = await operations(actor=actor, limit=LARGEST_PAGE)
    return {
        "teams": _team_options(await teams(actor=actor)),
        "agencies": agency_options(await agencies(actor=actor)),
        "kinds": kind_options(await profile_now(actor, clock.now())),
        "operations": [(str(one.id), one.name) for one in found.items],
        "alerts": ALERT_OPTIONS,
    }


def _team_options(found: list[Team]) -> list[tuple[str, str]]:
    return [(team.key, team.name) for team in found]


routes = [show, show_file]
