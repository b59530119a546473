"""A group's meeting, about no child, lives as any strategy meeting does; it opens no other door."""

from datetime import date, time, timedelta
from uuid import UUID

import pytest

from planning.clock import in_london, london_date
from planning.errors import Blocked, NotAllowed, NotFound
from planning.groups.actions import record_conflict
from planning.groups.queries import group_to_convene, groups_of
from planning.groups.rules import Group
from planning.meetings.actions import (
    NewCorrection,
    accept_correction,
    acknowledge_minutes,
    add_action,
    answer_invitation,
    approve_minutes,
    ask_correction,
    cancel,
    change_people,
    complete_action,
    contribute,
    record_items,
    reschedule,
    send_deputy,
)
from planning.meetings.actions.corrections import Acceptance
from planning.meetings.queries import meeting, minutes_of, running
from planning.meetings.queries.calendar_feed import calendar_entries
from planning.meetings.rules.changing import PeopleChange, Ticked
from planning.meetings.rules.contributions import Written
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.record import Change, Content, Nature, Section
from planning.meetings.rules.scheduling import Invitee, LocalTimes
from planning.meetings.rules.states import MeetingState
from planning.operations.actions import move_operation
from planning.operations.queries import operation
from planning.operations.rules import Act
from planning.outbox import MeetingCancellation, MeetingInvitation
from planning.people.rules import Actor, Role
from planning.procedures.rules import MeetingKind
from planning.search.actions import search
from planning.search.rules import Terms
from tests.factories import NOW, make_actor
from tests.planning.group_world import Groups, make_groups, seat_everybody
from tests.planning.operation_world import make_world

TODAY = london_date(NOW)
HELD = in_london(TODAY, time(15, 30))


@pytest.fixture
async def groups() -> Groups:
    made = await make_groups(await make_world())
    await seat_everybody(made)
    return made


async def seen(groups: Groups, meeting_id: UUID, actor: Actor) -> MeetingState:
    return (await meeting(meeting_id=meeting_id, actor=actor, now=NOW)).state


async def test_the_lead_convenes_without_the_role_and_only_the_meeting_opens(
    groups: Groups,
) -> None:
    world = groups.world
    guest = await make_actor()
    asked = [Invitee(one.person_id) for one in (*groups.seniors[:2], guest)]
    busy = [one.person_id for one in (groups.chair, *groups.seniors, guest)]
    convened = await groups.convene(Group.STRATEGIC, invitees=asked, ask_although_busy=busy)
    assert convened.opened == []
    sent = [one for one in groups.sent.messages if isinstance(one, MeetingInvitation)]
    assert {one.recipient.person_id for one in sent} == {
        groups.chair.person_id, *(one.person_id for one in (*groups.seniors[:2], guest)),
    }  # fmt: skip
    assert await seen(groups, convened.meeting_id, guest) is MeetingState.CONVENED
    with pytest.raises(NotFound):
        await operation(operation_id=world.operation_id, actor=guest, now=NOW)
    with pytest.raises(NotFound):
        await seen(groups, convened.meeting_id, groups.seniors[4])
    theirs = [
        (await groups_of(operation_id=world.operation_id, on=TODAY, actor=actor)).meetings
        for actor in (world.lead, groups.seniors[0], groups.seniors[4])
    ]
    assert [[one.meeting_id for one in found] for found in theirs] == [
        [convened.meeting_id], [convened.meeting_id], [],
    ]  # fmt: skip


async def test_who_may_convene_and_what(groups: Groups) -> None:
    world = groups.world
    with pytest.raises(NotAllowed, match="Only the lead"):
        await groups.convene(Group.STRATEGIC, actor=world.health)
    with pytest.raises(NotFound):
        await groups.convene(Group.STRATEGIC, actor=await make_actor(Role.SCHEDULER))
    with pytest.raises(Blocked) as refused:
        await groups.convene(Group.STRATEGIC, actor=groups.seniors[0], kind=MeetingKind.MAPPING)
    assert [one.field for one in refused.value.blockers] == ["kind"]
    found = await group_to_convene(
        operation_id=world.operation_id, group=Group.STRATEGIC, actor=world.lead
    )
    assert found.chair_id == groups.chair.person_id
    assert set(found.people) == {one.person_id for one in (groups.chair, *groups.seniors)}


async def test_nobody_in_conflict_is_asked_and_one_recorded_later_ends_the_meeting_for_them(
    groups: Groups,
) -> None:
    first, second = groups.seniors[:2]
    convened = await groups.convene(Group.STRATEGIC)
    for person in (first, second):
        await record_conflict(
            operation_id=groups.operation_id,
            person_id=person.person_id,
            reason="Related to a suspect",
            actor=groups.world.lead,
            now=NOW,
        )
    with pytest.raises(NotFound):
        await seen(groups, convened.meeting_id, first)
    with pytest.raises(Blocked) as refused:
        await groups.convene(Group.INVESTIGATION)
    assert [one.message for one in refused.value.blockers] == [
        f"{name} has a conflict of interest with this operation."
        for name in sorted((first.name, second.name))
    ]
    groups.seniors = groups.seniors[2:]
    later = await groups.convene(Group.INVESTIGATION)
    with pytest.raises(Blocked, match="conflict of interest"):
        await change_people(
            meeting_id=later.meeting_id,
            change=PeopleChange(add=[Ticked(first.person_id)], ask_although_busy=[first.person_id]),
            version=1,
            actor=groups.chair,
            now=NOW,
            enqueue=groups.sent,
        )


