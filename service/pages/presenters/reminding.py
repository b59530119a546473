"""Reminders in words: who was reminded when, and what is to be chased."""

from dataclasses import dataclass
from datetime import date, datetime

from planning import clock
from planning.meetings.queries.undelivered import Unreached
from planning.reminders.queries import Unanswered, Waiting
from planning.reminders.rules.kinds import Kind
from service.pages.presenters.counts import count, listed
from service.pages.presenters.dates import deadline, short_moment
from service.pages.presenters.moments import limit
from service.pages.presenters.work import WorkLine


@dataclass(frozen=True, slots=True)
class AwaitedLine:
    """Somebody whose answer is awaited."""

    name: str
    agency: str
    reminded: str


def line(one: Unanswered) -> AwaitedLine:
    """Who, and when they were last reminded, by the clock or by a person."""
    at = one.reminded_at
    if one.undelivered:
        words = "The invitation did not arrive: ring them"
        return AwaitedLine(one.name, one.agency_name, words)
    if one.reads_here_only:
        return AwaitedLine(one.name, one.agency_name, "Reads in Accord only: ring them")
    return AwaitedLine(
        one.name, one.agency_name, f"Reminded on {short_moment(at)}" if at else "Not reminded yet"
    )


def to_reach(found: Unreached, now: datetime, closed: frozenset[date]) -> WorkLine:
    """A meeting of which some know nothing, because mail does not reach them."""
    return WorkLine(
        text=f"Reach people invited to meeting {found.reference}",
        href=f"/meetings/{found.meeting_id}",
        about=f"The invitation did not arrive: {listed(found.names)}.",
        due=limit(found.starts_at, now, closed),
    )


def told(people: int) -> str:
    """What the button did."""
    return f"{count(people, 'person', 'people')} reminded."


def to_chase(found: Waiting, now: datetime, closed: frozenset[date]) -> WorkLine:
    """Something to arrange or to chase, with the time by which it matters."""
    match found.kind:
        case Kind.QUORUM:
            return WorkLine(
                text=f"Get meeting {found.reference} quorate",
                href=f"/meetings/{found.subject_id}",
                about="Not everybody needed has accepted.",
                due=limit(found.moment, now, closed),
            )
        case Kind.CONFERENCE:
            return WorkLine(
                text=f"Hold the child protection conference for {found.child_name}",
                href=f"/concerns/{found.subject_id}",
                about="Its date is counted from the meeting that started section 47.",
                due=limit(found.until_at or found.moment, now, closed),
            )
        case Kind.ACTION_LEFT:
            return WorkLine(
                text=f"Chase a late action: {found.what}",
                href=f"/meetings/{found.meeting_id}/minutes",
                about=f"For {found.child_name}",
                due=deadline(found.day, clock.today(now), closed),
            )
        case _:
            return WorkLine(
                text=f"Convene the next meeting for {found.child_name}",
                href=f"/concerns/{found.subject_id}",
                about="The last meeting decided nothing and none is convened.",
                due=deadline(found.day, clock.today(now), closed),
            )
