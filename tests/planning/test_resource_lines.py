"""What a line says besides: its type, how far it is, who approved it; and what it may not say."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from planning.errors import Blocked, Invalid, NotAllowed, NotFound
from planning.people.rules import Actor, Role
from planning.plans.actions import (
    Offer,
    add_resource,
    add_resource_type,
    change_resource,
    change_resource_type,
    close_resource_type,
    offer_instead,
)
from planning.plans.queries.plans import ResourceSeen
from planning.plans.queries.resource_types import resource_type, resource_types
from planning.plans.rules.lines import ResourceDraft, ResourceStatus
from planning.plans.rules.resource_types import NewType, Per, TypeDraft
from tests.factories import NOW, make_actor
from tests.planning.operation_world import World, make_world, resource

pytestmark = pytest.mark.usefixtures("rolled_back")


async def add(world: World, actor: Actor | None = None, **changes: Any) -> UUID:
    draft = resource(world.health.agency_id, **changes)
    return await add_resource(
        plan_id=world.contingency, draft=draft, actor=actor or world.lead, now=NOW
    )


async def only_line(world: World) -> ResourceSeen:
    (line,) = (await world.seen()).resources
    return line


async def faults_of(world: World, **changes: Any) -> list[str]:
    with pytest.raises(Invalid) as refused:
        await add(world, **changes)
    return [one.field for one in refused.value.blockers]


async def change(world: World, draft: ResourceDraft, version: int = 1) -> None:
    line = await only_line(world)
    await change_resource(
        resource_id=line.id, draft=draft, version=version, actor=world.lead, now=NOW
    )


async def test_a_line_takes_the_words_and_the_unit_of_its_type() -> None:
    world = await make_world()
    await add(world, type_key="medical_slots", kind="", unit="")
    line = await only_line(world)
    assert (line.kind, line.unit, line.status) == (
        "Medical slots", "slots a week", ResourceStatus.COMMITTED,
    )  # fmt: skip


async def test_a_line_keeps_its_words_when_its_type_is_worded_otherwise_or_closed() -> None:
    world, administrator = await make_world(), await make_actor(Role.ADMINISTRATOR)
    await add(world, type_key="medical_slots")
    otherwise = TypeDraft(words="Paediatric slots", unit="slots")
    await change_resource_type(key="medical_slots", draft=otherwise, actor=administrator, now=NOW)
    await close_resource_type(key="medical_slots", actor=administrator, now=NOW)
    await change(world, resource(world.health.agency_id, type_key="medical_slots"))
    assert (await only_line(world)).kind == "Medical slots"
    assert await faults_of(world, type_key="medical_slots") == ["type_key"]


async def test_everything_that_is_wrong_with_a_line_is_named_at_once() -> None:
    world = await make_world()
    assert await faults_of(
        world,
        type_key="unicorns",
        requested=Decimal("NaN"),
        committed=Decimal("1e30"),
        used=Decimal("-0.01"),
        backfill="x" * 1001,
        approver_id=uuid4(),
        until_on=date(2026, 3, 2),
        from_on=date(2026, 3, 1),
    ) == ["type_key", "requested", "committed", "used", "backfill", "approver_id", "until_on"]


@pytest.mark.parametrize(
    "amount", ["Infinity", "-Infinity", "sNaN", "-1", "10000000.01", "0.001", "1E+999999"]
)
async def test_no_absurd_amount_is_taken(amount: str) -> None:
    world = await make_world()
    assert await faults_of(world, requested=Decimal(amount)) == ["requested"]


async def test_a_line_lies_within_the_operation() -> None:
    world = await make_world()
    too_far = {"from_on": date(2026, 4, 1), "until_on": date(2036, 5, 1)}
    assert await faults_of(world, **too_far) == ["until_on"]
    backwards = {"from_on": date(2026, 4, 2), "until_on": date(2026, 4, 1)}
    assert await faults_of(world, **backwards) == ["until_on"]
    await add(world, from_on=date(2026, 2, 1), until_on=date(2026, 3, 3))


async def test_an_approver_is_of_the_agency_and_in_the_operation() -> None:
    world = await make_world()
    assert await faults_of(world, approver_id=world.police.person_id) == ["approver_id"]
    await add(world, approver_id=world.health.person_id, backfill="Two clinics stop")
    line = await only_line(world)
    assert (line.approver_name, line.backfill) == (world.health.name, "Two clinics stop")


async def test_the_amounts_say_how_far_a_line_is_unless_somebody_does() -> None:
    world = await make_world()
    none = Decimal(0)
    await add(world, committed=none)
    assert (await only_line(world)).status is ResourceStatus.REQUESTED
    withdrawn = resource(world.health.agency_id, committed=none, status=ResourceStatus.WITHDRAWN)
    await change(world, withdrawn)
    await change(world, msgspec.structs.replace(withdrawn, status=None), version=2)
    assert (await only_line(world)).status is ResourceStatus.WITHDRAWN
    await change(world, resource(world.health.agency_id), version=3)
    assert (await only_line(world)).status is ResourceStatus.COMMITTED
    await change(world, resource(world.health.agency_id, committed=none), version=4)
    assert (await only_line(world)).status is ResourceStatus.REQUESTED
    assert await faults_of(world, status=ResourceStatus.OFFERED) == ["status"]


async def test_only_the_lead_offers_and_only_what_the_line_lacks() -> None:
    world = await make_world()
    line_id = await add(world, committed=Decimal(1))
    offer = Offer(world.police.agency_id, Decimal(3), date(2026, 4, 1), date(2026, 7, 31))
    with pytest.raises(NotAllowed):
        await offer_instead(resource_id=line_id, offer=offer, actor=world.health, now=NOW)
    for wrong in (
        {"amount": Decimal("3.01")},
        {"amount": Decimal(0)},
        {"until_on": date(2026, 8, 1)},
    ):
        with pytest.raises(Blocked):
            await offer_instead(
                resource_id=line_id,
                offer=msgspec.structs.replace(offer, **wrong),
                actor=world.lead,
                now=NOW,
            )


async def test_types_are_kept_by_administrators_and_named_once() -> None:
    administrator, other = await make_actor(Role.ADMINISTRATOR), await make_actor()
    new = NewType(words="Dog handlers", unit="people", per=Per.WEEK)
    with pytest.raises(NotAllowed):
        await add_resource_type(draft=new, actor=other, now=NOW)
    assert await add_resource_type(draft=new, actor=administrator, now=NOW) == "dog_handlers"
    assert (await resource_type(key="dog_handlers", actor=other)).words == "Dog handlers"
    with pytest.raises(Blocked):
        await add_resource_type(draft=new, actor=administrator, now=NOW)
    wrong = NewType(words="42", unit="", per=Per.WEEK)
    with pytest.raises(Invalid) as refused:
        await add_resource_type(draft=wrong, actor=administrator, now=NOW)
    assert [one.field for one in refused.value.blockers] == ["unit", "words"]
    await close_resource_type(key="dog_handlers", actor=administrator, now=NOW)
    for gone in ("dog_handlers", "other", "never_there"):
        with pytest.raises(NotFound):
            await close_resource_type(key=gone, actor=administrator, now=NOW)
        with pytest.raises(NotFound):
            await resource_type(key=gone, actor=administrator)
    assert (await resource_types(actor=other))[-1].key == "dog_handlers"
