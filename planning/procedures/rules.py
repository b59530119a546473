"""What a procedure profile says, and the deadlines that follow from it.

Figures: design, Strategy meetings; Repeat meetings; Fine points, Clocks and Quorum.
"""

from collections.abc import Container, Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated

import msgspec

from planning.clock import add_working_days, end_of_day, london_date
from planning.errors import Blocker, Invalid
from planning.people.rules import AgencyCategory


class MeetingKind(StrEnum):
    """The types of strategy meeting; their titles are the profile's."""

    INITIAL = "initial"
    FOLLOW_UP = "follow_up"
    REVIEW = "review"
    FINAL = "final"
    COMPLEX_ABUSE = "complex_abuse"
    EXPLOITATION = "exploitation"
    PRE_BIRTH = "pre_birth"
    ALLEGATION = "allegation"
    MAPPING = "mapping"
    STRATEGIC_MANAGEMENT_GROUP = "strategic_management_group"
    INVESTIGATION_MANAGEMENT_GROUP = "investigation_management_group"


class Outcome(StrEnum):
    """The dispositions, exactly one for each child at each meeting."""

    S47_INITIATED_JOINT = "s47_initiated_joint"
    S47_INITIATED_SOCIAL_CARE = "s47_initiated_social_care"
    S47_INITIATED_POLICE = "s47_initiated_police"
    S47_CONTINUES = "s47_continues"
    S47_CONCLUDED_WITH_CONFERENCE = "s47_concluded_with_conference"
    S47_CONCLUDED_WITHOUT_CONFERENCE = "s47_concluded_without_conference"
    S47_CONCLUDED_NOT_SUBSTANTIATED = "s47_concluded_not_substantiated"
    NO_S47_ASSESSMENT_CONTINUES = "no_s47_assessment_continues"
    NO_S47_EARLY_HELP = "no_s47_early_help"
    NO_S47_NO_FURTHER_ACTION = "no_s47_no_further_action"
    TRANSFERRED = "transferred"
    REDIRECTED = "redirected"
    ADJOURNED = "adjourned_no_decision"


INITIATED = frozenset(
    {Outcome.S47_INITIATED_JOINT, Outcome.S47_INITIATED_SOCIAL_CARE, Outcome.S47_INITIATED_POLICE}
)
CONCLUDED = frozenset(
    {
        Outcome.S47_CONCLUDED_WITH_CONFERENCE,
        Outcome.S47_CONCLUDED_WITHOUT_CONFERENCE,
        Outcome.S47_CONCLUDED_NOT_SUBSTANTIATED,
    }
)
NO_S47 = frozenset(
    {
        Outcome.NO_S47_ASSESSMENT_CONTINUES,
        Outcome.NO_S47_EARLY_HELP,
        Outcome.NO_S47_NO_FURTHER_ACTION,
    }
)
HANDED_OVER = frozenset({Outcome.TRANSFERRED, Outcome.REDIRECTED})


class NoDecisionReason(StrEnum):
    """Why a meeting adjourned without a decision."""

    KEY_AGENCY_ABSENT = "key_agency_absent"
    NOT_QUORATE = "not_quorate"
    INFORMATION_OUTSTANDING = "information_outstanding"
    MEDICAL = "medical"
    FORENSIC_OR_DIGITAL_EVIDENCE = "forensic_or_digital_evidence"
    CHILD_MISSING_OR_NOT_SEEN = "child_missing_or_not_seen"
    LEGAL_ADVICE = "legal_advice"
    POLICE_EMBARGO = "police_embargo"
    DISAGREEMENT_ON_THRESHOLD = "disagreement_on_threshold"
    OTHER_AUTHORITY = "other_authority"
    INTERPRETER = "interpreter"
    OTHER = "other"


