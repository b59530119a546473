"""Reports of synthetic operations."""

from planning.lessons.actions import write_report
from planning.lessons.rules.report import LEADS_PARTS, Part
from planning.people.rules import Actor
from tests.factories import NOW
from tests.planning.operation_world import World


async def say(world: World, part: Part, actor: Actor, content: str = "As it was") -> int:
    """The first text of a part."""
    return await write_report(
        operation_id=world.operation_id,
        part=part,
        content=content,
        number=0,
        actor=actor,
        now=NOW,
    )


async def report_on(world: World) -> None:
    """All that a closing needs."""
    for part in LEADS_PARTS:
        await say(world, part, world.lead)
    for actor in (world.police, world.health):
        await say(world, Part.CHANGES, actor)
