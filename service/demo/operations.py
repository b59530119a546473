"""One operation live without sign-off, as in 2009, and one at the gate, two agencies missing."""

from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from planning.clock import NONE_CLOSED, add_working_days
from planning.go_live.actions import confirm_go_live, go_live_without_sign_off
from planning.operations.actions import add_members, move_operation, tell_partnership
from planning.operations.rules import Act, NewAgency, OperationDraft, Tier
from planning.people.rules import Actor
from planning.plans.actions import accept_role, add_resource, change_role, edit_section
from planning.plans.actions.start import start_operation
from planning.plans.queries import plan, plans_of
from planning.plans.queries.plans import RoleSeen
from planning.plans.rules.lines import ResourceDraft, RoleDraft
from planning.plans.rules.templates import PlanKind
from planning.sign_offs.actions import sign, submit_for_sign_off
from planning.sign_offs.rules import Answer
from service.demo.cast import PLAYERS
from service.demo.plans import REQUIRED, RESOURCES, SECTIONS, STAFF, amount, period
from service.demo.stage import Stage, at, no_mail
from service.demo.steering import steer

GO_LIVE_IN = 5
"""Working days from today until Operation Harbour is meant to go live."""
MISSING = ("health.signatory", "education.signatory")
"""Who has not signed Operation Harbour yet."""
SIGNATORIES = [player.key for player in PLAYERS if player.signatory]


async def live_without_sign_off(stage: Stage, *, planned_on: date, live_on: date) -> UUID:
    """Operation Lantern: planned from the winter, live in the spring, with nothing signed."""
    lead, proposed = stage.people["lead"], at(planned_on, 10)
    operation_id = await start_operation(
        draft=OperationDraft(
            name="Operation Lantern",
            summary="Covert investigation of a group of adults who exploit girls in the centre.",
            covert=True,
            victims_known=2,
            victims_suspected=6,
            victims_planning=8,
            planned_live_on=live_on,
            agencies=_agencies(stage),
        ),
        actor=lead,
        now=proposed,
    )
    await _let_in(stage, operation_id, ["police", "seniormanager", "chair"], proposed)
    await move_operation(
        operation_id=operation_id,
        act=Act.START_PLANNING,
        reason="Surveillance has begun",
        actor=lead,
        now=proposed,
        enqueue=no_mail,
    )
    went = at(live_on, 6)
    await go_live_without_sign_off(
        operation_id=operation_id,
        reason="Arrests brought forward: a child was about to be moved out of the area.",
        actor=_fresh(lead, went),
        now=went,
        enqueue=no_mail,
    )
    confirmed = at(live_on, 11)
    await confirm_go_live(
        operation_id=operation_id,
        actor=_fresh(stage.people["seniormanager"], confirmed),
        now=confirmed,
    )
    return operation_id


async def waiting_at_the_gate(stage: Stage, *, submitted_on: date, on: date) -> None:
    """Operation Harbour: everything is met but the signatures of two agencies."""
    lead, started = stage.people["lead"], at(submitted_on, 9)
    planned_on = add_working_days(on, GO_LIVE_IN, NONE_CLOSED)
    operation_id = await start_operation(
        draft=OperationDraft(
            name="Operation Harbour",
            summary="A second network around the quay; the same young people may be involved.",
            covert=False,
            victims_known=6,
            victims_suspected=15,
            victims_planning=27,
            planned_live_on=planned_on,
            agencies=_agencies(stage),
        ),
        actor=lead,
        now=started,
    )
    people = {key for pair in STAFF.values() for key in pair} - {"lead"}
    await _let_in(stage, operation_id, sorted(people), started)
    await tell_partnership(operation_id=operation_id, actor=lead, now=started, enqueue=no_mail)
    await steer(stage, operation_id, on=submitted_on)
    for row in await plans_of(operation_id=operation_id, actor=lead):
        await _write_plan(stage, row.id, row.kind, started, planned_on)
        await _submit_and_sign(stage, row.id, at(submitted_on, 16))


def _agencies(stage: Stage) -> list[NewAgency]:
    return [NewAgency(stage.agencies[name], reason) for name, reason in REQUIRED.items()]


async def _let_in(stage: Stage, operation_id: UUID, keys: list[str], now: datetime) -> None:
    await add_members(
        operation_id=operation_id,
        person_ids=[stage.id(key) for key in keys],
        tier=Tier.SAFEGUARDING,
        reason="Has a part in the plans",
        actor=stage.people["lead"],
        now=now,
    )


async def _write_plan(
    stage: Stage, plan_id: UUID, kind: PlanKind, now: datetime, live_on: date
) -> None:
    lead = stage.people["lead"]
    seen = await plan(plan_id=plan_id, actor=lead, now=now)
    for section in seen.sections:
        words = SECTIONS[kind].get(section.section.key)
        if words:
            said = {field: text or now.date().isoformat() for field, text in words.items()}
            await edit_section(
                plan_id=plan_id,
                key=section.section.key,
                content={**section.content, **said},
                version=section.version,
                actor=lead,
                now=now,
            )
    for role in seen.roles:
        await _staff(stage, role, now)
    await _commit_resources(stage, plan_id, kind, now, live_on)


async def _staff(stage: Stage, role: RoleSeen, now: datetime) -> None:
    holder, deputy = STAFF[role.title]
    known = {f.name: getattr(role, f.name) for f in msgspec.structs.fields(RoleDraft)}
    staffed = {
        "holder_id": stage.id(holder),
        "deputy_id": stage.id(deputy),
        "contact_24h": "Control room, extension 4141",
    }
    await change_role(
        role_id=role.id,
        draft=RoleDraft(**(known | staffed)),
        version=role.version,
        actor=stage.people["lead"],
        now=now,
    )
    await accept_role(role_id=role.id, actor=stage.people[holder], now=now)


async def _commit_resources(
    stage: Stage, plan_id: UUID, kind: PlanKind, now: datetime, live_on: date
) -> None:
    from_on, until_on = period(live_on)
    for agency, what, unit, asked, phase in RESOURCES[kind]:
        await add_resource(
            plan_id=plan_id,
            draft=ResourceDraft(
                agency_id=stage.agencies[agency],
                kind=what,
                unit=unit,
                requested=amount(asked),
                committed=amount(asked),
                phase=phase,
                funding="Own budget",
                from_on=from_on,
                until_on=until_on,
            ),
            actor=stage.people["lead"],
            now=now,
        )


async def _submit_and_sign(stage: Stage, plan_id: UUID, now: datetime) -> None:
    submitted = await submit_for_sign_off(
        plan_id=plan_id, actor=stage.people["lead"], now=now, enqueue=no_mail
    )
    signing = now + timedelta(hours=1)
    for key in SIGNATORIES:
        if key not in MISSING:
            await sign(
                plan_version_id=submitted.version_id,
                answer=Answer.SIGNED,
                note="",
                conditions=[],
                actor=_fresh(stage.people[key], signing),
                now=signing,
            )


def _fresh(actor: Actor, now: datetime) -> Actor:
    return msgspec.structs.replace(actor, reauthenticated_at=now)
