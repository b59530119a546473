"""What every reader must agree on."""

from datetime import datetime

import msgspec


class EventRead(msgspec.Struct, frozen=True):
    """One event; moments in UTC."""

    uid: str
    sequence: int
    status: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str
    description: str
    organiser: str | None
    attendees: list[str]
    alarms: int


class Read(msgspec.Struct, frozen=True):
    """One calendar object; `method` is `None` in a feed."""

    method: str | None
    events: list[EventRead]
