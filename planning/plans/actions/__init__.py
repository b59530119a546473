"""What people do with plans. `planning.sign_offs.actions` submits them for signing."""

from planning.plans.actions.resources import add_resource, change_resource, remove_resource
from planning.plans.actions.roles import accept_role, add_role, change_role, remove_role
from planning.plans.actions.sections import edit_section
from planning.plans.actions.start import start_operation

__all__ = [
    "accept_role",
    "add_resource",
    "add_role",
    "change_resource",
    "change_role",
    "edit_section",
    "remove_resource",
    "remove_role",
    "start_operation",
]
