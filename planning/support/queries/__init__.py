"""What people see of the support of children."""

from planning.support.queries.lists import (
    SupportList,
    contact_is_overdue,
    support_owed,
    supported_children,
)
from planning.support.queries.plans import ChildPlanSeen, child_plan, child_summary
from planning.support.queries.rows import SupportRow, SupportSeen
from planning.support.queries.standing import (
    Caseload,
    SupportStanding,
    caseloads,
    support_standing,
)

__all__ = [
    "Caseload",
    "ChildPlanSeen",
    "SupportList",
    "SupportRow",
    "SupportSeen",
    "SupportStanding",
    "caseloads",
    "child_plan",
    "child_summary",
    "contact_is_overdue",
    "support_owed",
    "support_standing",
    "supported_children",
]
