"""The forecast of an operation's surge: inputs read as their reader, drawn off the event loop."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from msgspec import Struct, structs

from planning.people.rules import CATEGORY_WORDS, Actor
from planning.surge.forecast import Band, Figures, Forecast, forecast, meetings_forecast
from planning.surge.forecast.figures import RoleForecast, WeekAsked
from planning.surge.forecast.given import Given, changed, with_more
from planning.surge.queries.figures import Inputs, read_inputs
from planning.surge.rules.calendar import Calendar
from planning.surge.rules.pools import From, Part, Shared, plan_number, type_key
from planning.transactions import transaction


class AgencyAsked(Struct, frozen=True):
    """What falls to one agency: in each week the bands, what it has, and the chance of too little.

    The chance is that of all who share the work: they stand in for each other.
    """

    agency_id: UUID
    agency_name: str
    weeks: list[WeekAsked]


class RoleSeen(Struct, frozen=True):
    """One role in words; `source`: from where it is known how much there is."""

    words: str
    unit: str
    source: From
    all: RoleForecast
    agencies: list[AgencyAsked]


class ForecastSeen(Struct, frozen=True, kw_only=True):
    """The forecast and all that it rests on.

    `given`: the figures, and where those come from that are no defaults. `peak` and `peak_weeks`
    are what the plan says of meetings a week. `in_surge` and `victims` are of the first 42 working
    days, `expected` is their mean as it is worked out, rounded up.
    """

    operation_id: UUID
    calendar: Calendar
    given: Given
    peak: float | None
    peak_weeks: float | None
    runs: int
    seed: int
    follow_on: float
    expected: int
    victims: Band
    in_surge: Band
    meetings: list[Band]
    roles: list[RoleSeen]


async def forecast_of(
    *, operation_id: UUID, actor: Actor, now: datetime, changes: Mapping[str, float] | None = None
) -> ForecastSeen:
    """The forecast with the figures as they stand, or with `changes`: what if.

    Raises `NotFound`; `Invalid` with every fault of the changes.
    """
    async with transaction(actor.person_id):
        inputs = await read_inputs(operation_id, now)
    wanted = changed(inputs.given, changes) if changes else inputs.given
    return await asyncio.to_thread(made, inputs, wanted)


def made(inputs: Inputs, wanted: Given) -> ForecastSeen:
    """Half a second of arithmetic: never on the event loop."""
    pools = tuple(one.pool for one in inputs.pools)
    figures = Figures(
        wanted.victims, wanted.assumptions, inputs.calendar.days, with_more(pools, wanted.more)
    )
    return _seen(inputs, wanted, forecast(figures))


def _seen(inputs: Inputs, wanted: Given, found: Forecast) -> ForecastSeen:
    return ForecastSeen(
        operation_id=inputs.operation_id,
        calendar=inputs.calendar,
        given=wanted,
        peak=plan_number(inputs.surge, "meetings_a_week"),
        peak_weeks=plan_number(inputs.surge, "weeks_of_peak"),
        runs=found.runs,
        seed=found.seed,
        follow_on=found.follow_on,
        expected=meetings_forecast(wanted.victims.planning, wanted.assumptions.meetings_per_victim),
        victims=found.victims,
        in_surge=found.in_surge,
        meetings=list(found.meetings),
        roles=[
            _role(shared, one, inputs)
            for shared, one in zip(inputs.pools, found.roles, strict=True)
        ],
    )


def _role(shared: Shared, found: RoleForecast, inputs: Inputs) -> RoleSeen:
    known = inputs.types.get(type_key(found.role, found.category))
    there = f"{CATEGORY_WORDS[found.category]} at meetings" if found.category else ""
    return RoleSeen(
        words=there or (known.words if known else found.role.value),
        unit=known.unit if known else "people",
        source=shared.source,
        all=found,
        agencies=[_agency(part, found) for part in shared.parts],
    )


def _agency(part: Part, found: RoleForecast) -> AgencyAsked:
    """Its share of what is asked of all."""
    return AgencyAsked(
        part.agency_id,
        part.agency_name,
        [
            structs.replace(week, asked=_scaled(week.asked, share), capacity=there)
            for week, share, there in zip(found.weeks, part.share, part.capacity, strict=True)
        ],
    )


def _scaled(band: Band, share: float) -> Band:
    return Band(band.low * share, band.middle * share, band.high * share, band.mean * share)
