"""Histories that only an emergency can make: accepted then, and told in words."""

from datetime import UTC, datetime, timedelta

import pytest

from planning.chains.queries import ChainSeen, chain_of
from planning.concerns.rules import NewConcern
from planning.errors import Blocked
from planning.meetings.actions import pay_debts, record_held
from planning.meetings.actions.paying import Paid
from planning.meetings.queries import owed_of
from planning.meetings.rules.closing import ChildDraft
from planning.meetings.rules.held import Held, HeldChild
from planning.meetings.rules.scheduling import Invitee, Mode
from planning.procedures.rules import MeetingKind, Outcome
from tests.scene import Scene, make_scene

LATER = datetime(2026, 3, 16, 12, 0, tzinfo=UTC)


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


async def seen(scene: Scene, child: NewConcern) -> ChainSeen:
    return await chain_of(concern_id=child.id, actor=scene.chair, now=LATER)


def by_phone(scene: Scene, child: NewConcern, *, at: datetime, why: str = "") -> Held:
    """A discussion that hands the child over, without saying to whom."""
    nobody = ChildDraft(Outcome.TRANSFERRED, "The family has moved.", handed_to=" ")
    return Held(
        kind=MeetingKind.INITIAL,
        purpose="Where the child lives now",
        mode=Mode.PHONE,
        starts_at=at,
        ends_at=at + timedelta(minutes=30),
        chair_id=scene.chair.person_id,
        people=[Invitee(scene.police.person_id), Invitee(scene.health.person_id)],
        children=[HeldChild(nobody, child.id)],
        emergency_reason=why,
    )


async def test_a_redirect_to_nobody_is_refused_and_in_an_emergency_owed(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    at = LATER - timedelta(hours=2)
    with pytest.raises(Blocked) as refused:
        await record_held(
            held=by_phone(scene, child, at=at), actor=scene.scheduler, now=LATER, enqueue=scene.sent
        )
    assert [fault.field for fault in refused.value.blockers] == ["children.0.handed_to"]
    urgent = by_phone(scene, child, at=at, why="At night")
    held = await record_held(held=urgent, actor=scene.scheduler, now=LATER, enqueue=scene.sent)
    before = await seen(scene, child)
    told = "Nobody is named to whom the child was handed over on 16 March 2026."
    assert (before.flags, before.hand_overs[0].receiver) == ([told], "")
    (debt,) = (await owed_of(meeting_id=held.meeting_id, actor=scene.chair, now=LATER)).debts
    await pay_debts(
        meeting_id=held.meeting_id,
        paid=[Paid(debt.id, "Southmere")],
        actor=scene.chair,
        now=LATER,
    )
    after = await seen(scene, child)
    assert (after.flags, after.hand_overs[0].receiver) == ([], "Southmere")


async def test_a_day_long_before_the_concern_is_refused_and_in_an_emergency_told(
    scene: Scene,
) -> None:
    (child,) = await scene.concerns("N-1")
    long_ago = LATER - timedelta(days=60)
    with pytest.raises(Blocked) as refused:
        await record_held(
            held=by_phone(scene, child, at=long_ago),
            actor=scene.scheduler,
            now=LATER,
            enqueue=scene.sent,
        )
    assert [fault.field for fault in refused.value.blockers] == [
        "starts_at",
        "children.0.handed_to",
    ]
    urgent = by_phone(scene, child, at=long_ago, why="Found among papers")
    await record_held(held=urgent, actor=scene.scheduler, now=LATER, enqueue=scene.sent)
    assert (await seen(scene, child)).flags == [
        "The meeting of 15 January 2026 is told as 47 days before this concern was opened.",
        "Nobody is named to whom the child was handed over on 15 January 2026.",
    ]
