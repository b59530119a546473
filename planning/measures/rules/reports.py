"""Quarterly reports: of which quarters, as known when, and what changed between two versions."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

import msgspec

from planning.errors import Blocker
from planning.measures.rules.period import last_whole_quarter, quarter_of, quarters
from planning.measures.rules.shown import Dashboard, Figure, Shown

EARLIEST = date(2000, 1, 1)
APART = timedelta(days=28)
"""Between two versions: what differs after a day would tell of one child."""


class Change(msgspec.Struct, frozen=True):
    """A number that is another one in a later version: `part` is empty of the whole."""

    measure: str
    part: str
    before: Shown
    now: Shown


def report_blockers(quarter: date, known_on: date, today: date) -> list[Blocker]:
    """Why no report of a quarter can be made."""
    blockers: list[Blocker] = []
    if quarter != quarter_of(quarter) or quarter < EARLIEST:
        blockers.append(Blocker("Choose a quarter from the list.", "quarter"))
    elif quarter > last_whole_quarter(today).from_on:
        blockers.append(Blocker("Choose a quarter that has ended.", "quarter"))
    if known_on > today:
        blockers.append(Blocker("Choose today or an earlier date.", "known_on"))
    elif not blockers and known_on < quarters(quarter, 1).until_on:
        blockers.append(Blocker("Choose a date on which the quarter was over.", "known_on"))
    return blockers


def version_blockers(known_at: datetime, others: Sequence[datetime]) -> list[Blocker]:
    """Why a quarter is not told again as known so soon before or after another version of it."""
    near = [one for one in others if one != known_at and abs(one - known_at) < APART]
    if not near:
        return []
    days = f"{APART.days} days"
    return [
        Blocker(
            f"There is a version that tells what was known less than {days} before or after."
            f" Read that one, or choose a day at least {days} away.",
            "known_on",
        )
    ]


def fingerprint_of(content: Dashboard) -> bytes:
    """SHA-256 of the figures: the same figures have the same one, wherever they are kept."""
    return hashlib.sha256(msgspec.json.encode(content, order="deterministic")).digest()


def changes(now: Dashboard, before: Dashboard) -> list[Change]:
    """What late entries and corrections did to the numbers of the same quarter."""
    past = {figure.measure.key: figure for figure in before.figures}
    return [
        change
        for figure in now.figures
        if figure.measure.key in past
        for change in _of_figure(figure, past[figure.measure.key])
    ]


def _of_figure(now: Figure, before: Figure) -> Iterator[Change]:
    old, new = dict(_numbers(before)), dict(_numbers(now))
    for part in dict.fromkeys((*new, *old)):
        was, is_ = old.get(part, Shown(0)), new.get(part, Shown(0))
        if was != is_:
            yield Change(now.measure.words, part, was, is_)


def _numbers(figure: Figure) -> Iterator[tuple[str, Shown]]:
    yield "", figure.hours or figure.total
    yield from ((part.words, part.count) for part in figure.parts)
