"""A plan's escalation in the police-sensitive tier: of it the other tier sees nothing at all."""

from dataclasses import dataclass
from uuid import UUID

import asyncpg
import pytest

from planning.errors import Blocked, NotFound
from planning.escalations.actions import Raising, raise_escalation
from planning.escalations.queries import Which, escalations, raisable, unresolved, waiting_for
from planning.escalations.rules import EscalationKind
from planning.operations.actions import add_members
from planning.operations.rules import Tier
from planning.people.rules import Actor, AgencyCategory, Role
from planning.plans.actions.start import start_operation
from planning.plans.queries import plan, plans_of
from planning.procedures.actions import install_shipped_profile
from planning.transactions import execute, fetch_value, transaction
from tests.factories import NOW, Sent, make_actor
from tests.planning.escalating import SAFE, answered, moved, seen
from tests.planning.operation_world import draft
from tests.scene import Scene, make_scene

pytestmark = pytest.mark.usefixtures("rolled_back")


@dataclass
class Tiers:
    """An operation's plan; `inner` is in both tiers, `outer` in the safeguarding one alone."""

    lead: Actor
    inner: Actor
    outer: Actor
    boss: Actor
    plan_id: UUID
    scene: Scene

    async def raised(self, by: Actor, **changes: object) -> UUID:
        given = {"police_sensitive": True, **changes}
        raising = Raising(EscalationKind.PLAN, self.plan_id, "A source is named.", SAFE, **given)  # type: ignore[arg-type]
        return await raise_escalation(raising=raising, actor=by, now=NOW, enqueue=self.scene.sent)


@pytest.fixture
async def tiers() -> Tiers:
    await install_shipped_profile(now=NOW)
    scene = await make_scene()
    lead = await make_actor(Role.OPERATION_LEAD, category=AgencyCategory.POLICE)
    boss = await make_actor(Role.SENIOR_MANAGER, agency_id=lead.agency_id)
    operation_id = await start_operation(
        draft=draft({lead.agency_id: "Leads", scene.school.agency_id: "Takes part"}),
        actor=lead,
        now=NOW,
    )
    for person, tier in ((scene.police, Tier.POLICE), (scene.school, Tier.SAFEGUARDING)):
        await add_members(
            operation_id=operation_id,
            person_ids=[person.person_id],
            tier=tier,
            reason="Takes part",
            actor=lead,
            now=NOW,
        )
    plan_id = (await plans_of(operation_id=operation_id, actor=lead))[0].id
    return Tiers(lead, scene.police, scene.school, boss, plan_id, scene)


async def test_the_other_tier_sees_nothing_of_it_not_even_a_count(tiers: Tiers) -> None:
    one = await tiers.raised(tiers.inner)
    course = await seen(one, tiers.lead)
    assert course.escalation.police_sensitive
    assert (course.escalation.owner_id, course.escalation.plan_id) == (
        tiers.lead.person_id,
        tiers.plan_id,
    )
    for outsider in (tiers.outer, tiers.scene.manager, tiers.boss):
        with pytest.raises(NotFound):
            await seen(one, outsider)
        assert await waiting_for(actor=outsider) == []
        for which in Which:
            assert (await escalations(which=which, actor=outsider)).items == []
        assert await unresolved(actor=outsider) == []
        async with transaction(outsider.person_id):
            for table in ("escalation", "escalation_step"):
                assert await fetch_value(f"select count(*) from {table}") == 0


async def test_who_is_asked_next_is_let_into_the_escalation_and_no_further(tiers: Tiers) -> None:
    one = await tiers.raised(tiers.inner)
    await answered(tiers.scene, one, tiers.lead)
    await moved(tiers.scene, one, tiers.inner)
    found = (await seen(one, tiers.boss)).escalation
    assert (found.stage, found.owner_id) == (2, tiers.boss.person_id)
    assert (found.operation_name, found.plan_kind, found.police_sensitive) == (None, None, True)
    with pytest.raises(NotFound):
        await plan(plan_id=tiers.plan_id, actor=tiers.boss, now=NOW)
    await answered(tiers.scene, one, tiers.boss)


async def test_only_who_is_in_the_tier_can_choose_it_and_of_a_plan_alone(tiers: Tiers) -> None:
    with pytest.raises(Blocked) as refused:
        await tiers.raised(tiers.outer, agency_id=tiers.lead.agency_id)
    assert [fault.field for fault in refused.value.blockers] == ["police_sensitive"]
    offered = {
        who.person_id: (
            await raisable(concern_id=None, plan_id=tiers.plan_id, actor=who)
        ).has_police_tier
        for who in (tiers.inner, tiers.outer)
    }
    assert offered == {tiers.inner.person_id: True, tiers.outer.person_id: False}
    (child,) = await tiers.scene.concerns("N-1")
    wrong = Raising(EscalationKind.DECISION, child.id, "We disagree.", SAFE, police_sensitive=True)
    with pytest.raises(Blocked, match="police-sensitive tier of a plan"):
        await raise_escalation(raising=wrong, actor=tiers.scene.scheduler, now=NOW, enqueue=Sent())
    assert not (
        await raisable(concern_id=child.id, plan_id=None, actor=tiers.scene.scheduler)
    ).has_police_tier


async def test_an_agency_of_the_other_tier_takes_no_part_in_this_one(tiers: Tiers) -> None:
    school = tiers.outer.agency_id
    with pytest.raises(Blocked, match="takes part"):
        await tiers.raised(tiers.inner, agency_id=school)
    one = await tiers.raised(tiers.inner, agency_id=school, police_sensitive=False)
    assert not (await seen(one, tiers.outer)).escalation.police_sensitive


async def test_the_database_keeps_it_in_a_tier_of_its_own_operation(tiers: Tiers) -> None:
    one = await tiers.raised(tiers.inner)
    other = await start_operation(
        draft=draft({tiers.lead.agency_id: "Leads"}), actor=tiers.lead, now=NOW
    )
    async with transaction(tiers.lead.person_id):
        elsewhere = await fetch_value(
            "select police_compartment_id from operation where id = $1", other
        )
    copied = (
        "insert into escalation select (jsonb_populate_record(e, jsonb_build_object("
        "'id', gen_random_uuid(), 'raised_by', $2::uuid, 'compartment_id', $3::uuid))).*"
        " from escalation e where id = $1"
    )
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="tier_of_plan"):
        async with transaction(tiers.lead.person_id):
            await execute(copied, one, tiers.lead.person_id, elsewhere)
