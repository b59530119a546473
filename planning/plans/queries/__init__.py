"""What people see of plans."""

from planning.plans.queries.plans import plan, plans_of
from planning.plans.queries.versions import changes_between, schedule_of, version, versions_of

__all__ = ["changes_between", "plan", "plans_of", "schedule_of", "version", "versions_of"]
