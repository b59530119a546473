"""One person's diary, for those who keep it."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.diaries.rules.absences import AbsenceKind
from planning.diaries.rules.hours import HoursSpan, StoredSpan, week_of
from planning.errors import NotAllowed, NotFound
from planning.people.rules import Actor
from planning.transactions import fetch_one, transaction


class AbsenceSeen(msgspec.Struct, frozen=True):
    """Leave or a busy time that is not over."""

    id: UUID
    kind: AbsenceKind
    starts_at: datetime
    ends_at: datetime


class DiarySeen(msgspec.Struct, frozen=True):
    """A diary; what was imported is counted, not listed."""

    person_id: UUID
    name: str
    hours: list[HoursSpan]
    hours_are_default: bool
    absences: list[AbsenceSeen]
    imported: int
    imported_at: datetime | None


class _Row(msgspec.Struct, frozen=True):
    person_id: UUID
    name: str
    keeps: bool
    hours: list[StoredSpan]
    hours_set_at: datetime | None
    absences: list[AbsenceSeen]
    imported: int
    imported_at: datetime | None


_DIARY = """
select p.id as person_id, p.name, accord_keeps_diary(p.id) as keeps, d.hours_set_at,
       d.imported_at,
       (select coalesce(jsonb_agg(h order by h.weekday, h.starts_minute), '[]')
        from working_hours h where h.person_id = p.id) as hours,
       (select coalesce(jsonb_agg(a order by a.starts_at, a.id), '[]') from absence a
        where a.person_id = p.id and a.ends_at > $2 and a.kind <> 'imported') as absences,
       (select count(*) from absence a
        where a.person_id = p.id and a.ends_at > $2 and a.kind = 'imported') as imported
from person p left join diary d on d.person_id = p.id
where p.id = $1 and p.closed_at is null
"""


async def diary(*, person_id: UUID, actor: Actor, now: datetime) -> DiarySeen:
    """Hours and what is to come; raises `NotAllowed` for diaries that the actor does not keep."""
    async with transaction(actor.person_id):
        row = await fetch_one(_Row, _DIARY, person_id, now)
    if row is None:
        raise NotFound
    if not row.keeps:
        raise NotAllowed("Only this person, or a scheduler of their agency, can do this.")
    return DiarySeen(
        person_id=row.person_id,
        name=row.name,
        hours=week_of(row.hours, said=row.hours_set_at is not None),
        hours_are_default=row.hours_set_at is None,
        absences=row.absences,
        imported=row.imported,
        imported_at=row.imported_at,
    )
