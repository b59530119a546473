"""The parts of a child's plan, and every fault of what is written in them.

Source: review §4.31, §4.33, §5.2; design: Operations and plans, Plan per child.
"""

from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

import msgspec

from planning.errors import Blocker
from planning.operations.rules import BEFORE_LIVE, OperationState, text_faults

TEXT_LENGTH = 4000
YEARS_AHEAD = timedelta(days=730)
FIRST_REVIEW = timedelta(days=28)
"""A plan is reviewed for the first time within four weeks of its first act."""
TURNING_18 = timedelta(days=90)
ADULT_AT = 18


class PartKey(StrEnum):
    """The parts of a child's plan, in the order in which they are read."""

    WISHES = "wishes"
    PHYSICAL = "physical"
    PSYCHOLOGICAL = "psychological"
    SOCIAL = "social"
    EMOTIONAL = "emotional"
    PROTECTION = "protection"
    FAMILY = "family"
    JUSTICE = "justice"
    PRECEDENCE = "precedence"
    EXIT = "exit"


ASSESSMENTS = frozenset(
    {PartKey.PHYSICAL, PartKey.PSYCHOLOGICAL, PartKey.SOCIAL, PartKey.EMOTIONAL}
)
"""These are owed by a date and done on one (§4.33)."""


class RiskDraft(msgspec.Struct, frozen=True):
    """A risk assessment: what threatens the child now and from day to day, and when it is next."""

    immediate: str
    ongoing: str
    assessed_on: date
    next_on: date


class ReviewDraft(msgspec.Struct, frozen=True):
    """A review of the plan that was held."""

    held_on: date
    summary: str
    next_on: date


class PartDraft(msgspec.Struct, frozen=True):
    """What a part is to say. Assessments alone have dates; `not_criminalised` is of `justice`."""

    content: str
    due_on: date | None = None
    done_on: date | None = None
    not_criminalised: bool | None = None


class Ending(msgspec.Struct, frozen=True):
    """That the support of a child ends: from when, and how the child goes on."""

    ended_on: date
    reason: str


class ChildIds(msgspec.Struct, frozen=True):
    """A child's plan and the walls that its rows stand behind."""

    id: UUID
    compartment_id: UUID
    concern_compartment_id: UUID


def risk_faults(draft: RiskDraft, *, today: date) -> list[Blocker]:
    """Every fault of a risk assessment."""
    return [
        *_text(draft.immediate, "immediate", "the immediate risk"),
        *_text(draft.ongoing, "ongoing", "the ongoing risk"),
        *_past(draft.assessed_on, "assessed_on", "the assessment", today),
        *_next(draft.next_on, draft.assessed_on),
    ]


def review_faults(draft: ReviewDraft, *, today: date) -> list[Blocker]:
    """Every fault of a review."""
    return [
        *_text(draft.summary, "summary", "what the review found and decided"),
        *_past(draft.held_on, "held_on", "the review", today),
        *_next(draft.next_on, draft.held_on),
    ]


def part_faults(key: PartKey, draft: PartDraft, *, today: date) -> list[Blocker]:
    """Every fault of a part: nothing said, dates where none belong or that cannot be."""
    faults = []
    is_open = key in ASSESSMENTS and draft.done_on is None and draft.due_on is not None
    faults += text_faults(
        draft.content, field="content", what="this part", limit=TEXT_LENGTH, needed=not is_open
    )
    if key not in ASSESSMENTS and (draft.due_on or draft.done_on):
        faults.append(Blocker("Only an assessment has dates.", "due_on"))
    if key in ASSESSMENTS and draft.due_on is None and draft.done_on is None:
        faults.append(Blocker("Enter the date by which it is due, or was done.", "due_on"))
    if draft.done_on:
        faults += _past(draft.done_on, "done_on", "the assessment", today)
    if draft.due_on and draft.due_on > today + YEARS_AHEAD:
        faults.append(Blocker("Enter a date within two years.", "due_on"))
    if key is not PartKey.JUSTICE and draft.not_criminalised is not None:
        faults.append(Blocker("Say this under criminal justice.", "not_criminalised"))
    return faults


def ending_faults(
    ending: Ending, state: OperationState, *, attached_on: date, today: date
) -> list[Blocker]:
    """Why the support of a child cannot end; before go-live a child is detached instead."""
    faults = text_faults(
        ending.reason,
        field="reason",
        what="why support ends and how the child goes on",
        limit=TEXT_LENGTH,
        needed=True,
    )
    if state in BEFORE_LIVE:
        faults.append(
            Blocker("Support ends after the operation went live. Detach the child instead.")
        )
    if not attached_on <= ending.ended_on <= today:
        faults.append(
            Blocker("Enter a date between when the child was attached and today.", "ended_on")
        )
    return faults


def turns_18_on(born_on: date) -> date:
    """The eighteenth birthday; of 29 February, the first of March."""
    year = born_on.year + ADULT_AT
    if (born_on.month, born_on.day) == (2, 29):
        return date(year, 3, 1)
    return born_on.replace(year=year)


def turns_18_soon(born_on: date | None, *, today: date) -> date | None:
    """The eighteenth birthday when it is past or near: support must not end with it."""
    if born_on is None:
        return None
    birthday = turns_18_on(born_on)
    return birthday if birthday <= today + TURNING_18 else None


def _text(value: str, field: str, what: str) -> list[Blocker]:
    return text_faults(value, field=field, what=what, limit=TEXT_LENGTH, needed=True)


def _past(day: date, field: str, what: str, today: date) -> list[Blocker]:
    if today - YEARS_AHEAD <= day <= today:
        return []
    return [Blocker(f"Enter a date of {what} in the last two years, not in the future.", field)]


def _next(day: date, after: date) -> list[Blocker]:
    if after < day <= after + YEARS_AHEAD:
        return []
    return [Blocker("Enter a later date, within two years, for the next one.", "next_on")]
