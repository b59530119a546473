"""Sign-offs: who may sign what, what holds, what no longer matches, and what waits."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from planning.errors import Blocked, Invalid, NotAllowed, NotFound, ReauthenticationNeeded
from planning.operations.actions import add_members
from planning.operations.queries import operation
from planning.operations.rules import OperationState, Tier
from planning.plans.actions import change_resource, edit_section
from planning.plans.queries import changes_between, schedule_of, version, versions_of
from planning.plans.rules.templates import PlanKind
from planning.sign_offs.actions import sign, withdraw
from planning.sign_offs.queries import answer_given, answers_of, sign_off_states, waiting_for
from planning.sign_offs.queries.states import SignOffState
from planning.sign_offs.rules import Answer, NewCondition, Status
from tests.factories import NOW, make_actor
from tests.planning.operation_world import (
    World,
    fresh,
    resource,
    sign_as,
    sign_everything,
    submitted_world,
)


async def states(world: World) -> dict[tuple[PlanKind, str], SignOffState]:
    found = await sign_off_states(operation_id=world.operation_id, actor=world.lead)
    names = {world.health.agency_id: "health", world.lead.agency_id: "police"}
    return {(one.kind, names[one.agency_id]): one for one in found}


async def contingency_statuses(world: World) -> tuple[Status, Status]:
    found = await states(world)
    return (
        found[PlanKind.CONTINGENCY, "police"].status,
        found[PlanKind.CONTINGENCY, "health"].status,
    )


async def change_line(world: World, committed: str) -> None:
    (line,) = (await world.seen()).resources
    await change_resource(
        resource_id=line.id,
        draft=resource(line.agency_id, committed=Decimal(committed)),
        version=line.version,
        actor=world.lead,
        now=NOW,
    )


async def test_submitting_asks_the_signatories_and_moves_to_sign_off() -> None:
    world, versions = await submitted_world()
    asked = {message.recipient.person_id for message in world.notices}
    assert asked == {world.police.person_id, world.health.person_id}
    assert {message.sequence for message in world.notices} == {1}
    seen = await operation(operation_id=world.operation_id, actor=world.lead, now=NOW)
    assert seen.state is OperationState.SIGN_OFF
    waiting = await waiting_for(actor=world.health, now=NOW)
    assert {one.plan_version_id for one in waiting} == set(versions.values())
    assert {one.signed_before for one in waiting} == {False}
    assert await waiting_for(actor=world.lead, now=NOW) == []


async def test_one_agencys_change_leaves_the_others_signature_standing() -> None:
    world, versions = await submitted_world()
    await sign_everything(world, versions)
    assert await contingency_statuses(world) == (Status.HOLDS, Status.HOLDS)
    assert await waiting_for(actor=world.health, now=NOW) == []
    await change_line(world, "3")
    assert await contingency_statuses(world) == (Status.HOLDS, Status.HOLDS)
    world.sent.messages.clear()
    await world.submit()
    assert [message.recipient.person_id for message in world.notices] == [world.health.person_id]
    assert await contingency_statuses(world) == (Status.HOLDS, Status.SUPERSEDED)
    changed = (await states(world))[PlanKind.CONTINGENCY, "health"].changes
    assert [change.words for change in changed] == [
        "Resource “Social workers (people)”, committed: “4” became “3”."
    ]
    (waiting,) = await waiting_for(actor=world.health, now=NOW)
    assert (waiting.number, waiting.signed_before) == (2, True)
    await change_line(world, "4.0")
    await world.submit()
    assert await contingency_statuses(world) == (Status.HOLDS, Status.HOLDS)


async def test_a_shared_change_sends_all_back_and_a_spelling_fix_nobody() -> None:
    world, versions = await submitted_world()
    await sign_everything(world, versions)
    about: dict[str, Any] = {"plan_id": world.contingency, "actor": world.lead, "now": NOW}
    await edit_section(**about, key="sign_off_sheet", content={"note": "Please read"}, version=1)
    await world.submit()
    assert await contingency_statuses(world) == (Status.HOLDS, Status.HOLDS)
    await edit_section(**about, key="objectives", content={"decides": "The SIO"}, version=1)
    newer = await world.submit()
    assert await contingency_statuses(world) == (Status.SUPERSEDED, Status.SUPERSEDED)
    changed = await changes_between(
        older_id=versions[PlanKind.CONTINGENCY],
        newer_id=newer,
        agency_id=world.health.agency_id,
        actor=world.health,
    )
    assert [change.words for change in changed] == [
        "Objectives and the protection-versus-prosecution rule, Who decides: added “The SIO”."
    ]
    with pytest.raises(NotFound):
        await changes_between(
            older_id=versions[PlanKind.VICTIM_SUPPORT],
            newer_id=newer,
            agency_id=world.health.agency_id,
            actor=world.health,
        )
    numbers = [row.number for row in await versions_of(plan_id=world.contingency, actor=world.lead)]
    assert numbers == [3, 2, 1]


async def test_differences_name_people_and_agencies() -> None:
    world, versions = await submitted_world()
    await edit_section(
        plan_id=world.contingency,
        key="responsibilities",
        content={"agencies": [{"agency": str(world.health.agency_id), "does": "Cares"}]},
        version=1,
        actor=world.lead,
        now=NOW,
    )
    newer = await world.submit()
    changes = await changes_between(
        older_id=versions[PlanKind.CONTINGENCY],
        newer_id=newer,
        agency_id=uuid4(),
        actor=world.lead,
    )
    name = (await states(world))[PlanKind.CONTINGENCY, "health"].agency_name
    assert [one.after for one in changes if not one.before] == [f"{name}; Cares"]


async def test_an_old_version_is_not_signed() -> None:
    world, versions = await submitted_world()
    await world.submit()
    with pytest.raises(Blocked, match="newer version, 2"):
        await sign_as(world.health, versions[PlanKind.CONTINGENCY])


async def test_signing_needs_the_password_and_the_list_and_other_eyes() -> None:
    world, versions = await submitted_world()
    version_id = versions[PlanKind.CONTINGENCY]
    with pytest.raises(ReauthenticationNeeded):
        await sign(
            plan_version_id=version_id,
            answer=Answer.SIGNED,
            note="",
            conditions=[],
            actor=world.health,
            now=NOW + timedelta(minutes=6),
        )
    with pytest.raises(Blocked) as refused:
        await sign_as(world.lead, version_id)
    assert len(refused.value.blockers) == 3
    stranger = fresh(await make_actor(signatory=True))
    with pytest.raises(NotFound):
        await sign_as(stranger, version_id)
    await add_members(
        operation_id=world.operation_id,
        person_ids=[stranger.person_id],
        tier=Tier.SAFEGUARDING,
        reason="Observes",
        actor=world.lead,
        now=NOW,
    )
    with pytest.raises(Blocked, match="asks nothing"):
        await sign_as(stranger, version_id)


async def test_submitting_again_does_not_wash_the_editors_clean() -> None:
    world, _ = await submitted_world()
    (line,) = (await world.seen()).resources
    await change_resource(
        resource_id=line.id,
        draft=resource(line.agency_id, committed=Decimal(1)),
        version=1,
        actor=world.health,
        now=NOW,
    )
    await world.submit()
    again = await world.submit()
    with pytest.raises(Blocked, match="You made the last change"):
        await sign_as(world.health, again)
    assert (await version(plan_version_id=again, actor=world.lead)).material_editor_ids == [
        world.health.person_id
    ]


async def test_no_role_is_for_an_agency_without_rows() -> None:
    world, versions = await submitted_world()
    with pytest.raises(Blocked, match="has roles or resources"):
        await sign_as(world.health, versions[PlanKind.CONTINGENCY], Answer.NO_ROLE)
    await sign_as(world.health, versions[PlanKind.VICTIM_SUPPORT], Answer.NO_ROLE)
    found = (await states(world))[PlanKind.VICTIM_SUPPORT, "health"]
    assert (found.status, found.changes, found.conditions) == (Status.HOLDS, [], [])
    schedule = await schedule_of(
        plan_version_id=versions[PlanKind.VICTIM_SUPPORT],
        agency_id=world.health.agency_id,
        actor=world.health,
    )
    assert schedule.content.is_empty
    with pytest.raises(NotFound):
        await schedule_of(
            plan_version_id=versions[PlanKind.VICTIM_SUPPORT],
            agency_id=uuid4(),
            actor=world.health,
        )


async def test_a_withdrawn_signature_stops_counting_and_takes_earlier_ones_along() -> None:
    world, versions = await submitted_world()
    version_id = versions[PlanKind.CONTINGENCY]
    await sign_as(world.health, version_id)
    second = await sign_as(world.health, version_id)
    with pytest.raises(NotAllowed):
        await withdraw(sign_off_id=second, reason="No", actor=world.police, now=NOW)
    await withdraw(sign_off_id=second, reason="Beds were closed", actor=world.health, now=NOW)
    assert (await states(world))[PlanKind.CONTINGENCY, "health"].status is Status.WITHDRAWN
    assert version_id in [
        one.plan_version_id for one in await waiting_for(actor=world.health, now=NOW)
    ]
    with pytest.raises(Blocked, match="already"):
        await withdraw(sign_off_id=second, reason="Again", actor=world.health, now=NOW)
    kept = await answer_given(sign_off_id=second, actor=world.lead)
    assert kept.withdrawn_reason == "Beds were closed"
    with pytest.raises(NotFound):
        await answer_given(sign_off_id=uuid4(), actor=world.lead)


async def test_a_question_withdraws_nothing_and_a_refusal_does() -> None:
    world, versions = await submitted_world()
    version_id = versions[PlanKind.CONTINGENCY]
    await sign_as(world.health, version_id)
    asked = await sign_as(world.health, version_id, Answer.ASKED, "Who pays?", minute=1)
    assert (await contingency_statuses(world))[1] is Status.HOLDS
    with pytest.raises(Blocked, match="Only a signature"):
        await withdraw(sign_off_id=asked, reason="Wrong", actor=world.health, now=NOW)
    await sign_as(world.health, version_id, Answer.REFUSED, "We cannot", minute=2)
    assert (await contingency_statuses(world))[1] is Status.REFUSED
    waiting = await waiting_for(actor=world.health, now=NOW)
    assert [one.kind for one in waiting] == [PlanKind.VICTIM_SUPPORT]
    answers = await answers_of(plan_id=world.contingency, actor=world.lead)
    assert len(answers) == 3


async def test_every_fault_of_an_answer_is_named() -> None:
    world, versions = await submitted_world()
    with pytest.raises(Invalid) as refused:
        await sign(
            plan_version_id=versions[PlanKind.CONTINGENCY],
            answer=Answer.REFUSED,
            note="",
            conditions=[NewCondition("", uuid4(), date(2026, 3, 2), blocking=True)],
            actor=world.health,
            now=NOW,
        )
    assert [blocker.field for blocker in refused.value.blockers] == [
        "note", "conditions", "conditions.0.condition", "conditions.0.due_on",
        "conditions.0.owner_id",
    ]  # fmt: skip
    with pytest.raises(NotFound):
        await sign_as(world.health, uuid4())
