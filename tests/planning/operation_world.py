"""A synthetic operation with its people: lead, two agencies, their signatories."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from planning.operations.actions import add_members
from planning.operations.rules import NewAgency, OperationDraft, Tier
from planning.outbox import Notice
from planning.people.rules import Actor, AgencyCategory, Role
from planning.plans.actions import accept_role, add_resource, change_role, edit_section
from planning.plans.actions.start import start_operation
from planning.plans.queries import plan, plans_of
from planning.plans.queries.plans import PlanSeen, RoleSeen
from planning.plans.rules.lines import Phase, ResourceDraft, RoleDraft
from planning.plans.rules.templates import FieldKind, PlanKind
from planning.sign_offs.actions import sign, submit_for_sign_off
from planning.sign_offs.rules import Answer
from tests.factories import NOW, Sent, make_actor, make_agency


def fresh(actor: Actor) -> Actor:
    """The actor with the password just given, for any moment of a test's first minutes."""
    return msgspec.structs.replace(actor, reauthenticated_at=NOW)


@dataclass
class World:
    """An operation led by police, requiring police and health."""

    operation_id: UUID
    plan_ids: dict[PlanKind, UUID]
    lead: Actor
    police: Actor
    health: Actor
    sent: Sent

    @property
    def contingency(self) -> UUID:
        return self.plan_ids[PlanKind.CONTINGENCY]

    @property
    def notices(self) -> list[Notice]:
        return [message for message in self.sent.messages if isinstance(message, Notice)]

    async def seen(self, kind: PlanKind = PlanKind.CONTINGENCY) -> PlanSeen:
        return await plan(plan_id=self.plan_ids[kind], actor=self.lead, now=NOW)

    async def submit(self, kind: PlanKind = PlanKind.CONTINGENCY, *, now: datetime = NOW) -> UUID:
        submitted = await submit_for_sign_off(
            plan_id=self.plan_ids[kind], actor=self.lead, now=now, enqueue=self.sent
        )
        return submitted.version_id


def draft(agencies: dict[UUID, str], **changes: Any) -> OperationDraft:
    """An operation's draft without a fault."""
    return msgspec.structs.replace(
        OperationDraft(
            name="Operation Larch",
            summary="Exploitation of young people around the market square",
            covert=True,
            victims_known=5,
            victims_suspected=12,
            victims_planning=30,
            planned_live_on=date(2026, 4, 14),
            agencies=[NewAgency(agency_id=key, reason=why) for key, why in agencies.items()],
        ),
        **changes,
    )


def resource(agency_id: UUID, **changes: Any) -> ResourceDraft:
    """A resource line without a fault or a gap."""
    return msgspec.structs.replace(
        ResourceDraft(
            agency_id=agency_id,
            kind="Social workers",
            unit="people",
            requested=Decimal(4),
            committed=Decimal(4),
            phase=Phase.DURING,
            funding="Own budget",
            from_on=date(2026, 4, 1),
            until_on=date(2026, 7, 31),
        ),
        **changes,
    )


def role_draft(role: RoleSeen, **changes: Any) -> RoleDraft:
    """A role as it stands, with changes."""
    known = {field.name: getattr(role, field.name) for field in msgspec.structs.fields(RoleDraft)}
    return RoleDraft(**{**known, **changes})


async def make_world() -> World:
    """The operation, before anything is submitted."""
    police_id = await make_agency(AgencyCategory.POLICE)
    lead = fresh(await make_actor(Role.OPERATION_LEAD, agency_id=police_id))
    police = fresh(await make_actor(agency_id=police_id, signatory=True))
    health = fresh(await make_actor(category=AgencyCategory.HEALTH, signatory=True))
    operation_id = await start_operation(
        draft=draft({police_id: "Investigates", health.agency_id: "Cares"}), actor=lead, now=NOW
    )
    plans = await plans_of(operation_id=operation_id, actor=lead)
    await add_members(
        operation_id=operation_id,
        person_ids=[police.person_id, health.person_id],
        tier=Tier.SAFEGUARDING,
        reason="Take part in planning",
        actor=lead,
        now=NOW,
    )
    plan_ids = {one.kind: one.id for one in plans}
    return World(operation_id, plan_ids, lead, police, health, Sent())


async def submitted_world() -> tuple[World, dict[PlanKind, UUID]]:
    """Both plans submitted with one line of health's, nothing signed."""
    world = await make_world()
    await add_resource(
        plan_id=world.contingency, draft=resource(world.health.agency_id), actor=world.lead, now=NOW
    )
    return world, {kind: await world.submit(kind) for kind in PlanKind}


async def sign_as(
    actor: Actor,
    version_id: UUID,
    answer: Answer = Answer.SIGNED,
    note: str = "",
    *,
    minute: int = 0,
) -> UUID:
    """An answer without conditions, some minutes after the start."""
    return await sign(
        plan_version_id=version_id,
        answer=answer,
        note=note,
        conditions=[],
        actor=actor,
        now=NOW + timedelta(minutes=minute),
    )


async def ready_world() -> tuple[World, dict[PlanKind, UUID]]:
    """Everything the gate asks for, save the signatures and telling the partnership."""
    world = await make_world()
    await add_resource(
        plan_id=world.contingency, draft=resource(world.health.agency_id), actor=world.lead, now=NOW
    )
    await prepare(world)
    return world, {kind: await world.submit(kind) for kind in PlanKind}


async def prepare(world: World) -> None:
    """What the gate reads in the plans: sections filled, roles held and accepted."""
    for kind in PlanKind:
        await _fill(world, kind)
        await _staff(world, kind)


async def _fill(world: World, kind: PlanKind) -> None:
    for one in (await world.seen(kind)).sections:
        if one.gate_line is None:
            continue
        answers = {FieldKind.DATE: "2026-02-20", FieldKind.NUMBER: "4"}
        await edit_section(
            plan_id=world.plan_ids[kind],
            key=one.section.key,
            content={
                **one.content,
                **{
                    field.key: answers.get(field.kind, "As the group agreed")
                    for field in one.section.fields
                    if field.needed
                },
            },
            version=one.version,
            actor=world.lead,
            now=NOW,
        )


async def _staff(world: World, kind: PlanKind) -> None:
    for role in (await world.seen(kind)).roles:
        holder = world.health if role.agency_id == world.health.agency_id else world.police
        deputy = await make_actor(agency_id=holder.agency_id)
        await add_members(
            operation_id=world.operation_id,
            person_ids=[deputy.person_id],
            tier=Tier.SAFEGUARDING,
            reason="Deputises",
            actor=world.lead,
            now=NOW,
        )
        changed = role_draft(role, holder_id=holder.person_id, deputy_id=deputy.person_id)
        await change_role(
            role_id=role.id, draft=changed, version=role.version, actor=world.lead, now=NOW
        )
        await accept_role(role_id=role.id, actor=holder, now=NOW)


async def sign_everything(world: World, versions: dict[PlanKind, UUID]) -> None:
    """Police and health sign both plans."""
    for version_id in versions.values():
        for actor in (world.police, world.health):
            await sign_as(actor, version_id)
