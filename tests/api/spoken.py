"""A request about a section of a plan."""

from uuid import UUID

from planning import clock
from planning.people.rules import Actor
from planning.plans.actions import comment_on
from planning.plans.rules.comments import About, CommentKind


async def a_request(boss: Actor, plan_id: UUID) -> UUID:
    """Of the safeguarding tier, its words hidden from everybody outside."""
    return await comment_on(
        plan_id=plan_id,
        about=About(section_key="media"),
        kind=CommentKind.REQUEST,
        text="A hidden purpose",
        actor=boss,
        now=clock.now(),
    )
