"""What a meeting without quorum still owes."""

from collections.abc import Sequence
from datetime import date

import msgspec

from planning.chains.queries import entries_of
from planning.chains.rules import owing_quorum
from planning.meetings.reading import ChildRow, MeetingRow
from planning.procedures.rules import Profile, follow_up_due
from planning.transactions import fetch_value


class FollowUp(msgspec.Struct, frozen=True):
    """By when a meeting without quorum is followed up, and whether a quorate one did.

    `owed_for` names the children, of those whom the reader sees, that no quorate meeting has
    covered since. `on` is what was said at closing; meetings of earlier releases have none.
    """

    on: date | None
    expected_on: date
    is_later_than_expected: bool
    is_owed: bool
    owed_for: list[str]


_HELD_SINCE = """
select exists (
    select from strategy_meeting m
    where m.chair_id = $1 and m.kind = $2 and m.starts_at > $3 and m.quorate)
"""
"""A group without children is followed up by its next quorate meeting."""


async def follow_up_of(
    row: MeetingRow, children: Sequence[ChildRow], profile: Profile
) -> FollowUp | None:
    """What the meeting owes; `None` when it was quorate or is not closed. One query at most."""
    if row.quorate is not False:
        return None
    owed_for = await _owed_for(row, children)
    expected = follow_up_due(profile, row.starts_at)
    return FollowUp(
        on=row.follow_up_on,
        expected_on=expected,
        is_later_than_expected=row.follow_up_on is not None and row.follow_up_on > expected,
        is_owed=bool(owed_for) or (row.child_count == 0 and not await _was_held_since(row)),
        owed_for=owed_for,
    )


async def _owed_for(row: MeetingRow, children: Sequence[ChildRow]) -> list[str]:
    chains = await entries_of([child.concern_id for child in children])
    return [
        child.name
        for child in children
        if any(entry.meeting_id == row.id for entry in owing_quorum(chains[child.concern_id]))
    ]


async def _was_held_since(row: MeetingRow) -> bool:
    return bool(await fetch_value(_HELD_SINCE, row.chair_id, row.kind, row.starts_at))
