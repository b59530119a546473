"""Keeping a diary: oneself and schedulers of the same agency, nobody else."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest

from planning.diaries.actions import add_absence, import_busy, remove_absence, set_hours
from planning.diaries.queries import diary
from planning.diaries.rules.absences import AbsenceKind, NewAbsence, Taken
from planning.diaries.rules.hours import DEFAULT_HOURS, HoursSpan
from planning.errors import Invalid, NotAllowed, NotFound
from planning.people.rules import Actor, Role
from planning.transactions import fetch_value, transaction
from tests.factories import NOW, make_actor, make_agency

LEAVE = NewAbsence(AbsenceKind.LEAVE, date(2026, 3, 9), date(2026, 3, 13))
EVENING = [HoursSpan(5, time(18), time(0))]


@pytest.fixture
async def people() -> tuple[Actor, Actor, Actor]:
    """Somebody, the scheduler of their agency, and a scheduler of another one."""
    agency = await make_agency()
    return (
        await make_actor(agency_id=agency),
        await make_actor(Role.SCHEDULER, agency_id=agency),
        await make_actor(Role.SCHEDULER),
    )


async def test_a_diary_begins_with_the_usual_week(people: tuple[Actor, Actor, Actor]) -> None:
    somebody, scheduler, _ = people
    seen = await diary(person_id=somebody.person_id, actor=scheduler, now=NOW)
    assert (seen.hours, seen.hours_are_default, seen.absences) == (DEFAULT_HOURS, True, [])


async def test_oneself_and_the_scheduler_of_the_agency_write_in_it(
    people: tuple[Actor, Actor, Actor],
) -> None:
    somebody, scheduler, _ = people
    for actor, hours in ((somebody, []), (scheduler, EVENING)):
        await set_hours(person_id=somebody.person_id, hours=hours, actor=actor, now=NOW)
    absence_id = await add_absence(
        person_id=somebody.person_id, absence=LEAVE, actor=scheduler, now=NOW
    )
    seen = await diary(person_id=somebody.person_id, actor=somebody, now=NOW)
    assert (seen.hours, seen.hours_are_default) == (EVENING, False)
    assert [(one.kind, one.starts_at) for one in seen.absences] == [
        (AbsenceKind.LEAVE, datetime(2026, 3, 9, tzinfo=UTC))
    ]
    await remove_absence(absence_id=absence_id, actor=somebody, now=NOW)
    with pytest.raises(NotFound):
        await remove_absence(absence_id=absence_id, actor=somebody, now=NOW)


async def test_nobody_else_opens_or_writes_it(people: tuple[Actor, Actor, Actor]) -> None:
    somebody, _, stranger = people
    absence_id = await add_absence(
        person_id=somebody.person_id, absence=LEAVE, actor=somebody, now=NOW
    )
    with pytest.raises(NotAllowed):
        await diary(person_id=somebody.person_id, actor=stranger, now=NOW)
    with pytest.raises(NotAllowed):
        await set_hours(person_id=somebody.person_id, hours=EVENING, actor=stranger, now=NOW)
    with pytest.raises(NotFound):
        await remove_absence(absence_id=absence_id, actor=stranger, now=NOW)
    async with transaction(stranger.person_id):
        assert await fetch_value("select count(*) from absence") == 0


async def test_a_diary_of_nobody_is_not_found(people: tuple[Actor, Actor, Actor]) -> None:
    nobody = uuid4()
    with pytest.raises(NotFound):
        await diary(person_id=nobody, actor=people[0], now=NOW)
    with pytest.raises(NotFound):
        await set_hours(person_id=nobody, hours=EVENING, actor=people[0], now=NOW)


async def test_what_is_wrong_is_refused(people: tuple[Actor, Actor, Actor]) -> None:
    with pytest.raises(Invalid, match="overlap"):
        await set_hours(
            person_id=people[0].person_id, hours=[*EVENING, *EVENING], actor=people[0], now=NOW
        )


async def test_an_import_replaces_the_last_one_and_leaves_what_was_typed(
    people: tuple[Actor, Actor, Actor],
) -> None:
    somebody = people[0]
    await add_absence(person_id=somebody.person_id, absence=LEAVE, actor=somebody, now=NOW)

    async def bring(*hours: int) -> int:
        spans = [
            Taken(NOW + timedelta(hours=hour), NOW + timedelta(hours=hour + 1)) for hour in hours
        ]
        return await import_busy(person_id=somebody.person_id, spans=spans, actor=somebody, now=NOW)

    assert await bring(1, 2, 5, -9) == 2
    assert await bring(7) == 1
    seen = await diary(person_id=somebody.person_id, actor=somebody, now=NOW)
    assert (seen.imported, seen.imported_at, len(seen.absences)) == (1, NOW, 1)
