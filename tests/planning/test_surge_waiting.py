"""Which meetings children wait for, and what may be asked of a batch of them."""

from datetime import date, time
from typing import Any
from uuid import uuid4

import pytest

from planning.errors import Blocked, NotAllowed, NotFound
from planning.meetings.actions import cancel
from planning.people.rules import Role
from planning.procedures.rules import MeetingKind, Outcome
from planning.surge.actions import (
    exclude_meeting,
    pin_meeting,
    set_rules,
    set_site,
    start_batch,
    unpin_meeting,
)
from planning.surge.queries import waiting
from planning.surge.rules.batches import BatchRules, Pin, Why
from planning.transactions import fetch_value, transaction
from tests.factories import NOW, make_actor
from tests.planning.surge_world import SurgeWorld, close_everybody_else, make_surge_world
from tests.scene import decided

FRIDAY = date(2026, 3, 6)


@pytest.fixture
async def world() -> SurgeWorld:
    await close_everybody_else()
    return await make_surge_world("a", "b", "c")


async def test_a_child_without_a_meeting_waits_until_the_limit_for_holding_one(
    world: SurgeWorld,
) -> None:
    found = await world.list()
    assert [(one.kind, one.why, one.due_on, one.late) for one in found] == [
        (MeetingKind.INITIAL, Why.NEVER_MET, FRIDAY, False)
    ] * 3
    assert found[0].quorum == ["Children’s social care", "Police", "Health"]
    assert {one.id for one in found} == set(world.concern_ids)


async def test_whoever_has_a_meeting_ahead_waits_for_none(world: SurgeWorld) -> None:
    meeting_id = await world.scene.meet(world.concern_ids[0])
    assert {one.id for one in await world.list()} == set(world.concern_ids[1:])
    await cancel(
        meeting_id=meeting_id,
        reason="Snow",
        actor=world.scene.scheduler,
        now=NOW,
        enqueue=world.scene.sent,
    )
    assert {one.id for one in await world.list()} == set(world.concern_ids)


async def test_adjourned_together_waits_together_until_the_next_date(world: SurgeWorld) -> None:
    scene, (one, other, decided_one) = world.scene, world.concern_ids
    meeting_id = await scene.meet(one, other, decided_one)
    await scene.come(meeting_id)
    for key in (one, other):
        await scene.decide(meeting_id, key, scene.adjourned())
    await scene.decide(meeting_id, decided_one, decided(Outcome.NO_S47_EARLY_HELP))
    await scene.close(meeting_id)
    (found,) = await world.list()
    assert (found.kind, found.why, found.due_on) == (
        MeetingKind.REVIEW,
        Why.ADJOURNED,
        date(2026, 3, 30),
    )
    assert {child.concern_id for child in found.children} == {one, other}


async def test_only_schedulers_see_what_waits_and_only_their_own(world: SurgeWorld) -> None:
    with pytest.raises(NotAllowed):
        await waiting(actor=world.scene.chair, now=NOW)
    found = await waiting(actor=world.scene.stranger, now=NOW)
    assert found.items == []


async def test_what_waits_comes_a_page_at_a_time(world: SurgeWorld) -> None:
    scheduler = world.scene.scheduler
    first = await waiting(actor=scheduler, now=NOW, limit=2)
    rest = await waiting(actor=scheduler, now=NOW, limit=2, cursor=first.next)
    assert [one.id for one in (*first.items, *rest.items)] == sorted(world.concern_ids)
    assert rest.next is None


async def test_what_is_due_later_is_left_out(world: SurgeWorld) -> None:
    found = {
        day: await waiting(actor=world.scene.scheduler, now=NOW, due_by=date(2026, 3, day))
        for day in (5, 6)
    }
    assert {day: len(one.items) for day, one in found.items()} == {5: 0, 6: 3}


async def test_of_an_operation_without_children_nothing_waits(world: SurgeWorld) -> None:
    found = await waiting(actor=world.scene.scheduler, now=NOW, operation_id=uuid4())
    assert found.items == []


