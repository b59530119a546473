"""Children of an operation are supported: who it is from, and what the whole operation knows."""

from uuid import uuid4

import pytest

from planning.access.actions import let_in
from planning.access.rules import Grant
from planning.concerns.queries import concern
from planning.errors import Blocked, NotAllowed, NotFound
from planning.operations.actions import add_members, detach_child
from planning.operations.queries import operation_children
from planning.operations.rules import Tier
from planning.outbox import Notice, NoticeKind
from planning.people.rules import Actor, Role
from planning.support.actions import release_key_worker
from planning.support.queries import (
    SupportStanding,
    child_plan,
    support_standing,
    supported_children,
)
from planning.support.rules.posts import Need, Post
from planning.transactions import fetch_value, transaction
from tests.factories import NOW, make_actor
from tests.planning.support_world import Support, make_support


async def _standing(support: Support, actor: Actor) -> SupportStanding:
    async with transaction(actor.person_id):
        return await support_standing(support.operation_id, today=NOW.date())


async def _names(support: Support, actor: Actor) -> list[str]:
    found = await supported_children(operation_id=support.operation_id, actor=actor, now=NOW)
    return [one.child.child_name for one in found.items]


async def test_a_charity_s_key_worker_sees_only_the_children_given_to_them() -> None:
    support = await make_support()
    await support.assign(support.children[0])
    assert await _names(support, support.charity) == ["Child R-1"]
    assert await _names(support, support.manager) == ["Child R-2", "Child R-1"]
    with pytest.raises(NotFound):
        await child_plan(child_id=support.children[1], actor=support.charity, now=NOW)
    assert [
        (one.kind, one.recipient.person_id)
        for one in support.sent.messages
        if isinstance(one, Notice)
    ] == [(NoticeKind.CHILD_GIVEN, support.charity.person_id)]


async def test_a_key_worker_sees_no_other_child_s_plan_although_they_meet_about_the_child() -> None:
    """A school that is in both concerns, but in the operation for one child only."""
    support = await make_support()
    school = support.scene.school
    async with transaction(support.manager.person_id) as connection:
        walls = await connection.fetch(
            "select compartment_id from concern where id = any($1)", support.concerns
        )
        await let_in(
            grants=[Grant(one[0], school.person_id, "Meets about them") for one in walls],
            granted_by=support.manager.person_id,
            now=NOW,
        )
    await support.assign(support.children[0], person=school)
    assert await _names(support, school) == ["Child R-1"]
    children = await operation_children(operation_id=support.operation_id, actor=school, now=NOW)
    assert [one.child_name for one in children] == ["Child R-1"]
    await add_members(
        operation_id=support.operation_id,
        person_ids=[school.person_id],
        tier=Tier.SAFEGUARDING,
        reason="Plans for all of them",
        actor=support.world.lead,
        now=NOW,
    )
    assert await _names(support, school) == ["Child R-2", "Child R-1"]


async def test_who_has_no_child_any_more_leaves_the_operation() -> None:
    support = await make_support()
    other = await make_actor()
    await support.assign(*support.children)
    await support.assign(support.children[0], person=other)
    assert await _names(support, support.charity) == ["Child R-2"]
    await support.assign(support.children[1], person=other)
    with pytest.raises(NotFound):
        await _names(support, support.charity)


async def test_who_is_there_as_a_key_worker_alone_gives_no_child_away() -> None:
    support = await make_support()
    scheduler = await make_actor(Role.SCHEDULER)
    await support.assign(support.children[0], person=scheduler)
    with pytest.raises(NotAllowed):
        await support.assign(support.children[0], actor=scheduler)


async def test_who_is_in_only_one_of_the_two_sees_no_plan() -> None:
    support = await make_support()
    await support.assign(*support.children)
    assert await _names(support, support.world.lead) == []
    for outside in (support.world.lead, support.scene.scheduler, support.scene.stranger):
        with pytest.raises(NotFound):
            await child_plan(child_id=support.children[0], actor=outside, now=NOW)
    for no_member in (support.scene.scheduler, support.scene.stranger):
        with pytest.raises(NotFound):
            await _names(support, no_member)


async def test_a_concern_s_people_learn_nothing_of_the_operation() -> None:
    support = await make_support()
    await support.assign(*support.children)
    await child_plan(child_id=support.children[0], actor=support.manager, now=NOW)
    async with transaction(support.scene.scheduler.person_id):
        for told in ("history_event", "record_read", "membership", "reminder_fact"):
            rows = await fetch_value(f"select jsonb_agg(t)::text from {told} t") or ""
            for secret in (support.operation_id, *support.children):
                assert str(secret) not in rows


