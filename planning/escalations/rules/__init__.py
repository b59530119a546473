"""The ladder: its states, its clock, its owners, and what each act must say."""

from planning.escalations.rules.clock import StageClock, stage_clock
from planning.escalations.rules.owners import Ascent, Candidate, Sides, ascend, owner_of
from planning.escalations.rules.states import (
    FIRST_STAGE,
    LAST_STAGE,
    STAGES,
    TRANSITIONS,
    Act,
    EscalationKind,
    State,
    Step,
    act_blockers,
)
from planning.escalations.rules.words import (
    LONGEST_ANSWER,
    LONGEST_REASON,
    LONGEST_SAFETY,
    answer_faults,
    outcome_faults,
    raising_faults,
    reason_faults,
)

__all__ = [
    "FIRST_STAGE",
    "LAST_STAGE",
    "LONGEST_ANSWER",
    "LONGEST_REASON",
    "LONGEST_SAFETY",
    "STAGES",
    "TRANSITIONS",
    "Act",
    "Ascent",
    "Candidate",
    "EscalationKind",
    "Sides",
    "StageClock",
    "State",
    "Step",
    "act_blockers",
    "answer_faults",
    "ascend",
    "outcome_faults",
    "owner_of",
    "raising_faults",
    "reason_faults",
    "stage_clock",
]
