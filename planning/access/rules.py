"""Which compartments there are and what a membership must say."""

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
    """A membership to be given: explicit, reasoned, and bounded in time when `until_at` is set."""

    compartment_id: UUID
    person_id: UUID
    reason: str
    until_at: datetime | None = None
