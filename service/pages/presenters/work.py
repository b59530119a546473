"""What waits for a person, one line each, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from planning import clock
from planning.escalations.queries import EscalationSeen
from planning.escalations.rules import State
from planning.meetings.queries import ActionWork, CorrectionsWork, MeetingWork, MinutesWork, Unmet
from planning.plans.rules.templates import PLAN_WORDS
from planning.procedures.rules import Profile, minutes_due
from planning.sign_offs.queries.parts import ConditionToMeet, RoleToAccept
from planning.sign_offs.queries.waiting import SignOffWaiting
from service.pages.presenters.actions import carried_words
from service.pages.presenters.counts import count
from service.pages.presenters.dates import Deadline, day, deadline, moment, short_moment
from service.pages.presenters.escalations import about_words, due_words
from service.pages.presenters.moments import countdown, limit


@dataclass(frozen=True, slots=True)
class WorkLine:
    """What to do, about what, and by when."""

    text: str
    href: str
    about: str
    due: Deadline


@dataclass(frozen=True, slots=True)
class WorkGroup:
    """Lines of one kind under one heading."""

    heading: str
    lines: list[WorkLine]


def invitation(work: MeetingWork, now: datetime) -> WorkLine:
    """An answer is due before the meeting starts."""
    away = countdown(work.starts_at, work.ends_at, now)
    return WorkLine(
        text=f"Answer the invitation to meeting {work.reference}",
        href=f"/meetings/{work.id}",
        about="",
        due=Deadline(moment(work.starts_at), away, late=False),
    )


def unmet(work: Unmet, now: datetime, closed: frozenset[date]) -> WorkLine:
    """Something instead of oneself, before the meeting; or a follow-up with quorum."""
    if work.due_on is None:
        away = countdown(work.starts_at, work.ends_at, now)
        return WorkLine(
            text=f"Send a deputy or write to meeting {work.reference}",
            href=f"/meetings/{work.id}/instead",
            about="You cannot come.",
            due=Deadline(moment(work.starts_at), away, late=False),
        )
    return WorkLine(
        text=f"Follow up meeting {work.reference}",
        href=f"/meetings/{work.id}",
        about=f"It was not quorate on {short_moment(work.starts_at)}.",
        due=deadline(work.due_on, clock.today(now), closed),
    )


def to_close(work: MeetingWork, now: datetime) -> WorkLine:
    """A meeting that has started is run, and closed when it ends."""
    over = now >= work.ends_at
    return WorkLine(
        text=f"{'Close' if over else 'Run'} meeting {work.reference}",
        href=f"/meetings/{work.id}/run",
        about=f"It started on {short_moment(work.starts_at)}.",
        due=Deadline(moment(work.ends_at), "over, not closed" if over else "now", late=over),
    )


def to_approve(work: MeetingWork, profile: Profile, now: datetime) -> WorkLine:
    """Minutes of a closed meeting, due by the profile."""
    return WorkLine(
        text=f"Approve the minutes of meeting {work.reference}",
        href=f"/meetings/{work.id}/minutes",
        about=f"Held on {short_moment(work.starts_at)}.",
        due=deadline(minutes_due(profile, work.starts_at), clock.today(now), profile.closed_days),
    )


def to_read(line: MinutesWork, profile: Profile) -> WorkLine:
    """Minutes that were approved, corrected or added to lately."""
    return _minutes(f"Read the minutes of meeting {line.reference}", line, profile)


def to_confirm(line: MinutesWork, profile: Profile) -> WorkLine:
    """Minutes that were read; their reader has not said so."""
    text = f"Confirm that you have read the minutes of meeting {line.reference}"
    return _minutes(text, line, profile)


def to_correct(work: CorrectionsWork, now: datetime, closed: frozenset[date]) -> WorkLine:
    """Corrections that attendees asked for, to be answered in the time for them."""
    waiting = count(work.waiting, "correction")
    return WorkLine(
        text=f"Answer {waiting} of the minutes of meeting {work.reference}",
        href=f"/meetings/{work.id}/minutes",
        about="The minutes become final once each correction is answered.",
        due=limit(work.corrections_until, now, closed),
    )


def _minutes(text: str, line: MinutesWork, profile: Profile) -> WorkLine:
    return WorkLine(
        text=text,
        href=f"/meetings/{line.id}/minutes",
        about=profile.kinds[line.kind].words,
        due=Deadline(moment(line.starts_at), "held", late=False),
    )


def action(work: ActionWork, profile: Profile, now: datetime, closed: frozenset[date]) -> WorkLine:
    """Something given to the person at a meeting."""
    often = work.times_carried >= profile.actions.carried_flag
    whom = f"For {work.child_name}" if work.child_name else "For the whole meeting"
    return WorkLine(
        text=work.what,
        href=f"/actions/{work.id}",
        about=f"{whom}. {carried_words(work.times_carried)}." if often else whom,
        due=deadline(work.due_on, clock.today(now), closed),
    )


def escalation(found: EscalationSeen, now: datetime, closed: frozenset[date]) -> WorkLine:
    """An escalation that the person owns, or that was answered to them."""
    if found.state is State.ANSWERED:
        return WorkLine(
            text=f"Accept the answer or move it up: {about_words(found)}",
            href=f"/escalations/{found.id}",
            about=found.reason,
            due=Deadline(moment(found.answered_at or now), "answered", late=False),
        )
    return WorkLine(
        text=f"Answer the escalation for {about_words(found)}",
        href=f"/escalations/{found.id}",
        about=found.reason,
        due=due_words(found, now, closed),
    )


def sign_off(found: SignOffWaiting) -> WorkLine:
    """A plan version that waits for the person's signature."""
    changed = "Changed since your agency signed. " if found.signed_before else ""
    return WorkLine(
        text=f"Sign your agency’s schedule: {found.operation_name}, {PLAN_WORDS[found.kind]}",
        href=f"/plans/{found.plan_id}/schedule",
        about=f"{changed}Version {found.number}",
        due=Deadline(moment(found.submitted_at), "submitted", late=False),
    )


def role(found: RoleToAccept) -> WorkLine:
    """A role in a plan that counts only once its holder has accepted it."""
    return WorkLine(
        text=f"Accept your role: {found.title}",
        href=f"/plans/{found.plan_id}",
        about=f"{found.operation_name}, {PLAN_WORDS[found.kind]}",
        due=Deadline(day(found.from_on), "first day", late=False),
    )


def condition(found: ConditionToMeet, now: datetime, closed: frozenset[date]) -> WorkLine:
    """A condition under which an agency signed, owned by the person."""
    blocks = " It keeps the gate shut." if found.blocking else ""
    return WorkLine(
        text=found.condition,
        href=f"/plans/{found.plan_id}/conditions/{found.id}/meet",
        about=f"Set by {found.agency_name} for {found.operation_name}.{blocks}",
        due=deadline(found.due_on, clock.today(now), closed),
    )


def groups(*found: tuple[str, Sequence[WorkLine]]) -> list[WorkGroup]:
    """Headings that have something under them, in the order given."""
    return [WorkGroup(heading, list(lines)) for heading, lines in found if lines]
