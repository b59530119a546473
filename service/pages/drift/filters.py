"""What a reader of the dashboard asks for, in its address: a period and at most one filter."""

from collections.abc import Sequence
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from msgspec import Struct

from planning.errors import Blocker
from planning.measures.queries import Choices
from planning.measures.rules import (
    MOST_QUARTERS,
    Filters,
    Period,
    last_whole_quarter,
    period_blockers,
    quarter_of,
    quarters,
)
from planning.procedures.rules import MeetingKind
from service.pages.forms import Form
from service.pages.presenters.drift.figures import period_words

Groups = list[tuple[str, list[tuple[str, str]]]]
PERIODS = [
    ("last", "Last quarter"),
    ("this", "This quarter, not complete yet"),
    ("year", "Last 12 months, whole quarters"),
    ("own", "Quarters of your choice"),
]
_YEAR = 4


class Asked(Struct, frozen=True):
    """What is to be shown, and why it is not what was asked for."""

    period: Period
    filters: Filters
    faults: Sequence[Blocker] = ()


def asked(form: Form, today: date) -> Asked:
    """From the address; what cannot be is told, and the last quarter shown in its place.

    Unasked the last whole quarter too: in the present one minutes and conferences are not due yet,
    and a part of a quarter compares with no whole one.
    """
    last = last_whole_quarter(today)
    named = {
        "last": last,
        "this": quarters(today, 1),
        "year": Period(quarters(last.from_on - timedelta(days=250), 1).from_on, last.until_on),
    }
    period = named.get(form.value("period") or "last")
    filters, faults = _filters(form.value("only"))
    if period is None:
        period, more = _own(form, today)
        faults = [*faults, *more]
    return Asked(period if not faults else last, filters, faults)


def address(path: str, form: Form) -> str:
    """The same question to another page."""
    names = ("period", "from", "until", "only")
    query = urlencode({name: form.value(name) for name in names if form.value(name)})
    return f"{path}?{query}" if query else path


def quarters_to_choose(today: date) -> list[tuple[str, str]]:
    """The last three years, the present quarter first."""
    first, found = quarter_of(today), []
    for _ in range(MOST_QUARTERS + _YEAR):
        found.append((first.isoformat(), period_words(quarters(first, 1))))
        first = quarter_of(first - timedelta(days=1))
    return found


def groups(choices: Choices, kinds: dict[str, str]) -> Groups:
    """What the figures can be narrowed to."""
    return [
        ("Team", [(f"team:{team}", team or "No team") for team in choices.teams]),
        ("Type of meeting", [(f"kind:{kind}", words) for kind, words in kinds.items()]),
        ("Operation", [(f"operation:{one.id}", one.name) for one in choices.operations]),
    ]


def chosen_words(form: Form, offered: Groups) -> str:
    """What the figures are narrowed to, in words."""
    return next(
        (f"{group.lower()}: {text}" for group, options in offered for value, text in options
         if value == form.value("only")),
        "",
    )  # fmt: skip


def _own(form: Form, today: date) -> tuple[Period, list[Blocker]]:
    try:
        first = date.fromisoformat(form.value("from"))
        last = date.fromisoformat(form.value("until") or form.value("from"))
    except ValueError:
        return last_whole_quarter(today), [
            Blocker("Choose the first and the last quarter.", "from")
        ]
    period = Period(first, quarters(last, 1).until_on)
    return period, period_blockers(period, today)


def _filters(only: str) -> tuple[Filters, list[Blocker]]:
    what, _, value = only.partition(":")
    try:
        if what == "team":
            return Filters(team=value), []
        if what == "kind":
            return Filters(kind=MeetingKind(value)), []
        if what == "operation":
            return Filters(operation_id=UUID(value)), []
    except ValueError:
        pass
    if not only:
        return Filters(), []
    return Filters(), [Blocker("Choose a team, a type of meeting or an operation.", "only")]
