"""What an event must say."""

import re
from datetime import datetime
from uuid import UUID

import msgspec

_ACT = re.compile(r"[a-z_]+\.[a-z_]+")


class Event(msgspec.Struct, frozen=True):
    """One act to be remembered.

    `act` is "area.verb_in_past" ("meeting.convened"); `detail` holds what changed. An event with
    case content carries its compartment; one without a compartment is read by auditors.
    """

    act: str
    subject_kind: str
    subject_id: UUID | None
    compartment_id: UUID | None = None
    detail: dict[str, object] = {}

    def __post_init__(self) -> None:
        if not _ACT.fullmatch(self.act):
            raise ValueError(f"An act is named area.verb, not {self.act!r}.")


class EventSeen(msgspec.Struct, frozen=True):
    """An event as its readers see it."""

    happened_at: datetime
    actor_name: str | None
    act: str
    detail: dict[str, object]


class ReadSeen(msgspec.Struct, frozen=True):
    """Who read a record, and when."""

    read_at: datetime
    person_name: str
    agency_name: str
