"""Ending the support of a child."""

from datetime import datetime
from uuid import UUID

from planning.clock import london_date
from planning.errors import block_if
from planning.operations.rules import clean
from planning.people.rules import Actor
from planning.support.actions.assign import end_posts, let_posts_out
from planning.support.actions.hold import hold_child, must_manage, tell
from planning.support.rules.plans import Ending, ending_faults
from planning.support.rules.posts import Post
from planning.support.tables import ChildPlan
from planning.transactions import transaction

_ENDED = "Support has ended"


async def end_support(*, child_id: UUID, ending: Ending, actor: Actor, now: datetime) -> None:
    """End it, with how the child goes on; whoever held a post is let out of the concern again.

    For who may assign key workers. Raises `NotFound`, `NotAllowed`, `Blocked` before go-live.
    """
    async with transaction(actor.person_id):
        child = await hold_child(child_id, actor=actor, now=now)
        must_manage(child, actor)
        attached_on = london_date(child.attached_at)
        block_if(
            ending_faults(ending, child.state, attached_on=attached_on, today=london_date(now))
        )
        await ChildPlan.update(
            {
                ChildPlan.ended_on: ending.ended_on,
                ChildPlan.ended_by: actor.person_id,
                ChildPlan.ended_at: now,
                ChildPlan.ended_reason: clean(ending.reason),
            }
        ).where(ChildPlan.id == child.id)
        gone = await end_posts([child], list(Post), _ENDED, actor=actor, now=now)
        await tell([child], "support.ended", actor, now, {})
        await let_posts_out(child, gone, now=now)
