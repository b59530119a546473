"""Escalations as those who need to know see them."""

from planning.escalations.queries.around import (
    AgencyThere,
    NamedOwner,
    Raisable,
    Unresolved,
    named_owners,
    raisable,
    unresolved,
)
from planning.escalations.queries.seen import (
    EscalationCourse,
    EscalationSeen,
    StepSeen,
    Which,
    course_of,
    escalation,
    escalations,
    escalations_of,
    waiting_for,
)

__all__ = [
    "AgencyThere",
    "EscalationCourse",
    "EscalationSeen",
    "NamedOwner",
    "Raisable",
    "StepSeen",
    "Unresolved",
    "Which",
    "course_of",
    "escalation",
    "escalations",
    "escalations_of",
    "named_owners",
    "raisable",
    "unresolved",
    "waiting_for",
]
