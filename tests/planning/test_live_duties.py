"""Who is asked to stand behind, to look back at, and to acknowledge an operation that is live."""

from datetime import timedelta

from planning.go_live.actions import confirm_go_live, review_go_live
from planning.go_live.queries import Duty, live_duties
from planning.operations.actions import acknowledge_notice
from planning.operations.queries import partnership_notices
from planning.people.rules import Actor, Role
from tests.factories import NOW, make_actor
from tests.planning.operation_world import World
from tests.planning.test_go_live_afterwards import REVIEW, unsigned


async def duties(world: World, actor: Actor) -> list[Duty]:
    found = await live_duties(actor=actor)
    assert {one.operation_id for one in found} <= {world.operation_id}
    return [one.duty for one in found]


async def test_the_second_person_then_the_partnership_are_asked() -> None:
    partnership = await make_actor(Role.PARTNERSHIP)
    world, _ = await unsigned()
    stranger = await make_actor()
    assert await duties(world, world.police) == []
    assert await duties(world, stranger) == []
    [confirm] = await live_duties(actor=world.health)
    assert (confirm.duty, confirm.due_at) == (Duty.CONFIRM, NOW + timedelta(hours=24))

    await confirm_go_live(operation_id=world.operation_id, actor=world.health, now=NOW)
    assert await duties(world, world.health) == []
    assert await duties(world, partnership) == [Duty.LOOK_BACK, Duty.ACKNOWLEDGE]

    await review_go_live(operation_id=world.operation_id, review=REVIEW, actor=partnership, now=NOW)
    for notice in await partnership_notices(operation_id=world.operation_id, actor=partnership):
        await acknowledge_notice(notice_id=notice.id, actor=partnership, now=NOW)
    assert await duties(world, partnership) == []
