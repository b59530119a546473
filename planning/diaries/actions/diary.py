"""Keeping a diary: one's own, or as a scheduler that of a colleague in the same agency."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from planning.diaries.rules.absences import (
    NewAbsence,
    Taken,
    absence_faults,
    import_faults,
    merged,
    taken,
)
from planning.diaries.rules.hours import HoursSpan, hours_faults
from planning.errors import Blocker, Invalid, NotAllowed, NotFound
from planning.history.actions import record
from planning.history.rules import Event
from planning.people.rules import Actor
from planning.transactions import execute, fetch_value, to_json, transaction


class _Span(msgspec.Struct, frozen=True):
    id: UUID
    weekday: int
    starts_minute: int
    ends_minute: int


_REPLACE_HOURS = """
with said as (
    insert into diary (person_id, hours_set_at) values ($1, $2)
    on conflict (person_id) do update set hours_set_at = excluded.hours_set_at)
insert into working_hours (id, person_id, weekday, starts_minute, ends_minute)
select h.id, $1, h.weekday, h.starts_minute, h.ends_minute
from jsonb_to_recordset($3::jsonb) as h (
    id uuid, weekday integer, starts_minute integer, ends_minute integer)
"""

_IMPORT = """
with said as (
    insert into diary (person_id, imported_at) values ($1, $2)
    on conflict (person_id) do update set imported_at = excluded.imported_at)
insert into absence (id, person_id, kind, starts_at, ends_at)
select gen_random_uuid(), $1, 'imported', t.starts_at, t.ends_at
from jsonb_to_recordset($3::jsonb) as t (starts_at timestamptz, ends_at timestamptz)
"""


async def set_hours(
    *, person_id: UUID, hours: Sequence[HoursSpan], actor: Actor, now: datetime
) -> None:
    """Say a person's working week; none at all means that they never work.

    Raises `NotAllowed` for other people's diaries, `Invalid` with every fault of the week.
    """
    _check(hours_faults(hours))
    async with transaction(actor.person_id):
        await lock_diary(person_id)
        await execute("delete from working_hours where person_id = $1", person_id)
        spans = [
            _Span(uuid4(), span.weekday, span.starts_minute, span.ends_minute) for span in hours
        ]
        await execute(_REPLACE_HOURS, person_id, now, to_json(spans))
        await _record("diary.hours_set", person_id, actor, now)


async def add_absence(*, person_id: UUID, absence: NewAbsence, actor: Actor, now: datetime) -> UUID:
    """Enter leave or a busy time; raises like `set_hours`. Meetings already held stay held."""
    _check(absence_faults(absence, now))
    async with transaction(actor.person_id):
        await lock_diary(person_id)
        absence_id, span = uuid4(), taken(absence)
        await execute(
            "insert into absence (id, person_id, kind, starts_at, ends_at)"
            " values ($1, $2, $3, $4, $5)",
            absence_id, person_id, absence.kind, span.starts_at, span.ends_at,
        )  # fmt: skip
        await _record("diary.absence_added", person_id, actor, now)
        return absence_id


async def remove_absence(*, absence_id: UUID, actor: Actor, now: datetime) -> UUID:
    """Take leave or a busy time out again, and tell whose it was.

    Raises `NotFound` for what the actor cannot open.
    """
    async with transaction(actor.person_id):
        person_id = await fetch_value(
            "delete from absence where id = $1 returning person_id", absence_id
        )
        if person_id is None:
            raise NotFound
        await _record("diary.absence_removed", person_id, actor, now)
        return UUID(str(person_id))


async def import_busy(
    *, person_id: UUID, spans: Sequence[Taken], actor: Actor, now: datetime
) -> int:
    """Put the busy times of a calendar in place of those of the last import; how many there are.

    Raises `NotAllowed` for other people's diaries, `Invalid` when there are too many.
    """
    busy = merged([span for span in spans if span.ends_at > now])
    _check(import_faults(busy))
    async with transaction(actor.person_id):
        await lock_diary(person_id)
        await execute("delete from absence where person_id = $1 and kind = 'imported'", person_id)
        await execute(_IMPORT, person_id, now, to_json(busy))
        await _record("diary.imported", person_id, actor, now)
        return len(busy)


async def lock_diary(person_id: UUID) -> None:
    """Let one at a time write in a diary that the actor keeps; others get `NotAllowed`."""
    keeps = await fetch_value(
        "select accord_keeps_diary(id) from person where id = $1 and closed_at is null",
        person_id,
    )
    if keeps is None:
        raise NotFound
    if not keeps:
        raise NotAllowed("Only this person, or a scheduler of their agency, can do this.")
    await execute("select pg_advisory_xact_lock(hashtext('diary ' || $1))", str(person_id))


def _check(faults: list[Blocker]) -> None:
    if faults:
        raise Invalid(faults)


async def _record(act: str, person_id: UUID, actor: Actor, now: datetime) -> None:
    await record([Event(act, "person", person_id)], actor_id=actor.person_id, now=now)
