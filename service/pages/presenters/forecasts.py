"""The forecast of a surge in words, rows and pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from planning.surge.forecast import ASSUMED, SURGE_DAYS, Band
from planning.surge.forecast.assumptions import MORE, VICTIM_FIGURES
from planning.surge.forecast.figures import More, RoleForecast, WeekAsked
from planning.surge.forecast.given import Basis, figures_of
from planning.surge.forecast.roles import LIKELY, POSSIBLE
from planning.surge.queries.forecasts import AgencyAsked, ForecastSeen, RoleSeen
from planning.surge.rules.calendar import LiveFrom
from planning.surge.rules.pools import From
from service.pages.charts.bands import BandWeek, banded
from service.pages.presenters.counts import figure
from service.pages.presenters.dates import month_name, short_day
from service.pages.presenters.drift.pictures import Panel, Picture
from service.pages.presenters.tags import Tag

COLUMNS = ("Week of", "Asked for", "There is", "Chance of too little")
_BASES = {
    Basis.PLAN: "The operation and its plans",
    Basis.HISTORY: "Earlier surges of this partnership: three operations or more, with 90 meetings"
    " or more",
    Basis.CHANGED: "Changed here: what if",
}
_LITTLE = 0.005


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One role: what there is, what is asked, what more of it buys; "" where nothing is known."""

    role: str
    there: str
    busiest: str
    state: Tag
    first: str
    one_more: str
    enough: str


@dataclass(frozen=True, slots=True)
class AssumptionRow:
    """A figure that the forecast rests on, and where it comes from."""

    label: str
    value: str
    source: str


def role_rows(seen: ForecastSeen) -> list[RoleRow]:
    """Those that are most likely too little first, last those of which nothing is known."""
    ordered = sorted(seen.roles, key=lambda one: -1 if one.all.breach is None else one.all.breach,
                     reverse=True)  # fmt: skip
    return [_role_row(one, seen.calendar.weeks) for one in ordered]


def _role_row(one: RoleSeen, weeks: Sequence[date]) -> RoleRow:
    found = one.all
    return RoleRow(
        role=one.words,
        there=_there(one),
        busiest=_busiest(found.weeks, weeks),
        state=chance_tag(found.breach),
        first=_first(one, weeks),
        one_more=_more(found.breach, found.one_more),
        enough=_enough(found),
    )


def _there(one: RoleSeen) -> str:
    known = [week.capacity for week in one.all.weeks if week.capacity is not None]
    if not known:
        return "Not declared"
    least, most = figure(min(known)), figure(max(known))
    words = f"{least if least == most else f'{least} to {most}'} {one.unit}"
    return f"{words}, as the plan says" if one.source is From.PLAN else words


def _busiest(asked: Sequence[WeekAsked], weeks: Sequence[date]) -> str:
    place = max(range(len(asked)), key=lambda week: asked[week].asked.mean)
    return f"{band_words(asked[place].asked)}, week of {short_day(weeks[place])}"


def band_words(band: Band) -> str:
    """The mean, with what nine runs in ten are above and below."""
    return f"{figure(band.mean)} ({figure(band.low)} to {figure(band.high)})"


def chance_tag(chance: float | None) -> Tag:
    """How likely it is that some week asks for too much."""
    if chance is None:
        return Tag("Not known", "grey")
    words = chance_words(chance)
    return Tag(words, "red" if chance >= LIKELY else "amber" if chance > POSSIBLE else "green")


def chance_words(chance: float) -> str:
    """A share of the runs, never rounded to certainty."""
    if 0 < chance < _LITTLE:
        return "Under 1%"
    if 1 - _LITTLE < chance < 1:
        return "Over 99%"
    return f"{chance * 100:.0f}%"


def _first(one: RoleSeen, weeks: Sequence[date]) -> str:
    found = one.all
    if found.breach is None:
        return ""
    if found.likely is not None:
        return f"Likely in the week of {short_day(weeks[found.likely])}"
    if found.possible is not None:
        return f"Possibly in the week of {short_day(weeks[found.possible])}"
    return "In no week"


def _more(before: float | None, more: More | None) -> str:
    if before is None or more is None:
        return ""
    if before == 0:
        return "Nothing"
    return f"{chance_words(before)} becomes {chance_words(more.breach).lower()}"


def _enough(found: RoleForecast) -> str:
    if found.enough:
        return f"{found.enough.more:,} more"
    return "" if found.breach is None else "What there is"


def lead_words(seen: ForecastSeen) -> str:
    """What the surge comes to, in one sentence."""
    return (
        f"In {seen.runs:,} runs the first {SURGE_DAYS} working days bring"
        f" {seen.expected:,} strategy meetings on average, and in eight runs of ten"
        f" between {seen.in_surge.low:,.0f} and {seen.in_surge.high:,.0f}, for"
        f" {seen.victims.low:,.0f} to {seen.victims.high:,.0f} victims."
    )