@pytest.mark.parametrize("chosen", [0, 1, 301])
async def test_a_batch_is_of_meetings_that_wait(world: SurgeWorld, chosen: int) -> None:
    with pytest.raises(Blocked):
        await start_batch(
            waiting=[uuid4() for _ in range(chosen)], actor=world.scene.scheduler, now=NOW
        )


async def _of(batch_id: object, column: str, world: SurgeWorld) -> list[Any]:
    async with transaction(world.scene.scheduler.person_id):
        found = await fetch_value(
            f"select array_agg({column} order by id) from surge_batch_meeting where batch_id = $1",
            batch_id,
        )
    return list(found)


async def test_what_a_batch_asks_for_is_changed_and_kept(world: SurgeWorld) -> None:
    scheduler, batch_id = world.scene.scheduler, await world.batch()
    meeting_id = (await _of(batch_id, "id", world))[0]
    about: dict[str, Any] = {
        "batch_id": batch_id,
        "meeting_id": meeting_id,
        "actor": scheduler,
        "now": NOW,
    }
    await exclude_meeting(**about)
    await pin_meeting(**about, pin=Pin(FRIDAY, time(10), world.room_id))
    assert [(await _of(batch_id, column, world))[0] for column in ("excluded", "site")] == [
        True,
        "Civic Centre",
    ]
    await set_site(**about, site=None)
    assert (await _of(batch_id, "pinned_at", world))[0] is None
    await pin_meeting(**about, pin=Pin(FRIDAY, time(16)))
    await unpin_meeting(**about)
    await set_rules(batch_id=batch_id, rules=BatchRules(45), actor=scheduler, now=NOW)
    auditor = await make_actor(Role.AUDITOR)
    async with transaction(auditor.person_id):
        acts = await fetch_value(
            "select array_agg(act order by act) from history_event where subject_id = $1", batch_id
        )
    assert acts == [
        "surge.batch_started",
        "surge.excluded",
        "surge.pinned",
        "surge.pinned",
        "surge.placed",
        "surge.rules_set",
        "surge.unpinned",
    ]


@pytest.mark.parametrize(
    "pin",
    [
        Pin(date(2026, 3, 3), time(10)),
        Pin(date(2026, 3, 7), time(10)),
        Pin(date(2026, 4, 3), time(10)),
        Pin(date(2027, 3, 3), time(10)),
        Pin(FRIDAY, time(10, 5)),
        Pin(FRIDAY, time(8)),
        Pin(FRIDAY, time(16, 30)),
        Pin(FRIDAY, time(10), uuid4()),
    ],
)
async def test_a_pin_lies_where_people_meet(world: SurgeWorld, pin: Pin) -> None:
    batch_id = await world.batch()
    meeting_id = (await _of(batch_id, "id", world))[0]
    with pytest.raises(Blocked):
        await pin_meeting(
            batch_id=batch_id, meeting_id=meeting_id, pin=pin, actor=world.scene.scheduler, now=NOW
        )


@pytest.mark.parametrize(
    "rules", [BatchRules(50), BatchRules(60, extra_chairs=-1), BatchRules(60, travel_minutes=999)]
)
async def test_rules_of_a_batch_are_possible(world: SurgeWorld, rules: BatchRules) -> None:
    with pytest.raises(Blocked):
        await set_rules(
            batch_id=await world.batch(), rules=rules, actor=world.scene.scheduler, now=NOW
        )


async def test_a_site_is_one_with_rooms(world: SurgeWorld) -> None:
    batch_id = await world.batch()
    meeting_id = (await _of(batch_id, "id", world))[0]
    with pytest.raises(Blocked):
        await set_site(
            batch_id=batch_id,
            meeting_id=meeting_id,
            site="The moon",
            actor=world.scene.scheduler,
            now=NOW,
        )


async def test_nobody_else_sees_or_changes_a_batch(world: SurgeWorld) -> None:
    batch_id = await world.batch()
    with pytest.raises(NotFound):
        await set_rules(batch_id=batch_id, rules=BatchRules(), actor=world.scene.stranger, now=NOW)
    with pytest.raises(NotFound):
        await exclude_meeting(
            batch_id=batch_id, meeting_id=uuid4(), actor=world.scene.scheduler, now=NOW
        )
