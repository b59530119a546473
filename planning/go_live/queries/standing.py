"""What the gate reads of groups, the children's support and capacity."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from planning.capacity.queries.over import over_commitments_of
from planning.capacity.rules.over import OverCommitment
from planning.go_live.rules import GroupFacts, OverCommitted, SupportFacts
from planning.groups.queries import group_standings
from planning.groups.rules import GROUP_WORDS, GroupStanding, GroupState
from planning.people.rules import CATEGORY_WORDS
from planning.support.queries.standing import support_standings


class GroupsNow(msgspec.Struct, frozen=True):
    """The groups as the gate reads them."""

    groups: list[GroupFacts]
    seniors: dict[UUID, date]
    undeclared: list[str]


async def groups_now(operation_ids: Sequence[UUID], on: date) -> dict[UUID, GroupsNow]:
    """How both groups of each operation stand; inside an open transaction."""
    found = await group_standings(operation_ids=operation_ids, on=on)
    return {key: _groups(standing) for key, standing in found.items()}


def _groups(standing: GroupStanding) -> GroupsNow:
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


async def support_now(operation_ids: Sequence[UUID], on: date) -> dict[UUID, SupportFacts]:
    """What each operation's children are without; inside an open transaction."""
    found = await support_standings(operation_ids, today=on)
    return {key: SupportFacts(**msgspec.structs.asdict(one)) for key, one in found.items()}


async def over_committed_now(operation_ids: Sequence[UUID]) -> dict[UUID, list[OverCommitted]]:
    """Where agencies have committed more than they declared; inside an open transaction."""
    found = await over_commitments_of(operation_ids)
    return {key: [_over_committed(one) for one in over] for key, over in found.items()}


def _over_committed(one: OverCommitment) -> OverCommitted:
    return OverCommitted(one.agency_name, one.type_words, one.week_on, one.declared, one.committed)
