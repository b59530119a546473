"""All meetings of a batch are convened in one act, or none is."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid4

import pytest

from planning.diaries.actions import add_absence
from planning.diaries.rules.absences import AbsenceKind, NewAbsence
from planning.errors import Blocked, NotFound
from planning.meetings.queries import meeting
from planning.outbox import MeetingInvitation
from planning.surge.actions import (
    ask_run,
    confirm_batch,
    pin_meeting,
    set_rules,
    set_site,
)
from planning.surge.queries import batch
from planning.surge.rules.batches import BatchRules, BatchState, Pin
from planning.surge.rules.confirming import AGAIN, COMPARED, NOBODY, NOTHING, TAKEN
from planning.surge.rules.seen import BatchView, Confirmed
from planning.surge.rules.what_if import WhatIf
from tests.factories import NOW
from tests.planning.surge_world import (
    Queued,
    SurgeWorld,
    answered,
    close_everybody_else,
    make_surge_world,
)

FIRST_DAY = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
async def world() -> SurgeWorld:
    await close_everybody_else()
    return await make_surge_world("a", "b", "c")


async def ask(world: SurgeWorld, batch_id: UUID, **more: Any) -> UUID:
    return await ask_run(
        batch_id=batch_id,
        seconds=20,
        actor=world.scene.scheduler,
        now=NOW,
        queue=Queued(),
        **more,
    )


async def proposed(world: SurgeWorld, batch_id: UUID, **more: Any) -> UUID:
    run_id = await ask(world, batch_id, **more)
    await answered(run_id, world.scene.scheduler.person_id)
    return run_id


async def confirm(world: SurgeWorld, batch_id: UUID, run_id: UUID) -> Confirmed:
    return await confirm_batch(
        batch_id=batch_id,
        run_id=run_id,
        actor=world.scene.scheduler,
        now=NOW,
        enqueue=world.scene.sent,
    )


async def see(world: SurgeWorld, batch_id: UUID) -> BatchView:
    return await batch(batch_id=batch_id, actor=world.scene.scheduler, now=NOW)


async def test_every_meeting_is_convened_and_everybody_invited(world: SurgeWorld) -> None:
    batch_id = await world.batch()
    (first, *_) = (await see(world, batch_id)).meetings
    await set_site(
        batch_id=batch_id,
        meeting_id=first.id,
        site="Civic Centre",
        actor=world.scene.scheduler,
        now=NOW,
    )
    run_id = await proposed(world, batch_id)
    made = await confirm(world, batch_id, run_id)
    assert len(made.meetings) == 3
    assert made.warnings == []
    seen = await see(world, batch_id)
    assert seen.state is BatchState.CONFIRMED
    assert {row.meeting_id for row in seen.meetings} == {one.meeting_id for one in made.meetings}
    assert await world.list() == []
    opened = await meeting(
        meeting_id=made.meetings[0].meeting_id, actor=world.scene.scheduler, now=NOW
    )
    assert (opened.starts_at, opened.place, opened.purpose) == (
        FIRST_DAY,
        "Civic Centre, Oak",
        "Bruises that nobody explains",
    )
    invitations = [one for one in world.scene.sent.messages if isinstance(one, MeetingInvitation)]
    assert len(invitations) == 15


async def test_a_second_confirmation_answers_what_the_first_made(world: SurgeWorld) -> None:
    batch_id = await world.batch()
    run_id = await proposed(world, batch_id)
    first = await confirm(world, batch_id, run_id)
    sent = len(world.scene.sent.messages)
    again = await confirm(world, batch_id, run_id)
    assert (again.meetings, len(world.scene.sent.messages)) == (first.meetings, sent)
    with pytest.raises(Blocked):
        await ask(world, batch_id)


async def test_whoever_is_busy_by_now_is_told_and_nothing_is_convened(world: SurgeWorld) -> None:
    batch_id = await world.batch()
    run_id = await proposed(world, batch_id)
    place = (await see(world, batch_id)).meetings[0].place
    assert place is not None
    for person in (world.scene.police, world.scene.health):
        await add_absence(
            person_id=person.person_id,
            absence=NewAbsence(
                AbsenceKind.LEAVE, date(2026, 3, 4), date(2026, 3, 4), time(9), time(10)
            ),
            actor=person,
            now=NOW,
        )
    with pytest.raises(Blocked) as refused:
        await confirm(world, batch_id, run_id)
    named = [one.name for one in place.people]
    assert {one.field for one in refused.value.blockers} == {
        str((await see(world, batch_id)).meetings[0].id)
    }
    assert all(
        " is busy at that time." in one.message and one.message.split(" is")[0] in named
        for one in refused.value.blockers
    )
    assert (len(await world.list()), (await see(world, batch_id)).state) == (3, BatchState.OPEN)
    assert world.scene.sent.messages == []


async def refused(world: SurgeWorld, batch_id: UUID, run_id: UUID) -> list[str]:
    with pytest.raises(Blocked) as told:
        await confirm(world, batch_id, run_id)
    return [one.message for one in told.value.blockers]


async def test_a_meeting_convened_meanwhile_is_told_as_such(world: SurgeWorld) -> None:
    batch_id = await world.batch()
    run_id = await proposed(world, batch_id)
    await world.scene.meet(world.concern_ids[0])
    assert await refused(world, batch_id, run_id) == [TAKEN]


async def test_what_is_not_asked_for_any_more_is_not_confirmed(world: SurgeWorld) -> None:
    batch_id, scheduler = await world.batch(), world.scene.scheduler
    run_id = await proposed(world, batch_id)
    (first, *_) = (await see(world, batch_id)).meetings
    await pin_meeting(
        batch_id=batch_id,
        meeting_id=first.id,
        pin=Pin(date(2026, 3, 6), time(10)),
        actor=scheduler,
        now=NOW,
    )
    assert await refused(world, batch_id, run_id) == [AGAIN]
    waiting = await ask(world, batch_id)
    assert await refused(world, batch_id, waiting) == [NOTHING]
    compared = await proposed(world, batch_id, what_if=WhatIf.CHAIRS)
    assert await refused(world, batch_id, compared) == [COMPARED]


async def test_nobody_is_convened_who_is_nobody_yet(world: SurgeWorld) -> None:
    batch_id, scheduler = await world.batch(), world.scene.scheduler
    chair = world.scene.chair
    await add_absence(
        person_id=chair.person_id,
        absence=NewAbsence(AbsenceKind.LEAVE, date(2026, 3, 4), date(2026, 12, 31)),
        actor=chair,
        now=NOW,
    )
    await set_rules(batch_id=batch_id, rules=BatchRules(extra_chairs=1), actor=scheduler, now=NOW)
    run_id = await proposed(world, batch_id)
    seen = await see(world, batch_id)
    assert seen.run is not None
    place = seen.meetings[0].place
    assert place is not None
    assert (seen.run.uses_extra, place.people[0].id) == (True, None)
    assert await refused(world, batch_id, run_id) == [NOBODY]


async def test_a_run_of_another_batch_is_not_this_one_s(world: SurgeWorld) -> None:
    batch_id, other = await world.batch(), await world.batch()
    run_id = await proposed(world, other)
    for wrong in (run_id, uuid4()):
        with pytest.raises(NotFound):
            await confirm(world, batch_id, wrong)
