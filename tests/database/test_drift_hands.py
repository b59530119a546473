"""Drift past our acts: no review, answer or audit by somebody else's hand."""

from datetime import date, timedelta
from typing import Never
from uuid import UUID, uuid4

import asyncpg
import pytest

from planning.access.actions import let_in
from planning.access.rules import Grant
from planning.audits.actions import assign_cases, draw_sample
from planning.audits.rules import Draw
from planning.operations.actions import add_members, attach_children
from planning.operations.rules import Tier
from planning.people.rules import Actor, Role
from planning.transactions import Connection, execute, fetch_value, savepoint, transaction
from tests.factories import NOW, Sent, make_actor
from tests.planning.escalating import answered, raised
from tests.planning.operation_world import make_world
from tests.scene import Scene, decided, make_scene

ALONE = date(2026, 5, 27)
"""No test that commits what it does holds a meeting then: a sample is of the whole database."""
REVIEW = """
insert into senior_review (id, compartment_id, concern_id, answer, reason, reviewed_by, reviewed_at)
select gen_random_uuid(), compartment_id, id, 'accept_one_more', 'words', $2, $3
from concern where id = $1
"""
STEP = """
insert into escalation_step (id, compartment_id, escalation_id, number, act, stage, by_id, at,
                             words)
select gen_random_uuid(), compartment_id, id, 77, $2, stage, $3, $4, 'words'
from escalation where id = $1
"""


@pytest.fixture
async def scene(rolled_back: Connection) -> Scene:
    return await make_scene()


class TakenBackError(Exception):
    """Nothing stood against it."""


def take_back() -> Never:
    raise TakenBackError


async def refused(actor: Actor, statement: str, *values: object) -> bool:
    """Whether the walls refuse it; what they let through is taken back."""
    async with transaction(actor.person_id):
        try:
            async with savepoint():
                await execute(statement, *values)
                take_back()
        except asyncpg.InsufficientPrivilegeError:
            return True
        except TakenBackError:
            return False
    raise AssertionError


async def guests(scene: Scene, compartment_id: UUID, *people: Actor) -> None:
    async with transaction(scene.scheduler.person_id):
        grants = [Grant(compartment_id, one.person_id, "Guest") for one in people]
        await let_in(grants=grants, granted_by=scene.scheduler.person_id, now=NOW)


async def test_a_review_is_by_a_senior_manager_who_chaired_no_meeting_of_the_run(
    scene: Scene,
) -> None:
    (child,) = await scene.concerns("N-1")
    await scene.hold(child.id, scene.adjourned(), day=date(2026, 3, 4))
    other = await make_actor(Role.SENIOR_MANAGER)
    await guests(scene, child.compartment_id, other)
    chair = scene.chair.person_id
    tries = [
        await refused(actor, REVIEW, child.id, hand, NOW)
        for actor, hand in (
            (scene.manager, scene.manager.person_id),
            (other, other.person_id),
            (other, scene.manager.person_id),
            (scene.chair, chair),
        )
    ]
    assert tries == [False, False, True, True]
    async with transaction((await make_actor(Role.ADMINISTRATOR)).person_id):
        await execute("insert into person_role values ($1, 'senior_manager', $2)", chair, NOW)
    assert await refused(scene.chair, REVIEW, child.id, chair, NOW)
    await scene.hold(child.id, decided(), day=date(2026, 3, 6))
    assert not await refused(scene.chair, REVIEW, child.id, chair, NOW)


