"""Interests declared, conflicts recorded and lifted: they win at once, in both tiers."""

import pytest

from planning.access.actions import lift_conflicts
from planning.clock import london_date
from planning.errors import Blocked, NotAllowed, NotFound
from planning.groups.actions import declare_interest, lift_conflict, record_conflict
from planning.groups.queries import InterestsSeen, interests_of
from planning.groups.rules import Interest
from planning.operations.actions import add_members, hand_over_operation
from planning.operations.queries import operation
from planning.operations.rules import Tier
from planning.people.rules import Actor, Role
from planning.plans.rules.templates import PlanKind
from planning.sign_offs.queries.evidence import evidence_of
from planning.transactions import fetch_value, transaction
from tests.factories import NOW, make_actor
from tests.planning.operation_world import World, make_world, sign_as, submitted_world


async def declare(world: World, actor: Actor, words: str = "") -> None:
    """An interest in these words, or none."""
    await declare_interest(
        operation_id=world.operation_id,
        interest=Interest.INTEREST if words else Interest.NONE,
        words=words,
        actor=actor,
        now=NOW,
    )


async def interests(world: World) -> InterestsSeen:
    """As the lead sees them."""
    return await interests_of(
        operation_id=world.operation_id, on=london_date(NOW), actor=world.lead
    )


async def lift(
    world: World, person: Actor, reason: str = "They step back from that suspect"
) -> None:
    """The lead says how it is handled."""
    await lift_conflict(
        operation_id=world.operation_id,
        person_id=person.person_id,
        reason=reason,
        actor=world.lead,
        now=NOW,
    )


async def is_in(world: World, actor: Actor) -> bool:
    """Whether the operation exists for somebody."""
    try:
        await operation(operation_id=world.operation_id, actor=actor, now=NOW)
    except NotFound:
        return False
    return True


async def compartments(actor: Actor) -> int:
    """How many compartments somebody is in."""
    async with transaction(actor.person_id):
        return int(await fetch_value("select cardinality(accord_compartments())"))


async def test_who_has_nothing_to_declare_says_so_once_and_may_change_it() -> None:
    world = await make_world()
    assert (await interests(world)).undeclared == sorted([world.police.name, world.health.name])
    await declare(world, world.health)
    found = await interests(world)
    assert (found.undeclared, found.conflicts) == ([world.police.name], [])
    assert [(one.name, one.kind) for one in found.declarations] == [
        (world.health.name, Interest.NONE)
    ]
    with pytest.raises(Blocked, match="Enter what the interest is"):
        await declare_interest(
            operation_id=world.operation_id,
            interest=Interest.INTEREST,
            words=" ",
            actor=world.health,
            now=NOW,
        )


async def test_an_interest_shuts_both_tiers_at_once_until_the_lead_says_how_it_is_handled() -> None:
    world = await make_world()
    await add_members(
        operation_id=world.operation_id,
        person_ids=[world.health.person_id],
        tier=Tier.POLICE,
        reason="Advises on injuries",
        actor=world.lead,
        now=NOW,
    )
    assert await compartments(world.health) == 2
    await declare(world, world.health, "My brother is a suspect")
    assert (await is_in(world, world.health), await compartments(world.health)) == (False, 0)
    (conflict,) = (await interests(world)).conflicts
    assert (conflict.name, conflict.reason, conflict.lifted_at) == (
        world.health.name, "Declared an interest of their own", None,
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        await lift_conflict(
            operation_id=world.operation_id, person_id=world.health.person_id, reason="Fine",
            actor=world.police, now=NOW,
        )  # fmt: skip
    with pytest.raises(Blocked, match="Enter a reason"):
        await lift(world, world.health, " ")
    await lift(world, world.health)
    assert (await is_in(world, world.health), await compartments(world.health)) == (True, 2)
    (lifted,) = (await interests(world)).conflicts
    assert (lifted.lifted_by_name, lifted.lift_reason) == (
        world.lead.name, "They step back from that suspect",
    )  # fmt: skip
    with pytest.raises(NotFound):
        await lift(world, world.health)
    with pytest.raises(NotFound):
        await lift_conflicts(
            compartment_id=world.operation_id,
            person_id=world.health.person_id,
            reason="None there",
            actor=world.lead,
            now=NOW,
        )


async def test_a_conflict_ends_a_signature_and_lifting_it_lets_it_stand_again() -> None:
    world, versions = await submitted_world()
    await sign_as(world.health, versions[PlanKind.CONTINGENCY])
    held = []
    for act in (None, "record", "lift"):
        if act == "record":
            await record_conflict(
                operation_id=world.operation_id,
                person_id=world.health.person_id,
                reason="Related to a suspect",
                actor=world.lead,
                now=NOW,
            )
        if act == "lift":
            await lift(world, world.health)
        async with transaction(world.lead.person_id):
            evidence = await evidence_of(world.operation_id)
            holds = evidence.holding(world.contingency, world.health.agency_id)
        held.append(holds is not None)
    assert held == [True, False, True]


async def test_only_the_lead_records_one_for_another_and_every_fault_is_told() -> None:
    world = await make_world()
    outside = await make_actor()
    for person_id, reason, expected in (
        (world.operation_id, "", ["Enter a reason.", "Choose somebody from the list."]),
        (world.lead.person_id, "Related", ["Hand the operation to another lead first."]),
        (outside.person_id, "Related", []),
        (outside.person_id, "Related", ["Their conflict of interest is recorded already."]),
    ):
        told: list[str] = []
        try:
            await record_conflict(
                operation_id=world.operation_id,
                person_id=person_id,
                reason=reason,
                actor=world.lead,
                now=NOW,
            )
        except Blocked as refused:
            told = [one.message for one in refused.blockers]
        assert told == expected
    with pytest.raises(NotAllowed):
        await record_conflict(
            operation_id=world.operation_id, person_id=world.police.person_id, reason="Related",
            actor=world.health, now=NOW,
        )  # fmt: skip


async def test_a_lead_hands_the_operation_over_before_declaring() -> None:
    world = await make_world()
    with pytest.raises(Blocked, match="Hand it to another lead"):
        await declare(world, world.lead, "My cousin")
    next_lead = await make_actor(Role.OPERATION_LEAD)
    conflicted = await make_actor(Role.OPERATION_LEAD)
    await record_conflict(
        operation_id=world.operation_id, person_id=conflicted.person_id, reason="Related",
        actor=world.lead, now=NOW,
    )  # fmt: skip
    for person, expected in (
        (world.health, "leads operations"),
        (world.lead, "already"),
        (conflicted, "conflict"),
    ):
        with pytest.raises(Blocked, match=expected):
            await hand_over(world, person)
    await hand_over(world, next_lead)
    seen = await operation(operation_id=world.operation_id, actor=next_lead, now=NOW)
    assert (seen.lead_id, seen.in_police_tier) == (next_lead.person_id, True)
    await declare(world, world.lead, "My cousin")
    assert await is_in(world, world.lead) is False


async def hand_over(world: World, person: Actor) -> None:
    """The lead gives the operation to somebody."""
    await hand_over_operation(
        operation_id=world.operation_id,
        person_id=person.person_id,
        reason="On leave",
        actor=world.lead,
        now=NOW,
    )
