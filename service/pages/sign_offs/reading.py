"""What both the schedule's page and the page of its answer read."""

from uuid import UUID

import msgspec

from planning import clock
from planning.people.rules import Actor
from planning.plans.queries import plan, versions_of
from planning.plans.queries.plans import PlanSeen
from planning.plans.queries.versions import VersionRow
from planning.sign_offs.queries import sign_off_states
from planning.sign_offs.queries.states import SignOffState


class Asked(msgspec.Struct, frozen=True):
    """A plan, its versions newest first, and how the reader's agency stands to it.

    `state` is `None` when the operation does not require the agency.
    """

    plan: PlanSeen
    versions: list[VersionRow]
    state: SignOffState | None

    @property
    def current(self) -> VersionRow | None:
        """The version to answer; `None` before the first."""
        return next(iter(self.versions), None)


async def asked_of(plan_id: UUID, actor: Actor) -> Asked:
    """Raises `NotFound` for a plan that the person does not see."""
    seen = await plan(plan_id=plan_id, actor=actor, now=clock.now())
    states = await sign_off_states(operation_id=seen.operation_id, actor=actor)
    mine = (plan_id, actor.agency_id)
    return Asked(
        plan=seen,
        versions=await versions_of(plan_id=plan_id, actor=actor),
        state=next((one for one in states if (one.plan_id, one.agency_id) == mine), None),
    )
