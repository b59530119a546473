"""What the gate reads of groups, the children's support and capacity."""

from datetime import date
from uuid import UUID

import msgspec

from planning.capacity.queries.over import over_commitments
from planning.go_live.rules import GroupFacts, OverCommitted, SupportFacts
from planning.groups.queries import group_standing
from planning.groups.rules import GROUP_WORDS, GroupState
from planning.people.rules import CATEGORY_WORDS
from planning.support.queries.standing import support_standing


class GroupsNow(msgspec.Struct, frozen=True):
    """The groups as the gate reads them."""

    groups: list[GroupFacts]
    seniors: dict[UUID, date]
    undeclared: list[str]


async def groups_now(operation_id: UUID, on: date) -> GroupsNow:
    """How both groups stand; inside an open transaction. Raises `NotFound`."""
    standing = await group_standing(operation_id=operation_id, on=on)
    return GroupsNow(
        groups=[
            GroupFacts(GROUP_WORDS[one.group], _lacks(one), one.last_quorate_on)
            for one in standing.groups
        ],
        seniors={one.agency_id: one.held_on for one in standing.seniors},
        undeclared=standing.undeclared,
    )


def _lacks(group: GroupState) -> list[str]:
    missing = [f"anybody of {CATEGORY_WORDS[one].lower()}" for one in group.missing]
    return missing if group.chair_name else ["a chair", *missing]


async def support_now(operation_id: UUID, on: date) -> SupportFacts:
    """What the operation's children are without; inside an open transaction."""
    standing = await support_standing(operation_id, today=on)
    return SupportFacts(**msgspec.structs.asdict(standing))


async def over_committed_now(operation_id: UUID) -> list[OverCommitted]:
    """Where agencies have committed more than they declared; inside an open transaction."""
    return [
        OverCommitted(one.agency_name, one.type_words, one.week_on, one.declared, one.committed)
        for one in await over_commitments(operation_id)
    ]
