"""After going live without sign-off: signatures that come late or not, and looking back."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest

from planning.errors import Blocked, NotAllowed
from planning.escalations.actions import accept_answer, answer_escalation
from planning.escalations.queries import course_of, waiting_for
from planning.escalations.rules import EscalationKind, Step
from planning.go_live.actions import (
    Overdue,
    confirm_go_live,
    escalate_overdue,
    go_live_without_sign_off,
    review_go_live,
)
from planning.go_live.queries import GoLiveSeen, go_live_record_of, live_without_sign_off
from planning.go_live.rules import OVERDUE_STAGE, Review
from planning.operations.actions import add_members, move_operation, release_agency
from planning.operations.queries import partnership_notices
from planning.operations.rules import Act, OperationState, PartnershipEvent, Tier
from planning.people.rules import Actor, AgencyCategory, Role
from planning.plans.rules.templates import PlanKind
from planning.procedures.actions import install_shipped_profile
from tests.factories import NOW, make_actor
from tests.planning.operation_world import World, sign_as, sign_everything, submitted_world
from tests.planning.report_world import report_on

AFTER = datetime(2026, 3, 6, 9, 15, tzinfo=UTC)
"""The morning after the second working day."""
REVIEW = Review("A child was about to be moved", "Nothing was signed", "Sign at the start")


async def unsigned() -> tuple[World, dict[PlanKind, UUID]]:
    """Live without sign-off by police's word, two versions waiting for signatures."""
    await install_shipped_profile(now=NOW)
    world, versions = await submitted_world()
    await go_live_without_sign_off(
        operation_id=world.operation_id,
        reason="A child is in danger tonight",
        actor=world.police,
        now=NOW,
        enqueue=world.sent,
    )
    return world, versions


async def kept(world: World) -> GoLiveSeen:
    found = await go_live_record_of(operation_id=world.operation_id, actor=world.lead)
    assert found
    return found


async def escalate(world: World, now: datetime = AFTER) -> bool:
    overdue = Overdue(world.operation_id, world.police.person_id)
    return await escalate_overdue(overdue=overdue, now=now, enqueue=world.sent)


async def test_signatures_that_come_late_are_on_the_record() -> None:
    world, versions = await unsigned()
    assert (await kept(world)).retrospective_signed_at is None
    await sign_as(world.police, versions[PlanKind.CONTINGENCY])
    assert (await kept(world)).retrospective_signed_at is None
    await sign_everything(world, versions)
    await sign_as(world.health, versions[PlanKind.VICTIM_SUPPORT], minute=4)
    assert (await kept(world)).retrospective_signed_at == NOW + timedelta(minutes=4)
    assert not await escalate(world)
    assert (await kept(world)).escalation_id is None


async def test_signatures_that_do_not_come_are_escalated_once_at_the_third_stage() -> None:
    office = await make_actor(Role.PARTNERSHIP, category=AgencyCategory.PARTNERSHIP)
    world, _ = await unsigned()
    world.sent.messages.clear()
    assert await escalate(world)
    assert not await escalate(world)
    escalation_id = (await kept(world)).escalation_id
    assert escalation_id
    course = await course_of(escalation_id=escalation_id, actor=world.lead, now=AFTER)
    raised = course.steps[0]
    assert (raised.act, raised.stage, course.escalation.kind) == (
        Step.RAISED, OVERDUE_STAGE, EscalationKind.PLAN,
    )  # fmt: skip
    assert course.escalation.reason == (
        "Live without sign-off: the plans were to be signed by every required agency by"
        " 5 March 2026, and are not."
    )
    notices = await partnership_notices(operation_id=world.operation_id, actor=office)
    assert [(one.kind, one.told_by_name) for one in notices] == [
        (PartnershipEvent.SIGN_OFF_OVERDUE, None),
        (PartnershipEvent.WITHOUT_SIGN_OFF, world.police.name),
    ]
    assert office.person_id in {one.recipient.person_id for one in world.notices}