async def test_an_operation_that_is_over_convenes_nobody(groups: Groups) -> None:
    await move_operation(
        operation_id=groups.operation_id,
        act=Act.STAND_DOWN,
        reason="Nothing in it",
        actor=groups.world.lead,
        now=NOW,
        enqueue=groups.sent,
    )
    with pytest.raises(Blocked, match="stood down"):
        await groups.convene(Group.STRATEGIC)


async def test_before_the_day_people_answer_send_deputies_and_are_told_of_changes(
    groups: Groups,
) -> None:
    meeting_id = (await groups.convene(Group.STRATEGIC)).meeting_id
    first, second = groups.seniors[:2]
    await answer_invitation(meeting_id=meeting_id, answer=Answer.ACCEPTED, actor=first, now=NOW)
    deputy = await make_actor(Role.SENIOR_MANAGER, agency_id=second.agency_id)
    await send_deputy(
        meeting_id=meeting_id,
        person_id=deputy.person_id,
        actor=second,
        now=NOW,
        enqueue=groups.sent,
    )
    await contribute(
        meeting_id=meeting_id,
        items=[Written(nature=Nature.FACT, text="Beds are short")],
        actor=first,
        now=NOW,
    )
    found = await meeting(meeting_id=meeting_id, actor=deputy, now=NOW)
    assert (found.children, found.forecast.quorate) == ([], False)
    groups.sent.messages.clear()
    await reschedule(
        meeting_id=meeting_id,
        times=LocalTimes(TODAY + timedelta(days=1), time(9), time(10)),
        version=found.version,
        ask_although_busy=[one.person_id for one in (groups.chair, *groups.seniors, deputy)],
        actor=groups.chair,
        now=NOW,
        enqueue=groups.sent,
    )
    assert len(groups.sent.messages) >= 6
    assert [
        one.meeting_id for one in await calendar_entries(person_id=first.person_id, now=NOW)
    ] == [meeting_id]
    await cancel(
        meeting_id=meeting_id, reason="The chair is ill", actor=groups.chair, now=NOW,
        enqueue=groups.sent,
    )  # fmt: skip
    gone = [one for one in groups.sent.messages if isinstance(one, MeetingCancellation)]
    assert first.person_id in {one.recipient.person_id for one in gone}


async def test_from_the_room_to_final_minutes(groups: Groups) -> None:
    meeting_id = (await groups.convene(Group.STRATEGIC)).meeting_id
    first = groups.seniors[0]
    page = await running(meeting_id=meeting_id, actor=groups.chair, now=HELD)
    assert [one.message for one in page.blockers] == [
        "Record who was there.",
        (
            "Not quorate without Children’s social care, Police, Health, Education, Legal,"
            " Partnership office. Say why you went on."
        ),
        "Enter the date by which this is followed up with quorum, today or later.",
    ]
    await groups.come(meeting_id, *groups.seniors, absent=[], now=HELD)
    change = Change(section=Section.JOINT_OTHER, content=Content(body="Ten beds are found."))
    await record_items(meeting_id=meeting_id, changes=[change], actor=groups.chair, now=HELD)
    action_id = await add_action(
        meeting_id=meeting_id,
        what="Find ten more",
        owner_id=first.person_id,
        due_on=date(2026, 3, 10),
        actor=groups.chair,
        now=HELD,
    )
    await groups.finish(meeting_id, now=HELD)
    await complete_action(
        action_id=action_id, done_on=TODAY, evidence="Found", actor=first, now=HELD,
    )  # fmt: skip
    await approve_minutes(meeting_id=meeting_id, actor=groups.chair, now=HELD, enqueue=groups.sent)
    correction_id = await ask_correction(
        meeting_id=meeting_id,
        new=NewCorrection("items.0.body", "Ten", "Nine"),
        actor=first,
        now=HELD,
        enqueue=groups.sent,
    )
    await accept_correction(
        meeting_id=meeting_id,
        correction_id=correction_id,
        acceptance=Acceptance("items.0.body", "Nine beds are found.", 1),
        actor=groups.chair,
        now=HELD,
        enqueue=groups.sent,
    )
    await acknowledge_minutes(meeting_id=meeting_id, version=2, actor=first, now=HELD)
    minutes = await minutes_of(meeting_id=meeting_id, actor=first, now=HELD + timedelta(days=8))
    assert (minutes.state, minutes.children) == (MeetingState.FINAL, [])
    reference = (await meeting(meeting_id=meeting_id, actor=first, now=HELD)).reference
    found = await search(terms=Terms(reference=reference), actor=first, now=HELD)
    assert [one.id for one in found.meetings.items] == [meeting_id]


async def test_without_quorum_it_owes_a_follow_up_until_the_group_meets_again(
    groups: Groups,
) -> None:
    yesterday = NOW - timedelta(days=1)
    first = await groups.hold(Group.INVESTIGATION, now=yesterday, absent=groups.seniors[:1])
    owed = (await meeting(meeting_id=first, actor=groups.chair, now=NOW)).follow_up
    assert owed is not None
    assert (owed.is_owed, owed.owed_for) == (True, [])
    await groups.hold(Group.INVESTIGATION)
    paid = (await meeting(meeting_id=first, actor=groups.chair, now=HELD)).follow_up
    assert paid is not None
    assert (paid.is_owed, paid.on) == (False, TODAY)
