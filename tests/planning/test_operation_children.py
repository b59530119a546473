"""An operation's children: seen only from inside both the operation and the child's concern."""

from uuid import UUID, uuid4

import pytest

from planning.access.actions import let_in
from planning.access.rules import Grant
from planning.concerns.queries import concern
from planning.errors import Blocked, NotFound
from planning.operations.actions import (
    add_members,
    attach_children,
    detach_child,
    move_operation,
)
from planning.operations.queries import operation, operation_children
from planning.operations.rules import Act, Tier
from planning.people.rules import Actor
from planning.transactions import fetch_value, transaction
from tests.factories import NOW
from tests.planning.operation_world import World, make_world
from tests.scene import Scene, make_scene


async def _joined() -> tuple[Scene, World]:
    """A scene whose manager is in the operation, too."""
    scene, world = await make_scene(), await make_world()
    await add_members(
        operation_id=world.operation_id,
        person_ids=[scene.manager.person_id],
        tier=Tier.SAFEGUARDING,
        reason="Knows the children",
        actor=world.lead,
        now=NOW,
    )
    return scene, world


async def _attach(world: World, actor: Actor, *concern_ids: UUID, reason: str = "Named") -> None:
    await attach_children(
        operation_id=world.operation_id,
        concern_ids=concern_ids,
        reason=reason,
        actor=actor,
        now=NOW,
    )


async def _children(world: World, actor: Actor) -> list[str]:
    found = await operation_children(operation_id=world.operation_id, actor=actor, now=NOW)
    return [one.child_name for one in found]


async def test_only_who_is_in_both_learns_of_it() -> None:
    scene, world = await _joined()
    one, two = await scene.concerns("R-1", "R-2")
    await _attach(world, scene.manager, one.id, two.id)
    assert await _children(world, scene.manager) == ["Child R-1", "Child R-2"]
    assert await _children(world, world.lead) == []
    with pytest.raises(NotFound):
        await _children(world, scene.scheduler)
    for stranger_to_one in (scene.scheduler, world.lead):
        async with transaction(stranger_to_one.person_id):
            assert await fetch_value("select count(*) from operation_child") == 0
            told = await fetch_value(
                "select string_agg(detail::text, ' ') from history_event"
                " where act like 'operation.child%' or detail::text like '%' || $1 || '%'",
                str(world.operation_id),
            )
        assert str(one.id) not in (told or "")


async def test_a_concern_tells_its_people_nothing_of_the_operation() -> None:
    scene, world = await _joined()
    (one,) = await scene.concerns("R-1")
    await _attach(world, scene.manager, one.id)
    seen = await operation(operation_id=world.operation_id, actor=world.lead, now=NOW)
    await concern(concern_id=one.id, actor=scene.scheduler, now=NOW)
    async with transaction(scene.scheduler.person_id):
        for told in ("history_event", "record_read"):
            rows = await fetch_value(f"select jsonb_agg(t)::text from {told} t")
            assert str(world.operation_id) not in rows
            assert str(seen.compartment_id) not in rows


async def test_the_reading_is_noted_for_each_child() -> None:
    scene, world = await _joined()
    (one,) = await scene.concerns("R-1")
    await _attach(world, scene.manager, one.id)
    await _children(world, scene.manager)
    async with transaction(scene.manager.person_id):
        noted = await fetch_value(
            "select count(*) from record_read where subject_id = $1 and person_id = $2",
            one.id,
            scene.manager.person_id,
        )
    assert noted == 1


async def test_every_reason_against_it_is_told_at_once() -> None:
    scene, world = await _joined()
    (one,) = await scene.concerns("R-1")
    await _attach(world, scene.manager, one.id)
    await move_operation(
        operation_id=world.operation_id,
        act=Act.STAND_DOWN,
        reason="Another force does it",
        actor=world.lead,
        now=NOW,
        enqueue=world.sent,
    )
    with pytest.raises(Blocked) as refused:
        await _attach(world, scene.manager, one.id, uuid4(), reason=" ")
    assert [found.message for found in refused.value.blockers] == [
        "The operation is stood down. It cannot be changed.",
        "You cannot see one of these children.",
        "One of these children is attached already.",
        "Enter a reason.",
    ]
    with pytest.raises(Blocked, match="Choose at least one child"):
        await _attach(world, scene.manager)
    with pytest.raises(Blocked, match="100 children or fewer"):
        await _attach(world, scene.manager, *(uuid4() for _ in range(101)))


async def test_a_hidden_child_is_refused_like_an_absent_one() -> None:
    scene, world = await _joined()
    (one,) = await scene.concerns("R-1")
    messages = []
    for concern_id in (one.id, uuid4()):
        with pytest.raises(Blocked) as refused:
            await _attach(world, world.lead, concern_id)
        messages.append(refused.value.message)
    assert messages == ["You cannot see one of these children."] * 2


async def test_detached_the_child_may_be_attached_again() -> None:
    scene, world = await _joined()
    (one,) = await scene.concerns("R-1")
    await _attach(world, scene.manager, one.id)
    (attached,) = await operation_children(
        operation_id=world.operation_id, actor=scene.manager, now=NOW
    )

    async def detach(actor: Actor, reason: str = "Another person") -> None:
        await detach_child(
            operation_id=world.operation_id,
            attachment_id=attached.id,
            reason=reason,
            actor=actor,
            now=NOW,
        )

    with pytest.raises(NotFound):
        await detach(world.lead)
    with pytest.raises(Blocked, match="Enter a reason"):
        await detach(scene.manager, reason="")
    await detach(scene.manager)
    with pytest.raises(NotFound):
        await detach(scene.manager)
    assert await _children(world, scene.manager) == []
    await _attach(world, scene.manager, one.id)
    assert await _children(world, scene.manager) == ["Child R-1"]


async def test_who_leads_sees_the_child_once_let_into_the_concern() -> None:
    scene, world = await _joined()
    (one,) = await scene.concerns("R-1")
    await _attach(world, scene.manager, one.id)
    seen = await concern(concern_id=one.id, actor=scene.manager, now=NOW)
    async with transaction(scene.manager.person_id):
        await let_in(
            grants=[Grant(seen.compartment_id, world.lead.person_id, "Leads")],
            granted_by=scene.manager.person_id,
            now=NOW,
        )
    assert await _children(world, world.lead) == ["Child R-1"]
