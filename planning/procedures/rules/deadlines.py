"""The deadlines that follow from a profile (design: Fine points, Clocks)."""

from datetime import date, datetime, timedelta

from planning.clock import add_working_days, end_of_day, london_date
from planning.procedures.rules.profile import Profile
from planning.procedures.rules.vocabulary import MeetingKind


def convene_target(profile: Profile, kind: MeetingKind, decided_at: datetime) -> datetime:
    """By when a meeting should be held; the clock starts at the decision to convene."""
    if profile.kinds[kind].urgent:
        return decided_at + timedelta(hours=profile.timescales.urgent_discussion_hours)
    return _end_of_working_day(profile, decided_at, profile.timescales.convene_target_working_days)


def convene_limit(profile: Profile, kind: MeetingKind, decided_at: datetime) -> datetime:
    """By when a meeting must be held; later is shown as late, never refused."""
    if profile.kinds[kind].urgent:
        return decided_at + timedelta(hours=profile.timescales.urgent_meeting_hours)
    return _end_of_working_day(profile, decided_at, profile.timescales.convene_limit_working_days)


def full_meeting_due(
    profile: Profile, held_at: datetime, urgent_since: datetime | None = None
) -> datetime:
    """By when people meet in a room or by video after a discussion by phone alone.

    `urgent_since` is the decision to convene of a discussion whose type is urgent: hours count.
    """
    if urgent_since:
        return urgent_since + timedelta(hours=profile.timescales.urgent_meeting_hours)
    return _end_of_working_day(
        profile, held_at, profile.timescales.full_meeting_after_phone_working_days
    )


def decisions_out_due(profile: Profile, held_at: datetime) -> date:
    """The date by whose end decisions and actions have gone out."""
    return _after(profile, london_date(held_at), profile.timescales.decisions_out_working_days)


def minutes_due(profile: Profile, held_at: datetime) -> date:
    """The date by whose end the chair approves the minutes."""
    return _after(profile, london_date(held_at), profile.timescales.minutes_working_days)


def corrections_until(profile: Profile, approved_at: datetime) -> date:
    """The date by whose end attendees ask for corrections of approved minutes."""
    return _after(
        profile, london_date(approved_at), profile.timescales.correction_window_working_days
    )


def conference_due(profile: Profile, anchor_on: date) -> date:
    """The date by whose end the child protection conference is held."""
    return _after(profile, anchor_on, profile.timescales.conference_working_days)


def assessment_due(profile: Profile, referred_on: date) -> date:
    """The date by whose end the assessment is finished."""
    return _after(profile, referred_on, profile.timescales.assessment_working_days)


def follow_up_due(profile: Profile, held_at: datetime) -> date:
    """The date by whose end a meeting without quorum is followed up."""
    days = profile.timescales.no_quorum_follow_up_working_days
    return _after(profile, london_date(held_at), days)


def emergency_duty_due(profile: Profile, declared_at: datetime) -> date:
    """The date by whose end what an emergency left out is made good."""
    days = profile.timescales.emergency_duty_working_days
    return _after(profile, london_date(declared_at), days)


def escalation_due(profile: Profile, stage: int, started_at: datetime) -> date:
    """The date by whose end the owner of a stage (1 to 4) answers."""
    days = profile.escalation.stage_working_days[stage - 1]
    return _after(profile, london_date(started_at), days)


def _end_of_working_day(profile: Profile, start: datetime, days: int) -> datetime:
    return end_of_day(_after(profile, london_date(start), days))


def _after(profile: Profile, day_0: date, days: int) -> date:
    return add_working_days(day_0, days, profile.closed_days)
