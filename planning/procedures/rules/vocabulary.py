"""What a meeting is, what it decides and why it does not; their titles are the profile’s."""

from enum import StrEnum


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


class ApologyReason(StrEnum):
    """Why somebody could not come."""

    ON_LEAVE = "on_leave"
    SICK = "sick"
    OTHER_DUTY = "other_duty"
    NOT_TOLD_IN_TIME = "not_told_in_time"
    NO_CAPACITY = "no_capacity"
    OTHER = "other"


APOLOGY_WORDS = {
    ApologyReason.ON_LEAVE: "On leave",
    ApologyReason.SICK: "Sick",
    ApologyReason.OTHER_DUTY: "Another duty",
    ApologyReason.NOT_TOLD_IN_TIME: "Not told in time",
    ApologyReason.NO_CAPACITY: "No capacity",
    ApologyReason.OTHER: "Another reason",
}
"""How a profile that says nothing else words them."""
