"""Raising an escalation, answering it, and moving it up."""

from planning.escalations.actions.answering import answer_escalation
from planning.escalations.actions.clock import Due, due_escalations, move_up_by_clock
from planning.escalations.actions.naming import name_owner, remove_owner
from planning.escalations.actions.raising import (
    Drifting,
    PlanDue,
    Raising,
    open_drift,
    open_plan,
    raise_escalation,
)
from planning.escalations.actions.settling import accept_answer, move_up, withdraw_escalation
from planning.escalations.actions.urging import move_drift_up

__all__ = [
    "Drifting",
    "Due",
    "PlanDue",
    "Raising",
    "accept_answer",
    "answer_escalation",
    "due_escalations",
    "move_drift_up",
    "move_up",
    "move_up_by_clock",
    "name_owner",
    "open_drift",
    "open_plan",
    "raise_escalation",
    "remove_owner",
    "withdraw_escalation",
]