async def test_whether_one_chaired_a_run_is_told_of_concerns_that_one_sees(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    await scene.hold(child.id, scene.adjourned(), day=date(2026, 3, 4))
    ask = "select accord_chaired_run($1)"
    told = []
    for person in (scene.chair, scene.manager, scene.stranger):
        async with transaction(person.person_id):
            told.append(await fetch_value(ask, child.id))
    assert told == [True, False, False]


async def test_only_its_owner_answers_an_escalation_and_nobody_turns_it_into_another(
    scene: Scene,
) -> None:
    (child,) = await scene.concerns("N-1")
    await guests(scene, child.compartment_id, scene.chair)
    escalation_id = await raised(scene, child, scene.chair)
    answer = (
        "update escalation set state = 'answered', answered_at = now(), answered_by = $2,"
        " outcome = 'words', child_safe_meanwhile = 'words' where id = $1"
    )
    owner, me = scene.manager, scene.chair
    assert [
        await refused(actor, answer, escalation_id, hand.person_id)
        for actor, hand in ((owner, owner), (me, owner), (me, me), (owner, me))
    ] == [False, True, True, True]
    assert [
        await refused(actor, STEP, escalation_id, act, hand and hand.person_id, NOW)
        for actor, act, hand in (
            (owner, "answered", owner),
            (me, "answered", me),
            (me, "answered", owner),
            (owner, "answered", None),
            (me, "accepted", None),
            (me, "withdrawn", me),
        )
    ] == [False, True, True, True, True, False]
    await answered(scene, escalation_id, owner)
    for changed in (
        "outcome = 'Nothing'",
        "child_safe_meanwhile = 'No'",
        "raised_by = owner_id",
        "concern_id = null",
        "reason = 'Less'",
    ):
        assert await refused(me, f"update escalation set {changed} where id = $1", escalation_id)


async def test_who_attaches_a_child_and_who_ends_that_are_told_by_their_own_names(
    scene: Scene,
) -> None:
    world = await make_world()
    (child,) = await scene.concerns("N-1")
    await add_members(
        operation_id=world.operation_id,
        person_ids=[scene.manager.person_id],
        tier=Tier.SAFEGUARDING,
        reason="Knows the children",
        actor=world.lead,
        now=NOW,
    )
    await attach_children(
        operation_id=world.operation_id,
        concern_ids=[child.id],
        reason="Named",
        actor=scene.manager,
        now=NOW,
    )
    again = """
    insert into operation_child (id, compartment_id, operation_id, concern_compartment_id,
                                 concern_id, reason, attached_by, attached_at, ended_by, ended_at,
                                 ended_reason)
    select gen_random_uuid(), compartment_id, operation_id, concern_compartment_id, concern_id,
           reason, $1, attached_at, $1, attached_at, 'words' from operation_child
    """
    end = "update operation_child set ended_by = $1, ended_at = now(), ended_reason = 'words'"
    me, other = scene.manager.person_id, world.lead.person_id
    tries = [
        await refused(scene.manager, statement, hand)
        for statement in (again, end)
        for hand in (me, other)
    ]
    assert tries == [False, True, False, True]


async def test_a_case_is_audited_by_its_auditor_who_stays_no_longer_than_the_sample(
    scene: Scene,
) -> None:
    partnership, auditor = await make_actor(Role.PARTNERSHIP), await make_actor(Role.AUDITOR)
    for child in await scene.concerns(*(f"N-{number}" for number in range(6))):
        await scene.hold(child.id, decided(), day=ALONE)
    now = NOW + timedelta(days=100)
    draw = Draw("spring", 6, ALONE, ALONE, now.date() + timedelta(days=20))
    sample_id = await draw_sample(draw=draw, actor=partnership, now=now)
    assign = "select refused from accord_assign_audit($1, '{1}', $2, $3, $4)"
    async with transaction(partnership.person_id):
        for far in (30, 21 * 365):
            found = await fetch_value(
                assign, sample_id, auditor.person_id, now, now + timedelta(days=far)
            )
            assert found == [1]
    await assign_cases(
        sample_id=sample_id,
        numbers=[1],
        auditor_id=auditor.person_id,
        actor=partnership,
        now=now,
        enqueue=Sent(),
    )
    done = "update audit_case set audited_at = now() where number = 1"
    assert [await refused(one, done) for one in (auditor, scene.manager)] == [False, True]
    async with transaction(auditor.person_id):
        await execute(done)
    assert await refused(auditor, "update audit_case set audited_at = null where number = 1")


async def test_nobody_writes_a_report_that_was_not_made(scene: Scene) -> None:
    partnership = await make_actor(Role.PARTNERSHIP)
    asked = "insert into quarterly_report values ($1, '2025-10-01', 77, $2, $3, $2"
    made = f"{asked}, $2, '{{}}', sha256(''))"
    other = await make_actor(Role.PARTNERSHIP)
    assert [
        await refused(actor, statement, uuid4(), NOW, hand.person_id)
        for actor, statement, hand in (
            (partnership, f"{asked})", partnership),
            (partnership, f"{asked})", other),
            (scene.manager, f"{asked})", scene.manager),
            (partnership, made, partnership),
        )
    ] == [False, True, True, True]
