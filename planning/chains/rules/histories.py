"""Histories that cannot be: refused, or, where only an emergency could make them, told in words.

Design: Repeat meetings, Anti-gaming (late entries keep held-at and entered-at).
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from planning.chains.rules.correcting import unfounded
from planning.chains.rules.facts import Entry
from planning.clock import london_date
from planning.errors import Blocker
from planning.procedures.rules import HANDED_OVER, MeetingKind

LONG_BEFORE = timedelta(days=31)
"""A concern is often opened after the discussion that led to it, but not by more than this."""


class History(msgspec.Struct, frozen=True):
    """What is told of a concern; `receivers` names who took over, by entry.

    `was_closed_at` is when a concern that is open again had been closed.
    """

    opened_at: datetime
    born_on: date | None
    closed_at: datetime | None
    was_closed_at: datetime | None
    ordered: Sequence[Entry]
    receivers: Mapping[UUID, str]


def told_too_early(
    held_on: date, *, kind: MeetingKind, opened_on: date, born_on: date | None
) -> list[str]:
    """How a meeting's day can hardly be right, in words."""
    found = []
    if born_on and held_on < born_on and kind is not MeetingKind.PRE_BIRTH:
        found.append("before the child was born")
    if held_on < opened_on - LONG_BEFORE:
        found.append(f"{(opened_on - held_on).days} days before this concern was opened")
    return found


def early_blockers(
    held_on: date, *, kind: MeetingKind, opened_on: date, born_on: date | None
) -> list[Blocker]:
    """The same as refusals; in an emergency it is recorded, and the child's page tells it."""
    return [
        Blocker(f"This is {told}. Check the date, or say why it was an emergency.", "starts_at")
        for told in told_too_early(held_on, kind=kind, opened_on=opened_on, born_on=born_on)
    ]


def flags(history: History) -> list[str]:
    """What is strange in a concern's history, in words, in the order of its meetings."""
    return [
        *(words for entry in history.ordered for words in _of_entry(entry, history)),
        *(
            f"The outcome of {_day(day)} does not follow from the meetings before it."
            for day in unfounded(history.ordered)
        ),
        *_of_end(history),
    ]


def _of_entry(entry: Entry, history: History) -> list[str]:
    held_on = london_date(entry.held_at)
    day = _day(held_on)
    found = [
        f"The meeting of {day} is told as {told}."
        for told in told_too_early(
            held_on,
            kind=entry.kind,
            opened_on=london_date(history.opened_at),
            born_on=history.born_on,
        )
    ]
    if entry.entered_at < entry.held_at:
        found.append(f"The outcome of {day} was recorded before the meeting.")
    if entry.next_on and entry.next_on < held_on:
        found.append(f"The next date set on {day} was before the meeting.")
    if entry.outcome in HANDED_OVER and not history.receivers.get(entry.id):
        found.append(f"Nobody is named to whom the child was handed over on {day}.")
    if history.closed_at and entry.held_at > history.closed_at:
        found.append(f"The child was met on {day}, after the concern had been closed.")
    return found


def _of_end(history: History) -> list[str]:
    """A concern that is open again says so."""
    if history.closed_at or not history.was_closed_at:
        return []
    return [
        f"The concern was closed on {_day(london_date(history.was_closed_at))} and is open again."
    ]


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
