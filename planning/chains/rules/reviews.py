"""The senior review of a chain at red (design: Repeat meetings; Fine points, Senior review)."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from planning.clock import add_working_days, london_date
from planning.errors import Blocker

LONGEST_REASON = 2000


class ReviewAnswer(StrEnum):
    """What a senior manager answers to a chain at red."""

    DECIDE_NEXT_TIME = "decide_next_time"
    ACCEPT_ONE_MORE = "accept_one_more"
    CONVENE_CONFERENCE = "convene_conference"
    ESCALATE = "escalate"


class Review(msgspec.Struct, frozen=True):
    """One review; it is used up by the first adjournment entered after it."""

    id: UUID
    answer: ReviewAnswer
    reviewed_by: UUID
    reviewed_at: datetime


class ReviewNeed(msgspec.Struct, frozen=True):
    """Whether a review is owed now, and whether another meeting may adjourn."""

    owed: bool
    allows_adjourning: bool


class Reviewing(msgspec.Struct, frozen=True):
    """An answer for one child; `meetings` is how many of the chain the reviewer has looked at."""

    concern_id: UUID
    answer: ReviewAnswer
    reason: str
    meetings: int
    conference_on: date | None = None


class Reviewable(msgspec.Struct, frozen=True):
    """What a review is judged by; `chaired`: the reviewer chaired a meeting of the run.

    `is_red` now, or before a meeting that decided.
    """

    name: str
    is_red: bool
    unused: Review | None
    meetings: int
    chaired: bool


def unused_review(adjourned_at: Sequence[datetime], reviews: Sequence[Review]) -> Review | None:
    """The latest review, unless an adjournment was entered after it; of all entries, old ones too.

    A review is good for one adjournment.
    """
    latest = max(reviews, key=lambda review: (review.reviewed_at, review.id), default=None)
    if latest is None or any(entered > latest.reviewed_at for entered in adjourned_at):
        return None
    return latest


def review_need(*, is_red: bool, unused: Review | None) -> ReviewNeed:
    """Owed at red without an unused one; before red nothing is needed to adjourn."""
    return need_of(is_red=is_red, answer=unused.answer if unused else None)


def need_of(*, is_red: bool, answer: ReviewAnswer | None) -> ReviewNeed:
    """The same by the answer of the unused review, as it is kept of a chain."""
    if not is_red:
        return ReviewNeed(owed=False, allows_adjourning=True)
    allows = answer is not None and answer is not ReviewAnswer.DECIDE_NEXT_TIME
    return ReviewNeed(owed=answer is None, allows_adjourning=allows)


def review_due(red_on: date, last_held_at: datetime, closed: frozenset[date]) -> date:
    """The next working day after it was red and last met; by the end of that day."""
    return add_working_days(max(red_on, london_date(last_held_at)), 1, closed)


def adjourning_fault(*, is_red: bool, unused: Review | None, manager: str) -> str | None:
    """Why a chain that was red before this meeting is not adjourned again, in words, or `None`."""
    if review_need(is_red=is_red, unused=unused).allows_adjourning:
        return None
    if unused:
        return "A senior review asked for a decision at this meeting. Record a decision."
    return f"A senior review is needed before another adjournment. Ask {manager} to record one."


def reviewing_blockers(
    asked: Reviewing, found: Reviewable, *, field: str, today: date
) -> list[Blocker]:
    """Every reason why this answer cannot be recorded; each names its child."""
    faults = [
        Blocker(f"{found.name}: {message}", field)
        for holds, message in (
            (
                asked.meetings != found.meetings,
                "another meeting was recorded meanwhile. Read the chain again.",
            ),
            (not found.is_red, "the chain is not at red, so no senior review is owed."),
            (
                found.is_red and found.unused is not None,
                "a senior review is recorded already. It counts until the next adjournment.",
            ),
            (
                found.chaired,
                "you chaired a meeting without a decision. Ask another senior manager.",
            ),
        )
        if holds
    ]
    return [*faults, *_answer_faults(asked, found.name, field, today)]


def _answer_faults(asked: Reviewing, name: str, field: str, today: date) -> list[Blocker]:
    faults = []
    if not 1 <= len(asked.reason.strip()) <= LONGEST_REASON:
        told = f"{name}: say why, in up to 2,000 characters."
        faults.append(Blocker(told, f"{field}.reason"))
    if asked.answer is not ReviewAnswer.CONVENE_CONFERENCE:
        if asked.conference_on is not None:
            told = f"{name}: a date belongs only to a child protection conference."
            faults.append(Blocker(told, f"{field}.conference_on"))
    elif asked.conference_on is None or asked.conference_on < today:
        told = f"{name}: enter the date of the conference, today or later."
        faults.append(Blocker(told, f"{field}.conference_on"))
    return faults