def weeks_words(seen: ForecastSeen) -> str:
    """From which day the weeks count."""
    day = short_day(seen.calendar.live_on)
    return {
        LiveFrom.LIVE: f"Weeks count from go-live on {day}.",
        LiveFrom.PLANNED: f"Weeks count from the planned go-live on {day}.",
        LiveFrom.ASSUMED: "No day of go-live is planned that is still to come: weeks count as if it"
        f" were {day}.",
    }[seen.calendar.live_from]


def peak_words(seen: ForecastSeen) -> str:
    """What the plan says of the peak beside what is forecast; "" when it says nothing."""
    if seen.peak is None:
        return ""
    busiest = max(seen.meetings, key=lambda week: week.mean)
    lasts = f" for {figure(seen.peak_weeks)} weeks" if seen.peak_weeks is not None else ""
    return (
        f"The plan reckons with {figure(seen.peak)} meetings a week at the peak{lasts}; the busiest"
        f" week of the forecast has {band_words(busiest)}."
    )


def assumption_rows(seen: ForecastSeen) -> list[AssumptionRow]:
    """Every figure that can be changed, as it stands, each with its source."""
    values = figures_of(seen.given)
    return [
        AssumptionRow(
            one.label,
            f"{_exact(values[one.field])}{'' if one.kind == 'share' else ' '}{one.unit}",
            _BASES.get(seen.given.bases.get(one.field, Basis.DEFAULT), one.source),
        )
        for one in (*VICTIM_FIGURES, *ASSUMED, *(more for more in MORE if values[more.field]))
    ]


def typed_figures(seen: ForecastSeen) -> dict[str, str]:
    """The same as people would type them."""
    return {
        field: _exact(number).replace(",", "") for field, number in figures_of(seen.given).items()
    }


def _exact(number: float) -> str:
    return f"{number:,.2f}".rstrip("0").rstrip(".")


def pictures(seen: ForecastSeen) -> list[Picture]:
    """All meetings first, then each role that is asked for.

    People at meetings only where it is known how many there are: else they follow the meetings.
    """
    meetings = tuple(WeekAsked(band, None, None) for band in seen.meetings)
    drawn = [
        one
        for one in seen.roles
        if any(week.asked.high for week in one.all.weeks)
        and (one.all.category is None or one.all.breach is not None)
    ]
    return [
        _picture("forecast-meetings", "Strategy meetings", meetings, seen),
        *(
            _picture(f"forecast-{place}", f"{one.words} ({one.unit})", one.all.weeks, seen)
            for place, one in enumerate(drawn)
        ),
    ]


def _picture(key: str, title: str, asked: Sequence[WeekAsked], seen: ForecastSeen) -> Picture:
    weeks = seen.calendar.weeks
    sentence = _sentence(asked, weeks)
    return Picture(
        key=key,
        title=title,
        sentence=sentence,
        panels=(
            Panel(
                id=f"{key}-drawing",
                heading=f"From {short_day(weeks[0])}",
                drawing=banded(_columns(asked, weeks)),
                description=f"{sentence} The table below has every week.",
            ),
        ),
        columns=COLUMNS,
        rows=tuple(_row(week, one) for week, one in zip(weeks, asked, strict=True)),
    )


def _sentence(asked: Sequence[WeekAsked], weeks: Sequence[date]) -> str:
    busiest = f"The busiest week asks for {_busiest(asked, weeks)}."
    short = [
        week
        for week, one in zip(weeks, asked, strict=True)
        if one.breach is not None and one.breach >= LIKELY
    ]
    if not short:
        return busiest
    words = "week is" if len(short) == 1 else "weeks are"
    return f"{busiest} {len(short)} {words} more likely short than not, from {short_day(short[0])}."


def _columns(asked: Sequence[WeekAsked], weeks: Sequence[date]) -> list[BandWeek]:
    months = [month_name(week)[:3] for week in weeks]
    return [
        BandWeek(
            name="" if place and months[place - 1] == months[place] else months[place],
            low=one.asked.low,
            middle=one.asked.middle,
            high=one.asked.high,
            there=one.capacity,
            short=one.breach is not None and one.breach >= LIKELY,
        )
        for place, one in enumerate(asked)
    ]


def _row(week: date, one: WeekAsked) -> tuple[str, ...]:
    return (
        short_day(week),
        band_words(one.asked),
        "Not known" if one.capacity is None else figure(one.capacity),
        "Not known" if one.breach is None else chance_words(one.breach),
    )


def agency_rows(seen: ForecastSeen) -> list[tuple[str, str, str, str]]:
    """Of each agency and role: what falls to it in its busiest week, and what it has then."""
    return [
        (agency.agency_name, one.words, *_falls(agency, seen.calendar.weeks))
        for one in seen.roles
        for agency in one.agencies
        if any(week.asked.high for week in agency.weeks)
    ]


def _falls(agency: AgencyAsked, weeks: Sequence[date]) -> tuple[str, str]:
    place = max(range(len(agency.weeks)), key=lambda week: agency.weeks[week].asked.mean)
    capacity = agency.weeks[place].capacity
    there = "Not known" if capacity is None else figure(capacity)
    return _busiest(agency.weeks, weeks), there
