"""The gate and going live: what must hold, who signs for a gap, what is owed without sign-off."""

from planning.go_live.rules.facts import (
    Acceptance,
    Facts,
    GateLine,
    GroupFacts,
    OverCommitted,
    PlanFacts,
    Side,
    SupportFacts,
    SurgeConfirmed,
)
from planning.go_live.rules.in_plans import awaits_plans
from planning.go_live.rules.lines import gate_lines, is_open, unmet
from planning.go_live.rules.risks import accepting_faults, gap_of, sides_signed
from planning.go_live.rules.surge import SURGE_WORDS, confirming_faults, has_risen
from planning.go_live.rules.unsigned import (
    CONFIRM_WITHIN,
    OVERDUE_STAGE,
    SIGN_OFF_WITHIN,
    Review,
    Route,
    may_confirm,
    may_review,
    overdue_words,
    review_faults,
    without_sign_off_faults,
)

__all__ = [
    "CONFIRM_WITHIN",
    "OVERDUE_STAGE",
    "SIGN_OFF_WITHIN",
    "SURGE_WORDS",
    "Acceptance",
    "Facts",
    "GateLine",
    "GroupFacts",
    "OverCommitted",
    "PlanFacts",
    "Review",
    "Route",
    "Side",
    "SupportFacts",
    "SurgeConfirmed",
    "accepting_faults",
    "awaits_plans",
    "confirming_faults",
    "gap_of",
    "gate_lines",
    "has_risen",
    "is_open",
    "may_confirm",
    "may_review",
    "overdue_words",
    "review_faults",
    "sides_signed",
    "unmet",
    "without_sign_off_faults",
]
