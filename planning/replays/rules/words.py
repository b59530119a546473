"""The words that people write for outcomes, reasons, types and agencies, beside our codes."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

import msgspec

from planning.people.rules import CATEGORY_WORDS, AgencyCategory
from planning.procedures.rules import MeetingKind, NoDecisionReason, Outcome, Profile
from planning.replays.rules.columns import plain

Code = TypeVar("Code", bound=StrEnum)

OUTCOMES = {
    Outcome.S47_INITIATED_JOINT: (
        "section 47 started", "s47 initiated", "s47 started", "joint s47", "s47 joint",
        "section 47 joint", "joint section 47", "s47 enquiry",
    ),
    Outcome.S47_INITIATED_SOCIAL_CARE: (
        "single agency s47", "s47 single agency", "s47 social care", "section 47 social care",
    ),
    Outcome.S47_INITIATED_POLICE: ("s47 police", "section 47 police", "police only"),
    Outcome.S47_CONTINUES: ("section 47 continues", "s47 ongoing", "enquiry continues"),
    Outcome.S47_CONCLUDED_WITH_CONFERENCE: (
        "icpc", "proceed to icpc", "progress to icpc", "initial child protection conference",
        "conference", "substantiated icpc", "substantiated with icpc",
    ),
    Outcome.S47_CONCLUDED_WITHOUT_CONFERENCE: (
        "substantiated without icpc", "substantiated no icpc", "child in need plan", "cin",
    ),
    Outcome.S47_CONCLUDED_NOT_SUBSTANTIATED: ("not substantiated", "unsubstantiated"),
    Outcome.NO_S47_ASSESSMENT_CONTINUES: ("assessment continues", "assessment"),
    Outcome.NO_S47_EARLY_HELP: ("early help",),
    Outcome.NO_S47_NO_FURTHER_ACTION: ("no further action", "nfa"),
    Outcome.TRANSFERRED: ("transfer", "transferred to another authority", "transferred out"),
    Outcome.REDIRECTED: ("redirect",),
    # “Review scheduled” is not a decision (design, Traps).
    Outcome.ADJOURNED: (
        "adjourned", "no decision", "undecided", "reconvene", "to be reconvened",
        "further strategy meeting", "review scheduled", "deferred",
    ),
}  # fmt: skip
REASONS = {
    NoDecisionReason.KEY_AGENCY_ABSENT: ("agency absent", "agency did not attend"),
    NoDecisionReason.NOT_QUORATE: ("inquorate", "no quorum"),
    NoDecisionReason.INFORMATION_OUTSTANDING: ("information", "awaiting information"),
    NoDecisionReason.MEDICAL: ("awaiting medical",),
    NoDecisionReason.FORENSIC_OR_DIGITAL_EVIDENCE: ("forensic", "digital evidence", "forensics"),
    NoDecisionReason.CHILD_MISSING_OR_NOT_SEEN: ("missing", "child missing", "child not seen"),
    NoDecisionReason.LEGAL_ADVICE: ("legal",),
    NoDecisionReason.POLICE_EMBARGO: ("embargo",),
    NoDecisionReason.DISAGREEMENT_ON_THRESHOLD: ("disagreement", "threshold"),
    NoDecisionReason.OTHER_AUTHORITY: ("other local authority",),
    NoDecisionReason.INTERPRETER: ("awaiting interpreter",),
    NoDecisionReason.OTHER: (),
}
KINDS = {
    MeetingKind.INITIAL: ("initial strategy discussion", "strategy meeting", "strategy discussion"),
    MeetingKind.REVIEW: ("review strategy discussion", "further strategy meeting"),
    MeetingKind.EXPLOITATION: ("cse", "child sexual exploitation", "exploitation meeting"),
    MeetingKind.COMPLEX_ABUSE: ("organised abuse", "complex"),
}
CATEGORIES = {
    AgencyCategory.SOCIAL_CARE: (
        "csc",
        "childrens social care",
        "social worker",
        "local authority",
    ),
    AgencyCategory.HEALTH: ("nhs", "icb", "hospital", "school nurse", "camhs", "paediatrician"),
    AgencyCategory.EDUCATION: ("school", "college", "nursery"),
    AgencyCategory.YOUTH_JUSTICE: ("yjs", "yot", "youth offending"),
    AgencyCategory.VOLUNTARY: ("charity",),
    AgencyCategory.LEGAL: ("solicitor",),
}


class Vocabulary(msgspec.Struct, frozen=True):
    """What each word means; the words of the partnership's own profile among them."""

    outcomes: dict[str, Outcome]
    reasons: dict[str, NoDecisionReason]
    kinds: dict[str, MeetingKind]
    categories: dict[str, AgencyCategory]


def vocabulary(profile: Profile) -> Vocabulary:
    """Codes, the profile's words and what people write besides; codes win."""
    kinds = {kind: rules.words for kind, rules in profile.kinds.items()}
    return Vocabulary(
        _meanings(Outcome, OUTCOMES, profile.outcomes),
        _meanings(NoDecisionReason, REASONS, profile.no_decision_reasons),
        _meanings(MeetingKind, KINDS, kinds),
        _meanings(AgencyCategory, CATEGORIES, CATEGORY_WORDS),
    )


def _meanings(
    codes: Iterable[Code], also: Mapping[Code, tuple[str, ...]], own: Mapping[Code, str]
) -> dict[str, Code]:
    known = list(codes)
    return {
        **{plain(words): code for code in known for words in also.get(code, ())},
        **{plain(own[code]): code for code in known},
        **{plain(code): code for code in known},
    }
