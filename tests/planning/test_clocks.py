"""A concern's clocks: read with its chain, moved by a manager alone, kept for good."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from planning.access.queries import history_of
from planning.chains.actions import move_clock, record_clock_met
from planning.chains.queries import ChainSeen, chain_of, clocks_of
from planning.chains.rules import ClockKind
from planning.concerns.actions import open_concerns
from planning.errors import Blocked, NotAllowed, NotFound, Stale
from planning.meetings.rules.scheduling import Mode
from planning.people.rules import Actor
from planning.procedures.rules import MeetingKind, Outcome
from planning.transactions import transaction
from tests.factories import NOW
from tests.scene import HELD, Scene, decided, make_scene

DUE, LATER = date(2026, 3, 25), date(2026, 3, 27)


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


async def move(
    scene: Scene, concern_id: UUID, *, actor: Actor | None = None, **changes: object
) -> None:
    wanted: dict[str, object] = {
        "clock": ClockKind.CONFERENCE,
        "old_due_on": DUE,
        "new_due_on": LATER,
        "reason": " The parents’ solicitor is away. ",
        **changes,
    }
    await move_clock(
        concern_id=concern_id,
        actor=actor or scene.manager,
        now=HELD,
        **wanted,  # type: ignore[arg-type]  # a test may change any of them
    )


async def chain(scene: Scene, concern_id: UUID) -> ChainSeen:
    return await chain_of(concern_id=concern_id, actor=scene.police, now=HELD)


async def test_a_manager_moves_the_conference_and_everybody_in_the_concern_sees_why(
    scene: Scene,
) -> None:
    (child,) = await scene.concerns("N-1")
    await scene.hold(child.id, decided())
    before = await chain(scene, child.id)
    await move(scene, child.id)
    after = await chain(scene, child.id)
    assert [(one.kind, one.due_on) for one in before.clocks] == [
        (ClockKind.CONFERENCE, DUE),
        (ClockKind.ASSESSMENT, date(2026, 5, 8)),
    ]
    conference = after.clocks[0]
    assert (conference.due_on, conference.anchor_on) == (LATER, date(2026, 3, 4))
    assert [(one.reason, one.moved_by_name) for one in conference.moves] == [
        ("The parents’ solicitor is away.", scene.manager.name)
    ]
    assert after.clock_moves == conference.moves
    assert (await history_of(subject_id=child.id, actor=scene.manager))[0].act == (
        "concern.clock_moved"
    )


async def test_a_later_meeting_moves_neither_the_date_nor_the_move(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    await scene.hold(child.id, decided())
    await move(scene, child.id)
    await scene.hold(child.id, decided(Outcome.S47_CONTINUES), day=date(2026, 3, 10))
    assert (await chain(scene, child.id)).clocks[0].due_on == LATER


async def test_nobody_else_moves_a_date_and_nobody_twice_at_once(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    await scene.hold(child.id, decided())
    with pytest.raises(NotAllowed):
        await move(scene, child.id, actor=scene.chair)
    with pytest.raises(NotFound):
        await move(scene, child.id, actor=scene.stranger)
    with pytest.raises(NotFound):
        await move(scene, uuid4())
    with pytest.raises(Blocked) as refused:
        await move(scene, child.id, new_due_on=DUE, reason=" ")
    assert [fault.field for fault in refused.value.blockers] == ["new_due_on", "reason"]
    with pytest.raises(Blocked, match="not running"):
        await move(scene, child.id, clock=ClockKind.FULL_MEETING)
    await move(scene, child.id)
    with pytest.raises(Stale):
        await move(scene, child.id, new_due_on=date(2026, 3, 30))


async def test_the_assessment_is_counted_from_the_referral_that_was_entered(scene: Scene) -> None:
    opening = msgspec.structs.replace(scene.opening("N-5"), referred_on=date(2026, 2, 2))
    (child,) = await open_concerns(opening=opening, actor=scene.scheduler, now=NOW)
    async with transaction(scene.manager.person_id):
        (assessment,) = await clocks_of(concern_id=child.id, now=NOW)
        assert await clocks_of(concern_id=uuid4(), now=NOW) == []
    assert (assessment.anchor_on, assessment.due_on) == (date(2026, 2, 2), date(2026, 4, 8))
    late = msgspec.structs.replace(opening, referred_on=NOW.date() + timedelta(days=1))
    with pytest.raises(Blocked, match="not in the future"):
        await open_concerns(opening=late, actor=scene.scheduler, now=NOW)


async def test_a_discussion_by_phone_owes_a_meeting_until_it_is_held(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    by_phone = msgspec.structs.replace(
        scene.convening([child.id]), mode=Mode.PHONE, kind=MeetingKind.EXPLOITATION
    )
    discussed = (await scene.convene(by_phone)).meeting_id
    await scene.come(discussed)
    await scene.decide(discussed, child.id, decided())
    await scene.close(discussed)
    owed = (await chain(scene, child.id)).clocks[2]
    assert (owed.kind, owed.due_at) == (ClockKind.FULL_MEETING, NOW + timedelta(hours=72))
    await scene.hold(child.id, decided(Outcome.S47_CONTINUES), day=date(2026, 3, 5))
    kinds = [one.kind for one in (await chain(scene, child.id)).clocks]
    assert kinds == [ClockKind.CONFERENCE, ClockKind.ASSESSMENT]


async def held_on(
    scene: Scene,
    concern_id: UUID,
    met_on: date,
    clock: ClockKind = ClockKind.CONFERENCE,
    *,
    actor: Actor | None = None,
    after: timedelta = timedelta(days=9),
) -> None:
    await record_clock_met(
        concern_id=concern_id,
        clock=clock,
        met_on=met_on,
        actor=actor or scene.scheduler,
        now=HELD + after,
    )


async def test_a_conference_that_was_held_runs_no_more_and_a_wrong_day_is_put_right(
    scene: Scene,
) -> None:
    (child,) = await scene.concerns("N-1")
    await scene.hold(child.id, decided())
    await held_on(scene, child.id, date(2026, 3, 12))
    await held_on(scene, child.id, date(2026, 3, 11), after=timedelta(days=10))
    seen = await chain(scene, child.id)
    assert [one.kind for one in seen.clocks] == [ClockKind.ASSESSMENT]
    assert [
        (one.clock, one.anchor_on, one.due_on, one.met_on, one.recorded_by_name)
        for one in seen.clocks_met
    ] == [
        (
            ClockKind.CONFERENCE,
            date(2026, 3, 4),
            DUE,
            date(2026, 3, 11),
            scene.scheduler.name,
        )
    ]
    acts = [event.act for event in await history_of(subject_id=child.id, actor=scene.manager)]
    assert acts.count("concern.clock_met") == 2


async def test_an_assessment_is_recorded_as_completed_by_its_manager(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    await held_on(scene, child.id, NOW.date(), ClockKind.ASSESSMENT, actor=scene.manager)
    assert (await chain_of(concern_id=child.id, actor=scene.manager, now=HELD)).clocks == []


async def test_what_is_not_due_or_has_not_been_cannot_be_recorded(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    for clock, day, words in (
        (ClockKind.CONFERENCE, date(2026, 3, 4), "This date is not running for this child."),
        (ClockKind.FULL_MEETING, date(2026, 3, 4), "This date is not running for this child."),
        (ClockKind.ASSESSMENT, date(2026, 3, 14), "Enter a date that is not in the future."),
        (
            ClockKind.ASSESSMENT,
            date(2026, 3, 2),
            "Enter a date on or after the day it is counted from.",
        ),
    ):
        with pytest.raises(Blocked) as refused:
            await held_on(scene, child.id, day, clock)
        assert [blocker.message for blocker in refused.value.blockers] == [words]


async def test_only_who_arranges_or_manages_records_it(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    await scene.meet(child.id)
    with pytest.raises(NotAllowed):
        await held_on(scene, child.id, date(2026, 3, 4), ClockKind.ASSESSMENT, actor=scene.police)
    with pytest.raises(NotFound):
        await held_on(scene, child.id, date(2026, 3, 4), ClockKind.ASSESSMENT, actor=scene.stranger)