async def test_the_operation_s_members_learn_figures_alone() -> None:
    support = await make_support()
    assert await _standing(support, support.world.lead) == SupportStanding(2, 2, 2, 2)
    await support.assign(support.children[0])
    assert await _standing(support, support.world.lead) == SupportStanding(2, 1, 2, 2)
    assert await _standing(support, support.scene.scheduler) == SupportStanding(0, 0, 0, 0)
    found = await supported_children(
        operation_id=support.operation_id, actor=support.world.lead, now=NOW
    )
    assert [(one.name, one.children, one.at_most) for one in found.caseloads] == [
        (support.charity.name, 1, None)
    ]
    async with transaction(support.world.lead.person_id):
        rows = await fetch_value("select jsonb_agg(t)::text from history_event t")
    assert str(support.concerns[0]) not in rows
    assert "Child R-1" not in rows


async def test_the_ratio_of_the_strategy_shows_who_has_too_many() -> None:
    support = await make_support()
    await support.promise([], ratio="1")
    await support.assign(*support.children)
    found = await supported_children(
        operation_id=support.operation_id, actor=support.manager, now=NOW
    )
    assert [(one.children, one.at_most, one.is_over) for one in found.caseloads] == [(2, 1, True)]


async def test_another_key_worker_takes_over_and_the_former_is_let_out() -> None:
    support = await make_support()
    await support.assign(support.children[0])
    other = await make_actor()
    await support.assign(support.children[0], person=other)
    with pytest.raises(NotFound):
        await _names(support, support.charity)
    plan = await child_plan(child_id=support.children[0], actor=other, now=NOW)
    assert plan.breaks == 1
    assert {(one.person_name, one.ended_reason) for one in plan.spells} == {
        (other.name, None),
        (support.charity.name, "Knows the young person"),
    }
    await release_key_worker(
        child_id=support.children[0],
        post=Post.WORKER,
        reason="Leaves the charity",
        actor=support.manager,
        now=NOW,
    )
    seen = await child_plan(child_id=support.children[0], actor=support.manager, now=NOW)
    assert (seen.breaks, seen.summary.needs) == (2, [Need.WORKER, Need.DEPUTY, Need.RISK])
    with pytest.raises(Blocked, match="The child has no key worker"):
        await release_key_worker(
            child_id=support.children[0],
            post=Post.WORKER,
            reason="Again",
            actor=support.manager,
            now=NOW,
        )


async def test_a_membership_that_somebody_else_gave_stays() -> None:
    support = await make_support()
    await support.assign(support.children[0], person=support.manager)
    await support.assign(support.children[0])
    assert await _names(support, support.manager) == ["Child R-2", "Child R-1"]


async def test_only_who_manages_assigns() -> None:
    support = await make_support()
    await support.assign(support.children[0])
    deputy = await make_actor()
    with pytest.raises(NotAllowed, match="Only the operation’s lead"):
        await support.assign(
            support.children[0], post=Post.DEPUTY, person=deputy, actor=support.charity
        )
    with pytest.raises(NotFound):
        await support.assign(support.children[0], actor=support.scene.scheduler)


async def test_every_reason_against_it_is_told_at_once() -> None:
    support = await make_support()
    await support.assign(support.children[0], post=Post.DEPUTY)
    with pytest.raises(Blocked) as refused:
        await support.assign(support.children[0], uuid4(), reason=" ")
    assert [one.message for one in refused.value.blockers] == [
        "You cannot see one of these children.",
        "This person is key worker or deputy of one of these children.",
        "Enter a reason.",
    ]
    with pytest.raises(Blocked, match="Choose at least one child"):
        await support.assign()
    with pytest.raises(Blocked, match="100 children or fewer"):
        await support.assign(support.children[0], *(uuid4() for _ in range(100)))
    with pytest.raises(Blocked, match="You cannot see one"):
        await support.assign(support.children[0], actor=support.world.lead)


async def test_nobody_is_replaced_by_chance() -> None:
    support = await make_support()
    await support.assign(support.children[0])
    other = await make_actor()
    with pytest.raises(Blocked, match="One of these children has a key worker already"):
        await support.assign(*support.children, person=other, replaces=False)
    await support.assign(support.children[0], post=Post.DEPUTY, person=other, replaces=False)


async def test_a_detached_child_s_key_worker_is_let_out() -> None:
    support = await make_support()
    await support.assign(support.children[0])
    await detach_child(
        operation_id=support.operation_id,
        attachment_id=support.children[0],
        reason="Another person",
        actor=support.manager,
        now=NOW,
    )
    with pytest.raises(NotFound):
        await concern(concern_id=support.concerns[0], actor=support.charity, now=NOW)
    with pytest.raises(NotFound):
        await child_plan(child_id=support.children[0], actor=support.manager, now=NOW)
    assert await _standing(support, support.world.lead) == SupportStanding(1, 1, 1, 1)


async def test_nobody_in_conflict_is_let_in() -> None:
    support = await make_support()
    async with transaction(support.manager.person_id) as connection:
        await connection.execute(
            "insert into conflict_block (id, compartment_id, person_id, reason, declared_by,"
            " declared_at) select gen_random_uuid(), compartment_id, $1, 'Uncle', $2, $3"
            " from concern where id = $4",
            support.charity.person_id, support.manager.person_id, NOW, support.concerns[0],
        )  # fmt: skip
    with pytest.raises(Blocked, match="conflict of interest"):
        await support.assign(support.children[0])
