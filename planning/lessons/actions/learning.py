"""Keeping what was learned, and what becomes of it."""

from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec

from planning.clock import today
from planning.errors import Invalid, NotAllowed, NotFound, Stale, block_if
from planning.lessons.rules.report import LessonState, lesson_faults, progress_faults, writable
from planning.lessons.tables import Lesson
from planning.operations.actions.lock import lock_operation, tell
from planning.operations.rules import clean
from planning.people.rules import Actor
from planning.transactions import fetch_one, fetch_value, transaction

_KNOWN = "select exists (select from agency where id = $1 and closed_at is null)"


class _Kept(msgspec.Struct, frozen=True):
    operation_id: UUID
    agency_id: UUID
    version: int


async def add_lesson(
    *,
    operation_id: UUID,
    learned: str,
    agency_id: UUID,
    due_on: date,
    actor: Actor,
    now: datetime,
) -> UUID:
    """Anybody in the operation says what was learned and which agency acts on it; its id."""
    async with transaction(actor.person_id):
        operation = await lock_operation(operation_id)
        block_if(writable(operation.state))
        known = bool(await fetch_value(_KNOWN, agency_id))
        if faults := lesson_faults(learned, due_on, today=today(now), known=known):
            raise Invalid(faults)
        lesson = Lesson(
            id=uuid4(),
            compartment_id=operation.compartment_id,
            operation_id=operation_id,
            learned=clean(learned),
            agency_id=agency_id,
            due_on=due_on,
            state=LessonState.OPEN.value,
            progress="",
            written_by=actor.person_id,
            written_at=now,
            changed_by=None,
            changed_at=None,
            version=1,
        )
        await Lesson.insert(lesson)
        await tell(operation, "operation.lesson_added", actor, now, {"lesson": str(lesson.id)})
        return UUID(str(lesson.id))


async def follow_lesson(
    *,
    lesson_id: UUID,
    state: LessonState,
    progress: str,
    version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Its agency, or the operation's lead, says how far it is, also once the operation is closed.

    Raises `NotFound`, `NotAllowed`, `Stale`, `Invalid`.
    """
    async with transaction(actor.person_id):
        operation_id = await fetch_value("select operation_id from lesson where id = $1", lesson_id)
        if operation_id is None:
            raise NotFound
        operation = await lock_operation(operation_id)
        kept = await fetch_one(
            _Kept, "select operation_id, agency_id, version from lesson where id = $1", lesson_id
        )
        if kept is None:  # pragma: no cover - it was there a statement ago and is never deleted
            raise NotFound
        if actor.agency_id != kept.agency_id and actor.person_id != operation.lead_id:
            raise NotAllowed("The agency that acts on it says how far it is, or the lead.")
        if kept.version != version:
            raise Stale
        if faults := progress_faults(progress, state):
            raise Invalid(faults)
        await Lesson.update(
            {
                Lesson.state: state.value,
                Lesson.progress: clean(progress),
                Lesson.changed_by: actor.person_id,
                Lesson.changed_at: now,
                Lesson.version: version + 1,
            }
        ).where(Lesson.id == lesson_id)
        await tell(
            operation, "operation.lesson_followed", actor, now,
            {"lesson": str(lesson_id), "state": state},
        )  # fmt: skip
