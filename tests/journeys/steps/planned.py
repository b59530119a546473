"""An operation as it was planned before a journey begins: done through planning."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from planning import clock
from planning.clock import today
from planning.concerns.actions import open_concerns
from planning.concerns.rules import NewChild, Opening
from planning.lessons.actions import write_report
from planning.lessons.rules.report import LEADS_PARTS, Part
from planning.operations.actions import add_members, attach_children
from planning.operations.queries import operation_children
from planning.operations.rules import NewAgency, OperationDraft, Tier
from planning.plans.actions import add_resource
from planning.plans.actions.start import start_operation
from planning.plans.queries import plans_of
from planning.plans.rules.lines import Phase, ResourceDraft
from planning.plans.rules.templates import PlanKind
from planning.sign_offs.actions import submit_for_sign_off
from planning.support.actions import assign_key_worker
from planning.support.rules.posts import Post
from service.demo.stage import Stage, no_mail
from tests.journeys.steps.meetings import CONCERN, Child

SUMMARY = "Lanterns are swung on the quay when a boat comes in."
RESOURCE = "key_workers"
"""What each agency promises."""


@dataclass(frozen=True)
class Planned:
    """An operation and its plans."""

    id: UUID
    name: str
    plan_ids: Mapping[PlanKind, UUID]

    @property
    def path(self) -> str:
        """Its page."""
        return f"/operations/{self.id}"

    @property
    def plans(self) -> list[str]:
        """The pages of both plans."""
        return [f"/plans/{one}" for one in self.plan_ids.values()]


async def given_an_operation(
    stage: Stage, name: str, *people: str, signing: Mapping[str, str], covert: bool = True
) -> Planned:
    """Led by the lead of the stage, with these people in; `signing` has a reason by agency."""
    lead, now = stage.people["lead"], clock.now()
    agencies = [NewAgency(stage.agencies[agency], why) for agency, why in signing.items()]
    draft = OperationDraft(
        name=name,
        summary=SUMMARY,
        covert=covert,
        victims_known=2,
        victims_suspected=6,
        victims_planning=9,
        planned_live_on=today(now) + timedelta(days=30),
        agencies=agencies,
    )
    operation_id = await start_operation(draft=draft, actor=lead, now=now)
    await add_members(
        operation_id=operation_id,
        person_ids=[stage.id(key) for key in people],
        tier=Tier.SAFEGUARDING,
        reason="Part in the plans",
        actor=lead,
        now=now,
    )
    plans = await plans_of(operation_id=operation_id, actor=lead)
    return Planned(operation_id, name, {one.kind: one.id for one in plans})


async def given_it_is_submitted(stage: Stage, planned: Planned, *agencies: str) -> None:
    """Both plans, with something promised by each of the agencies; nobody has signed."""
    lead, now = stage.people["lead"], clock.now()
    for plan_id in planned.plan_ids.values():
        for agency in agencies:
            await add_resource(
                plan_id=plan_id, draft=_promise(stage.agencies[agency]), actor=lead, now=now
            )
        await submit_for_sign_off(plan_id=plan_id, actor=lead, now=now, enqueue=no_mail)


def _promise(agency_id: UUID) -> ResourceDraft:
    first = today(clock.now())
    return ResourceDraft(
        agency_id=agency_id,
        type_key=RESOURCE,
        requested=Decimal(2),
        committed=Decimal(2),
        phase=Phase.DURING,
        funding="Own budget",
        from_on=first,
        until_on=first + timedelta(days=60),
    )


async def given_it_is_about(
    stage: Stage, planned: Planned, child: Child, *, by: str, known_to: str
) -> str:
    """Attached by the senior manager of their concern; gives the address of the child's plan.

    `known_to` opened the concern and needs not know the operation.
    """
    actor, now = stage.people[by], clock.now()
    new = NewChild(child.reference, child.name)
    opening = Opening([new], CONCERN, senior_manager_id=actor.person_id)
    (concern,) = await open_concerns(opening=opening, actor=stage.people[known_to], now=now)
    await attach_children(
        operation_id=planned.id, concern_ids=[concern.id], reason="Named", actor=actor, now=now
    )
    (attached,) = await operation_children(operation_id=planned.id, actor=actor, now=now)
    return f"/support/{attached.id}"


async def given_its_report_is_written(stage: Stage, planned: Planned, *agencies: str) -> None:
    """All that closing needs: the lead's parts, and what somebody of each agency would change."""
    said = [("lead", part) for part in LEADS_PARTS]
    for key, part in said + [(one, Part.CHANGES) for one in agencies]:
        await write_report(
            operation_id=planned.id,
            part=part,
            content="Three people were arrested and no child was moved.",
            number=0,
            actor=stage.people[key],
            now=clock.now(),
        )


async def given_a_key_worker(
    stage: Stage, planned: Planned, support: str, key: str, *, by: str
) -> None:
    await assign_key_worker(
        operation_id=planned.id,
        child_ids=[UUID(support.rpartition("/")[2])],
        post=Post.WORKER,
        person_id=stage.id(key),
        reason="Has known her since the summer",
        actor=stage.people[by],
        now=clock.now(),
        enqueue=no_mail,
    )
