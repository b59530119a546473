"""What meetings still owe, in words."""

from dataclasses import dataclass
from datetime import date, datetime

from planning.clock import today
from planning.meetings.queries import DebtOwed, FollowUpOwed, MeetingSeen, Owed
from planning.meetings.rules.emergency import Debt
from planning.meetings.rules.states import MeetingState
from planning.people.rules import Actor, Role
from service.pages.presenters.dates import Deadline, deadline, moment, short_moment
from service.pages.presenters.moments import limit
from service.pages.presenters.work import WorkLine

_QUESTIONS = {
    Debt.NO_QUORUM_REASON: "Why did you go on without quorum?",
    Debt.OUTCOME_REASON: "Why was this the outcome?",
    Debt.AUTHORISED_BY: "Who authorised the adjournment?",
    Debt.HANDED_TO: "Who is the child handed over to?",
    Debt.NEXT_ON: "When is the next meeting?",
    Debt.SENIOR_REVIEW: "What does the senior manager answer?",
}
_ACTS = {
    Debt.NEXT_ON: ("Set the date of the next meeting", "next-date"),
    Debt.SENIOR_REVIEW: ("Record the senior review", "review"),
}
"""What is answered on a page of the child, and there."""


@dataclass(frozen=True, slots=True)
class DebtLine:
    """One question that is still open; with `href` it is answered there, by `act`."""

    field: str
    question: str
    due: Deadline
    owner: str
    act: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """The full meeting that is due after a discussion by phone; `convened` says for when it is."""

    href: str
    due: Deadline
    convened: str


def debt_lines(owed: Owed, now: datetime, closed: frozenset[date]) -> list[DebtLine]:
    """Every open question, the soonest due first."""
    return [
        DebtLine(
            f"debt-{one.id}",
            _question(one),
            deadline(one.due_on, today(now), closed),
            one.owner_name,
            *_act(one),
        )
        for one in owed.debts
    ]


def follow_up_line(owed: Owed, now: datetime, closed: frozenset[date]) -> FollowUpLine | None:
    """Of one meeting, which owes at most one."""
    return next(
        (
            FollowUpLine(
                _convene(one),
                limit(one.due_at, now, closed),
                moment(one.convened_for) if one.convened_for else "",
            )
            for one in owed.follow_ups
        ),
        None,
    )


def may_follow_up(seen: MeetingSeen, actor: Actor) -> bool:
    """Whether to offer another meeting like this one, which was held."""
    held = seen.state not in {MeetingState.CONVENED, MeetingState.CANCELLED}
    return held and (actor.has(Role.SCHEDULER) or actor.has(Role.CHAIR))


def work_of_debt(one: DebtOwed, now: datetime, closed: frozenset[date]) -> WorkLine:
    """A line of Your work."""
    return WorkLine(
        text=f"Complete the record of meeting {one.reference}",
        href=_act(one)[1] or f"/meetings/{one.meeting_id}/owed",
        about=_question(one),
        due=deadline(one.due_on, today(now), closed),
    )


def to_convene(owed: Owed) -> list[FollowUpOwed]:
    """Those that still need somebody: nothing is convened, or only for when it is too late."""
    return [one for one in owed.follow_ups if not one.convened_for or one.convened_for > one.due_at]


def work_of_follow_up(one: FollowUpOwed, now: datetime, closed: frozenset[date]) -> WorkLine:
    """A line of Your work."""
    return WorkLine(
        text=f"Convene the full meeting after {one.reference}",
        href=_convene(one),
        about=f"It was held by phone on {short_moment(one.held_at)}.",
        due=limit(one.due_at, now, closed),
    )


def _act(one: DebtOwed) -> tuple[str, str]:
    words, path = _ACTS.get(one.what, ("", ""))
    return words, f"/concerns/{one.concern_id}/{path}" if path else ""


def _question(one: DebtOwed) -> str:
    about = f"{one.child_name}: " if one.child_name else ""
    return f"{about}{_QUESTIONS[one.what]}"


def _convene(one: FollowUpOwed) -> str:
    return f"/meetings/convene?follow_up={one.meeting_id}"
