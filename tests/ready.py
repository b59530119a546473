"""Meeting every line of the gate that plans and signatures do not meet, by the real acts."""

from uuid import UUID

from planning.clock import london_date
from planning.go_live.actions import confirm_surge
from planning.go_live.queries import surge_of
from planning.operations.actions import tell_partnership
from planning.people.actions import authorise_signatory
from planning.people.rules import Actor
from planning.plans.rules.templates import PlanKind
from tests.factories import NOW
from tests.planning.group_world import Groups, steered
from tests.planning.operation_world import World, ready_world, sign_everything


async def open_gate() -> tuple[World, dict[PlanKind, UUID]]:
    """An operation with every line of the gate met, and the versions that are signed."""
    world, versions = await ready_world()
    await sign_everything(world, versions)
    await tell_partnership(
        operation_id=world.operation_id, actor=world.lead, now=NOW, enqueue=world.sent
    )
    await meet_the_rest(world)
    return world, versions


async def meet_the_rest(world: World) -> Groups:
    """Groups that sit, have declared and have met; capacity for the surge. Of no child."""
    groups = await steered(world)
    await authorise_signatory(
        person_id=groups.chair.person_id,
        from_on=london_date(NOW),
        until_on=None,
        actor=None,
        now=NOW,
    )
    await confirm_the_surge(world, groups.chair)
    return groups


async def confirm_the_surge(world: World, care: Actor) -> None:
    """By police, and by a signatory of social care."""
    forecast = await surge_of(operation_id=world.operation_id, actor=world.lead, now=NOW)
    for person in (care, world.police):
        await confirm_surge(
            operation_id=world.operation_id,
            victims_planning=forecast.victims_planning,
            how="Two rooms and four chairs are kept free each day",
            actor=person,
            now=NOW,
        )
