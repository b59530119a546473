"""Undecided chains: oldest first, filtered, behind the walls, and whole for a file."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from planning.chains.queries import UndecidedChain, UndecidedFilters, teams, undecided_chains
from planning.chains.queries import undecided as module
from planning.chains.queries.undecided import undecided_whole
from planning.chains.rules import Alert
from planning.concerns.actions import open_concerns
from planning.concerns.rules import NewConcern
from planning.errors import Blocked
from planning.operations.actions import add_members, attach_children
from planning.operations.rules import Tier
from planning.people.rules import Actor
from planning.procedures.rules import MeetingKind, NoDecisionReason
from planning.transactions import Connection, fetch_value, transaction
from tests.factories import NOW
from tests.planning.operation_world import make_world
from tests.scene import Scene, decided, make_scene, noting_statements

DAYS = [date(2026, 3, 4), date(2026, 3, 6), date(2026, 3, 10)]
LATER = datetime(2026, 3, 11, 9, tzinfo=UTC)


@pytest.fixture
async def scene() -> Scene:
    """Three chains: N-1 for a week and red, N-2 since the 6th, N-3 decided."""
    made = await make_scene()
    first, second, third = await made.concerns("N-1", "N-2", "N-3")
    outstanding = NoDecisionReason.INFORMATION_OUTSTANDING
    owed = made.adjourned(outstanding, agency_id=made.school.agency_id)
    await made.hold(first.id, owed, day=DAYS[0])
    await made.hold(first.id, owed, day=DAYS[1])
    await made.hold(second.id, made.adjourned(next_on=date(2026, 3, 20)), day=DAYS[1])
    await made.hold(third.id, made.adjourned(), day=DAYS[0])
    await made.hold(third.id, decided(), day=DAYS[1])
    return made


async def found(scene: Scene, actor: Actor | None = None, **filters: Any) -> list[str]:
    listed = await undecided_chains(
        actor=actor or scene.manager, now=LATER, filters=UndecidedFilters(**filters)
    )
    return [line.reference for line in listed.items]


async def line(scene: Scene, reference: str) -> UndecidedChain:
    listed = await undecided_chains(actor=scene.manager, now=LATER)
    return next(one for one in listed.items if one.reference == reference)


async def test_a_line_tells_why_and_for_how_long(scene: Scene) -> None:
    first = await line(scene, "N-1")
    assert (first.state.run, first.state.days_undecided, first.state.alert) == (2, 5, Alert.RED)
    assert (first.reason, first.reason_words) == (
        NoDecisionReason.INFORMATION_OUTSTANDING, "Information outstanding",
    )  # fmt: skip
    assert first.same_reason_words == "Information outstanding"
    assert (first.state.review.owed, first.is_open, first.absent_again) == (True, True, [])
    assert first.senior_manager_id == scene.manager.person_id


async def test_pages_follow_each_other(scene: Scene) -> None:
    one = await undecided_chains(actor=scene.manager, now=LATER, limit=1)
    two = await undecided_chains(actor=scene.manager, now=LATER, limit=1, cursor=one.next)
    assert [line.reference for line in [*one.items, *two.items]] == ["N-1", "N-2"]
    assert two.next is None


async def test_each_filter_leaves_what_it_names(scene: Scene) -> None:
    assert await found(scene) == ["N-1", "N-2"]
    assert await found(scene, alert=Alert.RED) == ["N-1"]
    assert await found(scene, alert=Alert.AMBER) == []
    assert await found(scene, alert=Alert.NONE) == ["N-2"]
    assert await found(scene, kind=MeetingKind.INITIAL) == ["N-1", "N-2"]
    assert await found(scene, kind=MeetingKind.FINAL) == []
    assert await found(scene, mine=True) == ["N-1", "N-2"]
    assert await found(scene, scene.chair, mine=True) == []
    assert await found(scene, agency_id=scene.school.agency_id) == ["N-1"]
    assert await found(scene, agency_id=scene.manager.agency_id) == []


async def test_an_agency_is_found_by_its_absence(scene: Scene) -> None:
    async with transaction(scene.manager.person_id) as connection:
        await connection.execute(
            "update chain_state set absent_last = array[$1::uuid]"
            " where concern_id = (select k.id from concern k join child c on c.id = k.child_id"
            " where c.reference = 'N-2')",
            scene.police.agency_id,
        )
    assert await found(scene, agency_id=scene.police.agency_id) == ["N-2"]
    assert len((await line(scene, "N-2")).absent_last) == 1


async def test_a_team_is_chosen_by_a_key_that_names_nobody(scene: Scene) -> None:
    (north,) = await teams(actor=scene.manager)
    assert (north.name, "north" in north.key.lower()) == ("North", False)
    assert await found(scene, team=north.key) == ["N-1", "N-2"]
    assert await found(scene, team="0" * 16) == []
    assert await teams(actor=scene.stranger) == []


async def test_of_an_operation_only_who_is_in_it_finds_children(scene: Scene) -> None:
    world = await make_world()
    await add_members(
        operation_id=world.operation_id,
        person_ids=[scene.manager.person_id],
        tier=Tier.SAFEGUARDING,
        reason="Knows the children",
        actor=world.lead,
        now=NOW,
    )
    await attach_children(
        operation_id=world.operation_id,
        concern_ids=[(await line(scene, "N-2")).concern_id],
        reason="Named",
        actor=scene.manager,
        now=NOW,
    )
    assert await found(scene, operation_id=world.operation_id) == ["N-2"]
    assert await found(scene, scene.chair, operation_id=world.operation_id) == []
    assert await found(scene, world.lead, operation_id=world.operation_id) == []
    assert await found(scene, operation_id=uuid4()) == []


async def test_all_filters_hold_together_on_every_page(scene: Scene) -> None:
    (north,) = await teams(actor=scene.manager)
    everything = UndecidedFilters(
        team=north.key, agency_id=scene.school.agency_id, kind=MeetingKind.INITIAL,
        alert=Alert.RED, mine=True,
    )  # fmt: skip
    one = await undecided_chains(actor=scene.manager, now=LATER, filters=everything, limit=1)
    assert [line.reference for line in one.items] == ["N-1"]


async def test_whole_for_a_file_each_child_counts_as_read(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = await undecided_whole(actor=scene.manager, now=LATER)
    assert [row.reference for row in rows] == ["N-1", "N-2"]
    async with transaction(scene.manager.person_id):
        read = await fetch_value(
            "select count(distinct subject_id) from record_read where person_id = $1"
            " and subject_kind = 'concern' and subject_id = any($2)",
            scene.manager.person_id,
            [row.concern_id for row in rows],
        )
    assert read == 2
    monkeypatch.setattr(module, "LARGEST_EXPORT", 1)
    with pytest.raises(Blocked, match="There are more than 1"):
        await undecided_whole(actor=scene.manager, now=LATER)
    nothing = await undecided_whole(actor=scene.stranger, now=LATER)
    assert nothing == []


async def test_the_same_number_of_questions_for_one_and_for_many(
    scene: Scene, rolled_back: Connection
) -> None:
    async def statements() -> int:
        with noting_statements(rolled_back) as seen:
            await undecided_chains(actor=scene.manager, now=LATER)
        return len(seen)

    few = await statements()
    more: list[NewConcern] = await open_concerns(
        opening=scene.opening(*(f"M-{n}" for n in range(5))), actor=scene.scheduler, now=NOW
    )
    for one in more:
        await scene.hold(one.id, scene.adjourned(), day=DAYS[2])
    assert await statements() == few
