"""Why children cannot be attached to an operation."""

from collections.abc import Sequence
from uuid import UUID

from planning.errors import Blocker

CHILDREN_AT_ONCE = 100
CHILDREN_FIELD = "concern_ids"


def attaching_faults(
    wanted: Sequence[UUID], *, seen: Sequence[UUID], attached: Sequence[UUID]
) -> list[Blocker]:
    """Why these children cannot be attached; absent and hidden ones are told alike."""
    if not wanted:
        return [Blocker("Choose at least one child.", CHILDREN_FIELD)]
    faults = []
    if len(set(wanted)) > CHILDREN_AT_ONCE:
        faults.append(
            Blocker(f"Attach {CHILDREN_AT_ONCE} children or fewer at once.", CHILDREN_FIELD)
        )
    if set(wanted) - set(seen):
        faults.append(Blocker("You cannot see one of these children.", CHILDREN_FIELD))
    if set(wanted) & set(attached):
        faults.append(Blocker("One of these children is attached already.", CHILDREN_FIELD))
    return faults
