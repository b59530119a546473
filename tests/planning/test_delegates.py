"""A signatory names a delegate for a time, who signs for the agency and for nobody else."""

from datetime import date, timedelta
from typing import Any

import pytest

from planning.errors import Blocked, NotAllowed, NotFound
from planning.outbox import NoticeKind
from planning.people.rules import Actor
from planning.plans.queries import plan
from planning.plans.rules.templates import PlanKind
from planning.sign_offs.actions import name_delegate, withdraw_delegate
from planning.sign_offs.queries import signing_list, waiting_for
from planning.transactions import Connection
from tests.factories import NOW, make_actor
from tests.planning.operation_world import World, fresh, sign_as, submitted_world

pytestmark = pytest.mark.usefixtures("rolled_back")
TODAY = date(2026, 3, 3)


async def delegate_of(world: World, **changes: Any) -> tuple[Actor, Any]:
    """A colleague of health's signatory, named for a week unless changed."""
    colleague = fresh(await make_actor(agency_id=world.health.agency_id))
    wanted = {
        "person_id": colleague.person_id,
        "from_on": TODAY,
        "until_on": TODAY + timedelta(days=7),
        "reason": "Annual leave",
        "actor": world.health,
        **changes,
    }
    return colleague, await name_delegate(**wanted, now=NOW, enqueue=world.sent)


async def test_a_delegate_is_let_in_told_and_signs() -> None:
    world, versions = await submitted_world()
    colleague, signatory_id = await delegate_of(world)
    assert (world.notices[-1].kind, world.notices[-1].recipient.person_id) == (
        NoticeKind.SIGNING_DELEGATED, colleague.person_id,
    )  # fmt: skip
    assert {one.kind for one in await waiting_for(actor=colleague, now=NOW)} == set(PlanKind)
    await sign_as(colleague, versions[PlanKind.CONTINGENCY])
    found = await signing_list(actor=world.health, now=NOW)
    assert found.may_delegate
    assert [(one.person_id, one.delegated_by_name) for one in found.signers] == [
        (world.health.person_id, None),
        (colleague.person_id, world.health.name),
    ]
    assert not (await signing_list(actor=colleague, now=NOW)).may_delegate
    await withdraw_delegate(signatory_id=signatory_id, actor=world.health, now=NOW)
    await withdraw_delegate(signatory_id=signatory_id, actor=world.health, now=NOW)
    with pytest.raises(NotFound):
        await plan(plan_id=world.contingency, actor=colleague, now=NOW)
    assert len((await signing_list(actor=world.health, now=NOW)).signers) == 1


async def test_a_delegation_ends_with_its_last_day(rolled_back: Connection) -> None:
    world, versions = await submitted_world()
    colleague, _ = await delegate_of(world, until_on=TODAY)
    later = NOW + timedelta(days=1)
    assert await waiting_for(actor=colleague, now=later) == []
    await rolled_back.execute(f"set local accord.now = '{later}'")
    with pytest.raises(NotFound):
        await sign_as(colleague, versions[PlanKind.CONTINGENCY])


async def test_a_version_submitted_later_lets_the_delegate_in_for_the_time() -> None:
    world, _ = await submitted_world()
    colleague, signatory_id = await delegate_of(world, from_on=TODAY)
    await world.submit()
    await withdraw_delegate(signatory_id=signatory_id, actor=world.health, now=NOW)
    with pytest.raises(NotFound):
        await plan(plan_id=world.contingency, actor=colleague, now=NOW)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"reason": " "}, ["reason"]),
        ({"from_on": TODAY - timedelta(days=1)}, ["from_on"]),
        ({"until_on": TODAY - timedelta(days=1)}, ["until_on"]),
        ({"until_on": TODAY + timedelta(days=93)}, ["until_on"]),
    ],
)
async def test_every_fault_of_a_delegation_is_named(
    changes: dict[str, object], fields: list[str]
) -> None:
    world, _ = await submitted_world()
    with pytest.raises(Blocked) as refused:
        await delegate_of(world, **changes)
    assert [blocker.field for blocker in refused.value.blockers] == fields


async def test_a_delegate_is_a_colleague_who_is_not_on_the_list() -> None:
    world, _ = await submitted_world()
    colleague, _ = await delegate_of(world)
    for person in (world.police, world.health, colleague):
        with pytest.raises(Blocked) as refused:
            await delegate_of(world, person_id=person.person_id)
        assert [blocker.field for blocker in refused.value.blockers] == ["person_id"]


async def test_only_signatories_who_are_no_delegates_name_and_take_back() -> None:
    world, _ = await submitted_world()
    colleague, signatory_id = await delegate_of(world)
    for actor in (colleague, world.lead):
        with pytest.raises(NotAllowed):
            await delegate_of(world, actor=actor)
        with pytest.raises(NotAllowed):
            await withdraw_delegate(signatory_id=signatory_id, actor=actor, now=NOW)
    listed = (await signing_list(actor=world.health, now=NOW)).signers[0]
    with pytest.raises(NotFound):
        await withdraw_delegate(signatory_id=listed.id, actor=world.health, now=NOW)
