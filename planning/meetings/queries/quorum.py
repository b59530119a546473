"""Whom the quorum of a closed meeting rested on."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from planning.meetings.reading import ChildRow, MeetingRow
from planning.meetings.rules.quorum import CategoryResult


class ChildQuorum(msgspec.Struct, frozen=True):
    """Who decided for a child, by required category; without a child, for the whole meeting."""

    concern_id: UUID | None
    child_name: str | None
    quorate: bool
    categories: list[CategoryResult]


def quorum_of(row: MeetingRow, children: Sequence[ChildRow]) -> list[ChildQuorum]:
    """As it was at closing, of the children that the reader sees; nothing before."""
    if row.quorum is not None:
        return [_line(None, None, row.quorum)]
    return [
        _line(child.concern_id, child.name, child.quorum)
        for child in children
        if child.quorum is not None
    ]


def _line(
    concern_id: UUID | None, child_name: str | None, categories: list[CategoryResult]
) -> ChildQuorum:
    return ChildQuorum(concern_id, child_name, all(line.names for line in categories), categories)
