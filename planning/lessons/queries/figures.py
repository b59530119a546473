"""What was forecast and what happened since an operation went live: counts alone."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import msgspec

from planning.clock import today
from planning.errors import NotFound
from planning.go_live.queries.surge import CONFIRMATIONS
from planning.go_live.rules import SurgeConfirmed
from planning.lessons.rules.figures import (
    ContactsMade,
    WeekFigures,
    forecast_by,
    forecast_weeks,
    weeks_since,
)
from planning.operations.rules import ENDED, OperationState
from planning.people.rules import Actor
from planning.procedures.queries import closed_days
from planning.support.queries.promises import promises_of
from planning.surge.queries.history import expected_surge
from planning.transactions import fetch_all, fetch_one, transaction


class ResourceUse(msgspec.Struct, frozen=True):
    """What an agency committed of one kind in all its lines, and what was used of it so far."""

    agency_name: str
    kind: str
    unit: str
    committed: Decimal
    used: Decimal


class Afterwards(msgspec.Struct, frozen=True, kw_only=True):
    """Forecast against actual; before go-live there is no week.

    `forecast` is for `victims`, the latest number that the surge was confirmed for, or else the
    number to plan for; `forecast_by_now` is the part of it that falls before `until_on`.
    """

    operation_id: UUID
    operation_name: str
    state: OperationState
    live_on: date | None
    until_on: date
    victims: int
    confirmed: bool
    forecast: int
    forecast_by_now: int
    meetings: int
    minimum: int
    weeks: list[WeekFigures]
    resources: list[ResourceUse]


class _About(msgspec.Struct, frozen=True):
    name: str
    state: OperationState
    live_at: datetime | None
    state_since: datetime | None
    victims_planning: int


class _Meetings(msgspec.Struct, frozen=True):
    week_on: date
    meetings: int


_RESOURCES = """
select a.name as agency_name, l.kind, l.unit, sum(l.committed) as committed, sum(l.used) as used
from plan_resource l join plan p on p.id = l.plan_id join agency a on a.id = l.agency_id
where p.operation_id = $1 and l.removed_at is null and (l.committed > 0 or l.used > 0)
group by a.name, l.kind, l.unit order by a.name, l.kind, l.unit
"""


async def afterwards_of(*, operation_id: UUID, actor: Actor, now: datetime) -> Afterwards:
    """Since go-live, until now or until it was over. Raises `NotFound`."""
    async with transaction(actor.person_id):
        about = await fetch_one(
            _About,
            "select name, state, live_at, state_since, victims_planning from operation"
            " where id = $1",
            operation_id,
        )
        if about is None:
            raise NotFound
        until = (about.state_since or now) if about.state in ENDED else now
        return await _since(operation_id, about, until)


async def _since(operation_id: UUID, about: _About, until: datetime) -> Afterwards:
    surge = await fetch_all(SurgeConfirmed, CONFIRMATIONS, [operation_id])
    confirmed = max(surge, key=lambda one: one.victims_planning, default=None)
    victims = confirmed.victims_planning if confirmed else about.victims_planning
    forecast = (
        confirmed.meetings_forecast
        if confirmed
        else (await expected_surge(today(until))).meetings(victims)
    )
    closed = await closed_days()
    promise = (await promises_of([operation_id]))[operation_id]
    meetings = {
        one.week_on: one.meetings
        for one in await fetch_all(
            _Meetings, "select * from accord_meetings_since_live($1, $2)", operation_id, until
        )
    }
    contacts = await fetch_all(
        ContactsMade,
        "select * from accord_contacts_since_live($1, $2, $3)",
        operation_id, promise.contacts, today(until),
    )  # fmt: skip
    live_on = today(about.live_at) if about.live_at else None
    spread = (live_on or today(until), forecast, closed)
    return Afterwards(
        operation_id=operation_id,
        operation_name=about.name,
        state=about.state,
        live_on=live_on,
        until_on=today(until),
        victims=victims,
        confirmed=bool(surge),
        forecast=forecast,
        forecast_by_now=_by(today(until), *spread),
        meetings=sum(meetings.values()),
        minimum=promise.contacts,
        weeks=weeks_since(
            live_on=live_on,
            until_on=today(until),
            forecast=_weeks(*spread),
            meetings=meetings,
            contacts=contacts,
            promise=promise,
        )
        if live_on
        else [],
        resources=await fetch_all(ResourceUse, _RESOURCES, operation_id),
    )


def _by(day: date, live_on: date, meetings: int, closed: frozenset[date]) -> int:
    return forecast_by(day, live_on=live_on, meetings=meetings, closed_days=closed)


def _weeks(live_on: date, meetings: int, closed: frozenset[date]) -> dict[date, int]:
    return forecast_weeks(live_on=live_on, meetings=meetings, closed_days=closed)
