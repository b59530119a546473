"""What people do with an operation as a whole."""

from planning.operations.actions.agencies import release_agency, require_agency
from planning.operations.actions.children import attach_children, detach_child
from planning.operations.actions.create import create_operation
from planning.operations.actions.details import change_operation, hand_over_operation
from planning.operations.actions.lifecycle import move_operation
from planning.operations.actions.members import add_members
from planning.operations.actions.notices import (
    acknowledge_notice,
    notify_partnership,
    tell_partnership,
)

__all__ = [
    "acknowledge_notice",
    "add_members",
    "attach_children",
    "change_operation",
    "create_operation",
    "detach_child",
    "hand_over_operation",
    "move_operation",
    "notify_partnership",
    "release_agency",
    "require_agency",
    "tell_partnership",
]
