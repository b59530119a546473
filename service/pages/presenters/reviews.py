"""Senior reviews in words: what is owed, what was answered, what a reviewer reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from planning.chains.queries import ReviewCase, ReviewOwed, ReviewSeen
from planning.chains.queries.review_cases import MeetingLine
from planning.chains.rules import ReviewAnswer
from planning.clock import today
from planning.people.rules import Actor, Role
from service.pages.presenters.chains import chain_tag, chain_words
from service.pages.presenters.counts import count, listed
from service.pages.presenters.dates import (
    Deadline,
    deadline,
    moment,
    short_day,
    short_moment,
)
from service.pages.presenters.tags import Tag
from service.pages.presenters.work import WorkLine

SEVERAL = 2
ANSWERS = [
    (
        ReviewAnswer.DECIDE_NEXT_TIME,
        "Decide at the next meeting",
        "Only an emergency can adjourn it again",
    ),
    (ReviewAnswer.ACCEPT_ONE_MORE, "Accept one more adjournment", "Then a review is needed again"),
    (ReviewAnswer.CONVENE_CONFERENCE, "Convene a child protection conference"),
    (ReviewAnswer.ESCALATE, "Escalate it", "The escalation ladder’s next owner is asked"),
]
"""In the order in which they are offered."""
_WORDS = {answer: words for answer, words, *_ in ANSWERS}


@dataclass(frozen=True, slots=True)
class PastReview:
    """A review as a line of a summary."""

    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A child's chain for its reviewer; `refusal` says why this reader does not answer."""

    concern_id: str
    name: str
    reference: str
    words: str
    tag: Tag
    warnings: list[str]
    meetings: list[tuple[str, str]]
    absent_again: list[str]
    next_date: Deadline | None
    carried: str
    past: list[PastReview]
    count: int
    refusal: str


def case_shown(case: ReviewCase, actor: Actor, on: date, closed: frozenset[date]) -> CaseShown:
    """What the reviewer needs, the loudest first."""
    state = case.state
    return CaseShown(
        concern_id=str(case.concern_id),
        name=case.child_name,
        reference=case.reference,
        words=chain_words(state),
        tag=chain_tag(state),
        warnings=[warned.message for warned in state.warnings],
        meetings=[(moment(line.held_at), _meeting(line)) for line in case.meetings],
        absent_again=case.absent_again,
        next_date=deadline(state.next_on, on, closed) if state.next_on else None,
        carried=_carried(state.carried),
        past=past_reviews(case.reviews),
        count=state.meetings,
        refusal=refusal(case, actor),
    )


def refusal(case: ReviewCase, actor: Actor) -> str:
    """Why the reader records no review of this chain now; nothing when they may."""
    left = case.state.review_answer
    if left:
        return (
            f"A review is recorded: {_lower(_WORDS[left])}. It counts until the next adjournment."
        )
    if not (case.state.review.owed or case.decided_at_red):
        return "No senior review is owed."
    if not actor.has(Role.SENIOR_MANAGER):
        return f"A senior manager records the review. Ask {case.senior_manager_name}."
    if case.chaired:
        return "You chaired a meeting without a decision. Ask another senior manager."
    return ""


def past_reviews(reviews: list[ReviewSeen]) -> list[PastReview]:
    """The latest first."""
    return [
        PastReview(
            f"{_answered(one)}, {one.reviewed_by_name}, {short_moment(one.reviewed_at)}",
            one.reason,
        )
        for one in reviews
    ]


def work_of_reviews(
    owed: Sequence[ReviewOwed], now: datetime, closed: frozenset[date]
) -> list[WorkLine]:
    """Lines of Your work; of several also the page for all of them, with the first's time."""
    lines = [
        WorkLine(
            text=f"Review the chain of {found.child_name}",
            href=f"/concerns/{found.concern_id}/review",
            about=f"{count(found.run, 'meeting')} without a decision, at red.",
            due=deadline(found.due_on, today(now), closed),
        )
        for found in owed
    ]
    if len(lines) < SEVERAL:
        return lines
    due = min(found.due_on for found in owed)
    words = f"Review {count(len(lines), 'child', 'children')} at once"
    together = WorkLine(words, "/concerns/reviews", "", deadline(due, today(now), closed))
    return [together, *lines]


def _answered(one: ReviewSeen) -> str:
    on = f" on {short_day(one.conference_on)}" if one.conference_on else ""
    return f"{_WORDS[one.answer]}{on}"


def _meeting(line: MeetingLine) -> str:
    owed = f", owed by {line.reason_agency_name}" if line.reason_agency_name else ""
    absent = f" Nobody came from {listed(line.absent_agencies)}." if line.absent_agencies else ""
    urgent = " Adjourned in an emergency." if line.emergency else ""
    return f"{line.reason_words}{owed}.{absent}{urgent}"


def _carried(times: int) -> str:
    return f"An action was carried over {count(times, 'time')}." if times else ""


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
