"""Approved minutes: what may be corrected, until when, and what makes them final."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, TypeVar

import msgspec

from planning.clock import london_date
from planning.errors import Blocker
from planning.meetings.rules.minutes import ChildMinutes, JointMinutes
from planning.meetings.rules.states import MeetingState

Part = TypeVar("Part", bound=JointMinutes | ChildMinutes)

LONGEST_WRONG = 4_000
LONGEST_TEXT = 20_000
LONGEST_CORRECTED = 50_000
LONGEST_REASON = 2_000
ANYTHING_ELSE = "corrected"
"""The section for what is no text of its own: who was there, an action, a date."""
_TEXTS = frozenset(
    {
        "purpose",
        "body",
        "no_quorum_reason",
        "outcome_reason",
    }
)
"""Names of the fields that are somebody's words. Names, dates and decisions are none."""
_EARLIER = frozenset({"record", "information", "child_voice", "analysis"})
"""The same in minutes from before the record had items; empty since."""


def state_at(
    state: MeetingState, until: datetime | None, open_corrections: int, now: datetime
) -> MeetingState:
    """Where minutes stand: the clock makes them final, whether or not the worker has run.

    `open_corrections` are those of the parts that the reader reads; of others they know nothing.
    """
    ended = until is not None and now >= until
    if state is MeetingState.IN_CORRECTION and ended and not open_corrections:
        return MeetingState.FINAL
    return state


def window_blockers(until: datetime | None, now: datetime) -> list[Blocker]:
    """Why no correction can be asked for any more."""
    if until is None or now < until:
        return []
    last = london_date(until - timedelta(seconds=1))
    return [
        Blocker(
            f"Corrections could be asked for until the end of {last:%-d %B %Y}."
            " Ask the chair for an addendum."
        )
    ]


def finish_blockers(open_corrections: int, unconfirmed: int) -> list[Blocker]:
    """Why the chair cannot end the time for corrections early."""
    found = []
    if open_corrections:
        found.append(Blocker("Answer every correction first."))
    if unconfirmed:
        found.append(
            Blocker("Not everybody has confirmed the minutes. They become final by themselves.")
        )
    return found


def sections_of(part: JointMinutes | ChildMinutes) -> dict[str, str]:
    """Every text that can be corrected, by its key, in the order of the record; last the one for
    anything else.
    """
    return {**dict(_texts(msgspec.to_builtins(part), "")), ANYTHING_ELSE: part.corrected}


def with_section(part: Part, key: str, text: str) -> Part:
    """The part with one text replaced; `key` is one of `sections_of(part)`."""
    content = msgspec.to_builtins(part)
    *path, last = key.split(".")
    place: Any = content
    for step in path:
        place = place[int(step)] if isinstance(place, list) else place[step]
    place[last] = text
    return msgspec.convert(content, type(part))


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    pairs = enumerate(value) if isinstance(value, list) else value.items()
    for name, inner in pairs:
        if isinstance(inner, dict | list):
            yield from _texts(inner, f"{path}{name}.")
        elif isinstance(inner, str) and (name in _TEXTS or (inner and name in _EARLIER)):
            yield f"{path}{name}", inner


def correction_faults(wrong: str, should_say: str) -> list[Blocker]:
    """What is missing or too long in what an attendee says."""
    return [
        *text_faults(wrong, "wrong", LONGEST_WRONG, "Enter what is wrong."),
        *text_faults(should_say, "should_say", LONGEST_TEXT, "Enter what it should say."),
    ]


def addendum_faults(text: str, reason: str) -> list[Blocker]:
    """What is missing or too long in an addendum."""
    return [
        *text_faults(text, "text", LONGEST_TEXT, "Enter what is to be added."),
        *text_faults(reason, "reason", LONGEST_REASON, "Enter why it is added."),
    ]


def text_faults(text: str, field: str, longest: int, missing: str) -> list[Blocker]:
    """One needed text: empty, or too long."""
    if not text.strip():
        return [Blocker(missing, field)]
    if len(text.strip()) > longest:
        return [Blocker(f"Shorten this to {longest:,} characters.", field)]
    return []
