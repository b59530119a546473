"""Who is busy at a time, and never why."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from planning.diaries.rules.places import Named
from planning.people.rules import Actor
from planning.transactions import fetch_all, transaction

_BUSY = """
select p.id, p.name from person p
where p.id in (select b.person_id from accord_people_busy($1, tstzrange($2, $3), $4) b)
order by p.name, p.id
"""


async def busy_people(
    *,
    people: Sequence[UUID],
    starts_at: datetime,
    ends_at: datetime,
    but_meeting: UUID | None = None,
    actor: Actor,
) -> list[Named]:
    """Those who are busy between two moments, by name; a meeting to be moved may be left out."""
    if ends_at <= starts_at:
        return []
    async with transaction(actor.person_id):
        return await fetch_all(Named, _BUSY, list(people), starts_at, ends_at, but_meeting)
