"""An invitation lets people in, and its end lets them out again, no more and no less."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import msgspec
import pytest

from planning.access.actions import end_invitations, move_invitations
from planning.access.queries import members_of
from planning.concerns.rules import NewConcern
from planning.errors import Blocked, NotFound
from planning.meetings.actions import cancel, reschedule
from planning.meetings.queries import meeting
from planning.meetings.rules.scheduling import Invitee, LocalTimes
from planning.people.rules import Actor
from planning.transactions import Connection, fetch_value, transaction
from tests.factories import NOW
from tests.scene import Scene, make_scene

ENDS = datetime(2026, 3, 4, 11, tzinfo=UTC)
SIX_MONTHS = timedelta(days=180)


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


async def let_in(scene: Scene, child: NewConcern) -> dict[UUID, set[datetime | None]]:
    """Who is in a concern, and until when each of their memberships lasts."""
    found: dict[UUID, set[datetime | None]] = {}
    for member in await members_of(compartment_id=child.compartment_id, actor=scene.scheduler):
        found.setdefault(member.person_id, set()).add(member.until_at)
    return found


async def call_off(scene: Scene, meeting_id: UUID, actor: Actor) -> bool:
    return await cancel(
        meeting_id=meeting_id, reason="Not needed", actor=actor, now=NOW, enqueue=scene.sent
    )


async def test_an_invitation_lets_in_for_a_while_and_the_concern_s_own_people_for_good(
    scene: Scene,
) -> None:
    (child,) = await scene.concerns("N-1")
    asked = scene.convening([child.id])
    more = [*asked.invitees, Invitee(scene.manager.person_id), Invitee(scene.scheduler.person_id)]
    await scene.convene(msgspec.structs.replace(asked, invitees=more))
    until = ENDS + SIX_MONTHS
    assert await let_in(scene, child) == {
        scene.scheduler.person_id: {None},
        scene.manager.person_id: {None},
        scene.chair.person_id: {until},
        scene.police.person_id: {until},
        scene.health.person_id: {until},
    }


async def test_it_ends_by_itself(scene: Scene, rolled_back: Connection) -> None:
    (child,) = await scene.concerns("N-1")
    meeting_id = await scene.meet(child.id)
    await rolled_back.execute(f"set local accord.now = '{ENDS + SIX_MONTHS}'")
    with pytest.raises(NotFound):
        await meeting(meeting_id=meeting_id, actor=scene.police, now=NOW)
    seen = await meeting(meeting_id=meeting_id, actor=scene.scheduler, now=NOW)
    assert [found.concern_id for found in seen.children] == [child.id]


async def test_moving_the_meeting_moves_the_end(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    meeting_id = await scene.meet(child.id)
    await reschedule(
        meeting_id=meeting_id,
        times=LocalTimes(date(2026, 3, 20), time(14), time(15)),
        version=1,
        actor=scene.chair,
        now=NOW,
        enqueue=scene.sent,
    )
    until = datetime(2026, 3, 20, 15, tzinfo=UTC) + SIX_MONTHS
    assert (await let_in(scene, child))[scene.police.person_id] == {until}


async def test_cancelling_lets_out_whom_the_invitation_alone_let_in(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    asked = scene.convening([child.id])
    more = [*asked.invitees, Invitee(scene.manager.person_id)]
    convened = await scene.convene(msgspec.structs.replace(asked, invitees=more))
    assert await call_off(scene, convened.meeting_id, scene.chair) is True
    people = {scene.scheduler, scene.manager, scene.chair}
    assert (await let_in(scene, child)).keys() == {person.person_id for person in people}
    for actor in (scene.police, scene.manager):
        with pytest.raises(NotFound):
            await meeting(meeting_id=convened.meeting_id, actor=actor, now=NOW)


async def test_who_is_invited_twice_stays_for_the_other_meeting(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    first, second = await scene.meet(child.id), await scene.meet(child.id)
    await call_off(scene, first, scene.scheduler)
    assert scene.police.person_id in await let_in(scene, child)
    assert (await meeting(meeting_id=second, actor=scene.police, now=NOW)).children
    await call_off(scene, second, scene.scheduler)
    assert scene.police.person_id not in await let_in(scene, child)


async def test_a_scheduler_who_cancels_without_seeing_every_child_ends_all_of_it(
    scene: Scene,
) -> None:
    ana, ben = await scene.concerns("N-1", "N-2")
    asked = scene.convening([ana.id, ben.id])
    more = [*asked.invitees, Invitee(scene.stranger.person_id, concern_ids=[ben.id])]
    convened = await scene.convene(msgspec.structs.replace(asked, invitees=more))
    assert await call_off(scene, convened.meeting_id, scene.stranger) is False
    for child in (ana, ben):
        assert (await let_in(scene, child)).keys() == {
            person.person_id for person in (scene.scheduler, scene.manager, scene.chair)
        }


async def test_nobody_outside_a_meeting_ends_or_moves_what_it_gave(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    await scene.meet(child.id)
    before = await let_in(scene, child)
    async with transaction(scene.chair.person_id):
        compartment_id = await fetch_value("select compartment_id from strategy_meeting")
    async with transaction(scene.stranger.person_id):
        await end_invitations(
            meeting_compartment_id=compartment_id, people=dict.fromkeys(before), now=NOW
        )
        await move_invitations(meeting_compartment_id=compartment_id, until_at=NOW)
    assert await let_in(scene, child) == before


async def test_a_meeting_does_not_move_to_the_time_that_it_has(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    with pytest.raises(Blocked, match="at that time already"):
        await reschedule(
            meeting_id=await scene.meet(child.id),
            times=LocalTimes(date(2026, 3, 4), time(10), time(11)),
            version=1,
            actor=scene.chair,
            now=NOW,
            enqueue=scene.sent,
        )