Count = Annotated[int, msgspec.Meta(ge=1, le=1000)]
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Timescales(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How soon things are due."""

    convene_target_working_days: Count
    convene_limit_working_days: Count
    urgent_discussion_hours: Count
    urgent_meeting_hours: Count
    minutes_working_days: Count
    conference_working_days: Count
    no_quorum_follow_up_working_days: Count


class Drift(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When an undecided chain turns amber or red; days are exceeded, runs and slips reached."""

    amber_run: Count
    amber_working_days: Count
    red_run: Count
    red_working_days: Count
    red_slips: Count
    unaccepted_amber_working_days: Count
    unaccepted_red_working_days: Count


class Ladder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long the owner of each of the four stages of an escalation has."""

    stage_working_days: Annotated[list[Count], msgspec.Meta(min_length=4, max_length=4)]


class KindRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one type of meeting needs: categories for quorum, senior managers, a child."""

    words: Words
    required: Annotated[list[AgencyCategory], msgspec.Meta(min_length=1)]
    urgent: bool = False
    needs_child: bool = True
    senior_managers: bool = False


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A partnership's rules; one immutable version of them is kept with each meeting."""

    timescales: Timescales
    drift: Drift
    escalation: Ladder
    kinds: dict[MeetingKind, KindRules]
    outcomes: dict[Outcome, Words]
    no_decision_reasons: dict[NoDecisionReason, Words]


def parse_profile(content: str) -> Profile:
    """Read a profile from TOML; raises `Invalid` with sentences that say where it is wrong."""
    try:
        profile = msgspec.toml.decode(content, type=Profile)
    except (msgspec.MsgspecError, ValueError) as error:
        raise Invalid(
            [Blocker(f"The procedure profile cannot be read: {error}.", "content")]
        ) from error
    faults = profile_faults(profile)
    if faults:
        raise Invalid(faults)
    return profile


def profile_faults(profile: Profile) -> list[Blocker]:
    """What a readable profile leaves out, or says against itself."""
    drift, times = profile.drift, profile.timescales
    checks = (
        (drift.amber_run < drift.red_run, "drift.red_run must be more than drift.amber_run"),
        (
            drift.amber_working_days < drift.red_working_days,
            "drift.red_working_days must be more than drift.amber_working_days",
        ),
        (
            times.convene_target_working_days <= times.convene_limit_working_days,
            "timescales.convene_limit_working_days must not be less than the target",
        ),
    )
    return [
        *_missing("kinds", MeetingKind, profile.kinds),
        *_missing("outcomes", Outcome, profile.outcomes),
        *_missing("no_decision_reasons", NoDecisionReason, profile.no_decision_reasons),
        *(Blocker(f"{message}.", "content") for holds, message in checks if not holds),
    ]


def _missing(table: str, wanted: Iterable[StrEnum], given: Container[object]) -> list[Blocker]:
    absent = [name for name in wanted if name not in given]
    if not absent:
        return []
    return [Blocker(f"The table {table} leaves out {', '.join(absent)}.", "content")]


def convene_target(profile: Profile, kind: MeetingKind, decided_at: datetime) -> datetime:
    """By when a meeting should be held; the clock starts at the decision to convene."""
    if profile.kinds[kind].urgent:
        return decided_at + timedelta(hours=profile.timescales.urgent_discussion_hours)
    return _end_of_working_day(decided_at, profile.timescales.convene_target_working_days)


def convene_limit(profile: Profile, kind: MeetingKind, decided_at: datetime) -> datetime:
    """By when a meeting must be held; later is shown as late, never refused."""
    if profile.kinds[kind].urgent:
        return decided_at + timedelta(hours=profile.timescales.urgent_meeting_hours)
    return _end_of_working_day(decided_at, profile.timescales.convene_limit_working_days)


def minutes_due(profile: Profile, held_at: datetime) -> date:
    """The date by whose end the chair approves the minutes."""
    return add_working_days(london_date(held_at), profile.timescales.minutes_working_days)


def conference_due(profile: Profile, anchor_on: date) -> date:
    """The date by whose end the child protection conference is held."""
    return add_working_days(anchor_on, profile.timescales.conference_working_days)


def follow_up_due(profile: Profile, held_at: datetime) -> date:
    """The date by whose end a meeting without quorum is followed up."""
    days = profile.timescales.no_quorum_follow_up_working_days
    return add_working_days(london_date(held_at), days)


def escalation_due(profile: Profile, stage: int, started_at: datetime) -> date:
    """The date by whose end the owner of a stage (1 to 4) answers."""
    return add_working_days(
        london_date(started_at), profile.escalation.stage_working_days[stage - 1]
    )


def _end_of_working_day(start: datetime, days: int) -> datetime:
    return end_of_day(add_working_days(london_date(start), days))
