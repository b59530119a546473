"""What people do with an operation as a whole."""

from planning.operations.actions.agencies import release_agency, require_agency
from planning.operations.actions.children import attach_children, detach_child
from planning.operations.actions.create import create_operation
from planning.operations.actions.lifecycle import move_operation
from planning.operations.actions.members import add_members, tell_partnership

__all__ = [
    "add_members",
    "attach_children",
    "create_operation",
    "detach_child",
    "move_operation",
    "release_agency",
    "require_agency",
    "tell_partnership",
]
