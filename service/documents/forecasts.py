"""The forecast of a surge as a part of the contingency plan's document."""

from planning.surge.forecast import Role
from planning.surge.queries.figures import Inputs
from planning.surge.queries.forecasts import ForecastSeen, made
from service.documents.content import Part, Passage, Table
from service.pages.presenters import forecasts as words
from service.pages.presenters.dates import short_day

SECTION = "surge"
"""The section of the plan that the forecast follows."""
_BESIDE = (Role.CHAIRS, Role.MINUTE_TAKERS, Role.KEY_WORKERS)


def forecast_part(inputs: Inputs) -> Part:
    """Sums, pictures and tables; half a second of arithmetic."""
    seen = made(inputs, inputs.given)
    said = (words.lead_words(seen), words.weeks_words(seen), words.peak_words(seen), _MEANING)
    return Part(
        heading="Forecast of the surge",
        passages=(Passage("What it comes to", "\n\n".join(one for one in said if one)),),
        pictures=tuple(one for one in words.pictures(seen) if one.drawn),
        tables=(_roles(seen), _weeks(seen), _agencies(seen), _assumptions(seen)),
        own_page=True,
    )


_MEANING = (
    "Figures in brackets, and the bars, leave out the lowest and the highest tenth of the runs; the"
    " line in a bar is the middle, the dashed line what there is. It was made when this was"
    " printed, with what agencies had declared by then."
)


def _roles(seen: ForecastSeen) -> Table:
    return Table(
        "What is asked of whom, and what there is",
        ("Role", "There is", "Busiest week", "Chance of too little", "One more, and enough"),
        tuple(
            (
                one.role,
                one.there,
                one.busiest,
                _joined(one.state.text, one.first),
                _joined(one.one_more, f"Enough: {one.enough}" if one.enough else ""),
            )
            for one in words.role_rows(seen)
        ),
        "No role.",
        widths=(18, 17, 22, 22, 21),
    )


def _joined(*said: str) -> str:
    return ". ".join(one for one in said if one)


def _weeks(seen: ForecastSeen) -> Table:
    """Meetings and the roles of which everybody asks; the pictures have the others."""
    beside = [one for one in seen.roles if one.all.role in _BESIDE]
    return Table(
        "Week by week",
        ("Week of", "Meetings", *(one.words for one in beside)),
        tuple(
            (
                short_day(week),
                words.band_words(seen.meetings[place]),
                *(words.band_words(one.all.weeks[place].asked) for one in beside),
            )
            for place, week in enumerate(seen.calendar.weeks)
        ),
        "No week.",
        widths=(24, 19, 19, 19, 19),
    )


def _agencies(seen: ForecastSeen) -> Table:
    return Table(
        "What falls to each agency",
        ("Agency", "Role", "Busiest week", "It has"),
        tuple(words.agency_rows(seen)),
        "No agency is required yet.",
        figures=(3,),
        widths=(30, 26, 30, 14),
    )


def _assumptions(seen: ForecastSeen) -> Table:
    return Table(
        "What the forecast rests on",
        ("Figure", "Value", "Source"),
        tuple((one.label, one.value, one.source) for one in words.assumption_rows(seen)),
        "No figure.",
        widths=(36, 24, 40),
    )