async def test_what_was_answered_about_missing_signatures_waits_for_the_lead_alone() -> None:
    world, _ = await unsigned()
    chief = await make_actor(Role.SENIOR_MANAGER, agency_id=world.lead.agency_id)
    other = await let_in(world, await make_actor(Role.OPERATION_LEAD))
    await escalate(world)
    (asked,) = await waiting_for(actor=chief)
    await answer_escalation(
        escalation_id=asked.id,
        outcome="We sign today",
        child_safe_meanwhile="Yes",
        actor=chief,
        now=AFTER,
        enqueue=world.sent,
    )
    waits = {one.person_id: await waiting_for(actor=one) for one in (chief, other, world.police)}
    assert waits == {one: [] for one in waits}
    assert [one.id for one in await waiting_for(actor=world.lead)] == [asked.id]
    accepting: dict[str, Any] = {"escalation_id": asked.id, "outcome": "Signed", "now": AFTER}
    for actor in (chief, other, world.police):
        with pytest.raises(NotAllowed):
            await accept_answer(**accepting, actor=actor, enqueue=world.sent)
    await accept_answer(**accepting, actor=world.lead, enqueue=world.sent)
    assert await waiting_for(actor=world.lead) == []


async def test_nothing_is_owed_before_it_is_live() -> None:
    world, _ = await submitted_world()
    assert not await escalate(world)


async def test_without_a_required_agency_the_first_plan_is_escalated() -> None:
    world, _ = await unsigned()
    for actor in (world.police, world.health):
        await release_agency(
            operation_id=world.operation_id,
            agency_id=actor.agency_id,
            reason="Not needed",
            actor=world.lead,
            now=NOW,
            enqueue=world.sent,
        )
    assert await escalate(world)


async def test_somebody_of_a_third_agency_looks_back_before_it_is_closed() -> None:
    world, _ = await unsigned()
    await confirm_go_live(operation_id=world.operation_id, actor=world.health, now=NOW)
    third = await let_in(world, await make_actor(category=AgencyCategory.EDUCATION))
    await move(world, Act.START_CLOSING)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await move(world, Act.CLOSE)
    assert refused.value.constraint_name == "gate_operation_review"
    for actor in (world.lead, world.health):
        with pytest.raises(Blocked, match="third agency"):
            await look_back(world, actor)
    with pytest.raises(Blocked) as faulty:
        await look_back(world, third, Review("", " ", ""))
    assert [one.field for one in faulty.value.blockers] == ["why", "unmet", "changes"]
    await look_back(world, third)
    with pytest.raises(Blocked, match="already"):
        await look_back(world, third)
    review = (await kept(world)).review
    assert review
    assert (review.why, review.unmet, review.changes, review.reviewed_by_name) == (
        *msgspec.structs.astuple(REVIEW), third.name,
    )  # fmt: skip
    await report_on(world)
    assert await move(world, Act.CLOSE) is OperationState.CLOSED


async def let_in(world: World, person: Actor) -> Actor:
    await add_members(
        operation_id=world.operation_id,
        person_ids=[person.person_id],
        tier=Tier.SAFEGUARDING,
        reason="Takes part",
        actor=world.lead,
        now=NOW,
    )
    return person


async def look_back(world: World, actor: Actor, review: Review = REVIEW) -> None:
    await review_go_live(operation_id=world.operation_id, review=review, actor=actor, now=NOW)


async def move(world: World, act: Act) -> OperationState:
    return await move_operation(
        operation_id=world.operation_id,
        act=act,
        reason="It is over",
        actor=world.lead,
        now=NOW,
        enqueue=world.sent,
    )


async def test_the_partnership_sees_all_of_them_and_looks_back_itself() -> None:
    office = await make_actor(Role.PARTNERSHIP, category=AgencyCategory.PARTNERSHIP)
    world, _ = await unsigned()
    (row,) = (await live_without_sign_off(actor=office)).items
    assert (row.operation_id, row.unmet > 3, row.confirm_by, row.sign_off_due_on) == (
        world.operation_id, True, NOW + timedelta(hours=24), date(2026, 3, 5),
    )  # fmt: skip
    await look_back(world, office)
    (row,) = (await live_without_sign_off(actor=office)).items
    assert (row.reviewed_at, row.escalated) == (NOW, False)
    stranger = await make_actor(Role.PARTNERSHIP)
    assert (await live_without_sign_off(actor=stranger)).items == []
