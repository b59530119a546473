"""Groups: who sits in them, what the gate reads, and who learns of it."""

from datetime import date, timedelta

import msgspec
import pytest

from planning.clock import london_date
from planning.errors import Blocked, NotAllowed, NotFound
from planning.groups.actions import end_seat, seat_person
from planning.groups.queries import group_standing, groups_of
from planning.groups.rules import Group, GroupStanding, Seat, SeniorPresence
from planning.operations.queries import operation
from planning.people.rules import Actor, AgencyCategory, Role
from planning.transactions import transaction
from tests.factories import NOW, make_actor
from tests.planning.group_world import YESTERDAY, make_groups, new_seat, seat_everybody, steered
from tests.planning.operation_world import World, make_world

TODAY = london_date(NOW)


async def standing(world: World, actor: Actor | None = None) -> GroupStanding:
    """What the gate reads, by somebody's eyes."""
    async with transaction((actor or world.lead).person_id):
        return await group_standing(operation_id=world.operation_id, on=TODAY)


async def test_an_operation_begins_without_groups() -> None:
    world = await make_world()
    found = await standing(world)
    assert [(one.group, one.constituted, one.last_quorate_on) for one in found.groups] == [
        (Group.STRATEGIC, False, None), (Group.INVESTIGATION, False, None),
    ]  # fmt: skip
    assert (found.seniors, found.undeclared) == (
        [], sorted([world.police.name, world.health.name]),
    )  # fmt: skip


async def test_groups_that_sit_have_declared_and_met_are_all_the_gate_asks() -> None:
    world = await make_world()
    groups = await steered(world)
    found = await standing(world, world.health)
    day = london_date(YESTERDAY)
    assert [(one.chair_name, one.members, one.last_quorate_on) for one in found.groups] == [
        (groups.chair.name, 5, day)
    ] * 2
    assert all(one.constituted for one in found.groups)
    assert found.undeclared == []
    assert sorted(found.seniors, key=lambda one: one.agency_id) == sorted(
        (SeniorPresence(one.agency_id, day) for one in (groups.chair, *groups.seniors)),
        key=lambda one: one.agency_id,
    )


async def test_a_group_lacks_the_categories_that_its_quorum_needs() -> None:
    world = await make_world()
    groups = await make_groups(world)
    for person, seat in ((groups.chair, Seat.CHAIR), (groups.seniors[0], Seat.MEMBER)):
        await seat_person(
            operation_id=world.operation_id,
            seat=new_seat(person, Group.INVESTIGATION, seat=seat),
            actor=world.lead,
            now=NOW,
        )
    _, investigation = (await standing(world)).groups
    assert (investigation.missing, investigation.constituted) == ([AgencyCategory.HEALTH], False)


async def test_a_meeting_without_quorum_counts_for_nothing() -> None:
    world = await make_world()
    groups = await make_groups(world)
    await seat_everybody(groups)
    await groups.hold(Group.INVESTIGATION, now=YESTERDAY, absent=[groups.seniors[1]])
    found = await standing(world)
    assert (found.groups[1].last_quorate_on, found.seniors) == (None, [])


async def test_a_deputy_with_authority_speaks_for_the_senior_manager() -> None:
    world = await make_world()
    groups = await make_groups(world)
    await seat_everybody(groups)
    agency_id = groups.seniors[0].agency_id
    deputy = await make_actor(agency_id=agency_id)
    colleague = await make_actor(Role.SENIOR_MANAGER)  # for the quorum of an agency that is there
    seat = new_seat(deputy, Group.INVESTIGATION, seat=Seat.DEPUTY)
    await seat_person(operation_id=world.operation_id, seat=seat, actor=world.lead, now=NOW)
    groups.seniors = [deputy, *groups.seniors[1:], colleague]
    await groups.hold(Group.INVESTIGATION, now=YESTERDAY)
    found = await standing(world)
    assert agency_id in {one.agency_id for one in found.seniors}


async def test_seating_lets_into_the_operation_and_ending_it_keeps_it_on_record() -> None:
    world = await make_world()
    person = await make_actor()
    member_id = await seat_person(
        operation_id=world.operation_id, seat=new_seat(person), actor=world.lead, now=NOW
    )
    seen = await groups_of(operation_id=world.operation_id, on=TODAY, actor=person)
    assert [(one.id, one.name, one.declared, one.in_conflict) for one in seen.seats] == [
        (member_id, person.name, None, False)
    ]
    with pytest.raises(NotAllowed):
        await end_seat(member_id=member_id, reason="Moved on", actor=person, now=NOW)
    with pytest.raises(Blocked, match="reason"):
        await end_seat(member_id=member_id, reason=" ", actor=world.lead, now=NOW)
    await end_seat(member_id=member_id, reason="Moved on", actor=world.lead, now=NOW)
    with pytest.raises(NotFound):
        await end_seat(member_id=member_id, reason="Moved on", actor=world.lead, now=NOW)
    assert (await groups_of(operation_id=world.operation_id, on=TODAY, actor=person)).seats == []
    seen_still = await operation(operation_id=world.operation_id, actor=person, now=NOW)
    assert seen_still.id == world.operation_id


async def test_every_fault_of_a_seat_is_told_at_once() -> None:
    world = await make_world()
    groups = await make_groups(world)
    await seat_everybody(groups)
    wrong = new_seat(
        groups.seniors[0], seat=Seat.CHAIR, reason="", from_on=TODAY - timedelta(days=1)
    )
    with pytest.raises(Blocked) as refused:
        await seat_person(operation_id=world.operation_id, seat=wrong, actor=world.lead, now=NOW)
    assert [(one.field, one.message) for one in refused.value.blockers] == [
        ("reason", "Enter a reason."),
        ("from_on", ("Enter a date from 3 March 2026, when the operation was opened,"
         " within ten years.")),
        ("person_id", "They sit in this group already. End that seat first."),
        ("seat", "The group has a chair. End that seat first."),
        ("person_id", "Choose somebody who chairs meetings: their account must say so."),
    ]  # fmt: skip
    strange = msgspec.structs.replace(wrong, person_id=world.operation_id, from_on=date(2090, 1, 1))
    with pytest.raises(Blocked, match="Choose somebody from the list"):
        await seat_person(operation_id=world.operation_id, seat=strange, actor=world.lead, now=NOW)


async def test_only_the_lead_seats_people_and_a_stranger_finds_nothing() -> None:
    world = await make_world()
    stranger = await make_actor(Role.OPERATION_LEAD)
    with pytest.raises(NotAllowed):
        await seat_person(
            operation_id=world.operation_id, seat=new_seat(stranger), actor=world.health, now=NOW
        )
    with pytest.raises(NotFound):
        await seat_person(
            operation_id=world.operation_id, seat=new_seat(stranger), actor=stranger, now=NOW
        )
    with pytest.raises(NotFound):
        await standing(world, stranger)
    with pytest.raises(NotFound):
        await groups_of(operation_id=world.operation_id, on=TODAY, actor=stranger)
