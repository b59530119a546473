"""Whose answer came by calendar."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.people.rules import Actor
from planning.transactions import fetch_all, transaction


class _Answered(msgspec.Struct, frozen=True):
    person_id: UUID
    at: datetime


_BY_CALENDAR = "select person_id, at from accord_answered_by_calendar($1)"


async def answered_by_calendar(*, meeting_id: UUID, actor: Actor) -> dict[UUID, datetime]:
    """Whose answer came by calendar, and when they gave it; of a hidden meeting nobody's."""
    async with transaction(actor.person_id, read_only=True):
        found = await fetch_all(_Answered, _BY_CALENDAR, meeting_id)
    return {one.person_id: one.at for one in found}
