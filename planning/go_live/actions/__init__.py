"""Going live, and what is owed where it was without sign-off."""

from planning.go_live.actions.clock import Overdue, escalate_overdue, overdue_sign_offs
from planning.go_live.actions.risks import accept_risk
from planning.go_live.actions.surge import confirm_surge
from planning.go_live.actions.through import declare_ready, go_live
from planning.go_live.actions.unsigned import (
    confirm_go_live,
    go_live_without_sign_off,
    review_go_live,
)

__all__ = [
    "Overdue",
    "accept_risk",
    "confirm_go_live",
    "confirm_surge",
    "declare_ready",
    "escalate_overdue",
    "go_live",
    "go_live_without_sign_off",
    "overdue_sign_offs",
    "review_go_live",
]
