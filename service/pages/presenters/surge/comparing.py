"""What-ifs side by side, and what each of them would buy."""

from collections.abc import Callable, Sequence
from datetime import date

from planning.surge.rules.comparing import Compared
from planning.surge.rules.outlook import Outlook
from planning.surge.rules.what_if import WhatIf
from service.pages.presenters.counts import count
from service.pages.presenters.dates import day
from service.pages.presenters.surge.runs import gap_words, state_words

NAMES = {
    None: "As it is",
    WhatIf.CHAIRS: "Two chairs more",
    WhatIf.WEEKENDS: "Weekends too",
    WhatIf.SHORTER: "45-minute meetings",
}
Sides = Sequence[tuple[Compared, Outlook | None]]
_UNKNOWN = "Not worked out yet"


def sides(found: Sequence[Compared]) -> Sides:
    """Each side with its figures, where its run has an answer."""
    return [(one, one.run.outlook if one.run else None) for one in found]


def columns(found: Sides) -> list[str]:
    """The names of what is compared."""
    return [NAMES[one.what_if] for one, _ in found]


def rows(found: Sides) -> list[tuple[str, list[str]]]:
    """Measures down, changes across; nothing before any has been worked out."""
    if not any(seen for _, seen in found):
        return []
    return [(name, [words(one, seen) for one, seen in found]) for name, words in _MEASURES]


def says(found: Sides) -> list[str]:
    """A sentence for each change that can be laid beside the batch as it is."""
    (_, base), *changes = found
    if base is None or base.lateness is None:
        return []
    return [
        f"{NAMES[one.what_if]}: {_difference(base, seen)}."
        for one, seen in changes
        if seen is not None and seen.lateness is not None
    ]


def _difference(base: Outlook, seen: Outlook) -> str:
    days = (base.lateness or 0) - (seen.lateness or 0)
    meetings = _fewer(base.late - seen.late, "late meeting")
    return f"{_fewer(days, 'weighted working day')} late, and {meetings}"


def _fewer(difference: int, what: str) -> str:
    if difference == 0:
        return f"as many {what}s"
    return count(abs(difference), f"{'fewer' if difference > 0 else 'more'} {what}")


def _state(one: Compared, _: Outlook | None) -> str:
    return state_words(one.run) if one.run else _UNKNOWN


def _figure(read: Callable[[Outlook], str]) -> Callable[[Compared, Outlook | None], str]:
    def shown(_: Compared, seen: Outlook | None) -> str:
        return read(seen) if seen else _UNKNOWN

    return shown


def _number(value: int | None) -> str:
    return "No schedule" if value is None else f"{value:,}"


def _gap(one: Compared, _: Outlook | None) -> str:
    return gap_words(one.run) if one.run else _UNKNOWN


def _free(seen: Outlook) -> str:
    if seen.first_free_on is None:
        return "None in these weeks"
    return day(date.fromisoformat(seen.first_free_on))


_MEASURES: list[tuple[str, Callable[[Compared, Outlook | None], str]]] = [
    (
        "Lateness beyond what was overdue, in weighted working days",
        _figure(lambda seen: _number(seen.lateness)),
    ),
    ("Its proved bound", _gap),
    ("Meetings later than need be", _figure(lambda seen: f"{seen.late} of {seen.placed}")),
    ("The latest", _figure(lambda seen: f"{count(seen.latest_days, 'working day')} late")),
    ("Usual people missing", _figure(lambda seen: _number(seen.missing))),
    ("First day with room for one more", _figure(_free)),
    ("How far it is", _state),
]
