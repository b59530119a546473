"""Escalations in words."""

from datetime import date, datetime

from planning import clock
from planning.escalations.queries import EscalationSeen
from planning.plans.rules.templates import PLAN_WORDS, PlanKind
from service.pages.presenters.dates import Deadline, deadline, moment


def about_words(found: EscalationSeen) -> str:
    """The child, or the plan with its operation."""
    if found.plan_kind:
        return f"{found.operation_name}, {PLAN_WORDS[PlanKind(found.plan_kind)]}"
    return str(found.child_name)


def due_words(found: EscalationSeen, now: datetime, closed: frozenset[date]) -> Deadline:
    """By when the stage is answered; of an urgent one with its hour."""
    if found.urgent:
        late = now >= found.due_at
        return Deadline(moment(found.due_at), "late" if late else "urgent", late=late)
    return deadline(found.due_on, clock.today(now), closed)
