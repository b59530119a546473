"""Which compartments there are and what a membership must say."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec


class CompartmentKind(StrEnum):
    """The smallest units of need to know; every sensitive row is in exactly one."""

    CONCERN = "concern"
    MEETING = "meeting"
    OPERATION_SAFEGUARDING = "operation_safeguarding"
    OPERATION_POLICE = "operation_police"


class NewCompartment(msgspec.Struct, frozen=True):
    """A compartment to be opened."""

    id: UUID
    kind: CompartmentKind


class Grant(msgspec.Struct, frozen=True):
    """A membership to be given: explicit, reasoned, and bounded in time when `until_at` is set.

    One that an invitation gives names the meeting's compartment, and ends with the invitation; one
    that an escalation gives its owner ends some time after that. One that is given to a key worker
    ends with the post, and opens an operation's own children alone.
    """

    compartment_id: UUID
    person_id: UUID
    reason: str
    until_at: datetime | None = None
    meeting_compartment_id: UUID | None = None
    escalation_id: UUID | None = None
    as_key_worker: bool = False


def needed(grants: Sequence[Grant]) -> list[Grant]:
    """Without those that end, where the same person is let in for good at the same time."""
    for_good = {(one.compartment_id, one.person_id) for one in grants if one.until_at is None}
    return [
        one
        for one in grants
        if one.until_at is None or (one.compartment_id, one.person_id) not in for_good
    ]
