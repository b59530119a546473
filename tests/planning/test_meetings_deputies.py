"""Somebody who cannot come sends a colleague, who is then asked in their place."""

from uuid import UUID

import msgspec
import pytest

from planning.access.actions import declare_conflict
from planning.concerns.queries import concern
from planning.errors import Blocked, NotAllowed, NotFound
from planning.meetings.actions import DeputySent, answer_invitation, send_deputy
from planning.meetings.queries import AttendeeSeen, meeting, minutes_of, work_of
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.scheduling import Invitee
from planning.outbox import MeetingCancellation, MeetingInvitation
from planning.people.actions import remove_person
from planning.people.rules import Actor, Role
from planning.procedures.rules import MeetingKind
from planning.transactions import Connection
from tests.factories import NOW, make_actor
from tests.scene import HELD, Scene, decided, make_scene


@pytest.fixture
async def scene(rolled_back: Connection) -> Scene:
    return await make_scene()


@pytest.fixture
async def colleague(scene: Scene) -> Actor:
    """Of the same police force, with authority of their own."""
    return await make_actor(agency_id=scene.police.agency_id, name="Constable Reed")


async def invited(scene: Scene) -> tuple[UUID, UUID]:
    (child,) = await scene.concerns("N-1")
    meeting_id = await scene.meet(child.id)
    scene.sent.messages.clear()
    return meeting_id, child.id


async def send(
    scene: Scene, meeting_id: UUID, deputy: Actor, *, by: Actor, instead_of: Actor | None = None
) -> DeputySent:
    return await send_deputy(
        meeting_id=meeting_id,
        person_id=deputy.person_id,
        instead_of_id=instead_of.person_id if instead_of else None,
        actor=by,
        now=NOW,
        enqueue=scene.sent,
    )


async def refused(
    scene: Scene, meeting_id: UUID, deputy: Actor, *, by: Actor, instead_of: Actor | None = None
) -> list[str]:
    with pytest.raises(Blocked) as refusal:
        await send(scene, meeting_id, deputy, by=by, instead_of=instead_of)
    return [blocker.message for blocker in refusal.value.blockers]


async def seen_as(person: Actor, meeting_id: UUID) -> list[AttendeeSeen]:
    return (await meeting(meeting_id=meeting_id, actor=person, now=NOW)).attendees


async def test_a_deputy_comes_for_the_same_children_and_the_replaced_person_leaves(
    scene: Scene, colleague: Actor
) -> None:
    meeting_id, child_id = await invited(scene)
    told = await send(scene, meeting_id, colleague, by=scene.police)
    assert (told.name, told.warnings, told.sees_meeting) == ("Constable Reed", [], False)
    there = {one.person_id: one for one in await seen_as(colleague, meeting_id)}
    mine = there[colleague.person_id]
    assert (mine.deputy_for, mine.answer, mine.concern_ids) == (
        scene.police.name,
        Answer.AWAITED,
        [child_id],
    )
    assert scene.police.person_id not in there
    for hidden in (
        meeting(meeting_id=meeting_id, actor=scene.police, now=NOW),
        concern(concern_id=child_id, actor=scene.police, now=NOW),
    ):
        with pytest.raises(NotFound):
            await hidden
    assert (await work_of(actor=scene.police, now=NOW)).invitations == []
    assert [one.id for one in (await work_of(actor=colleague, now=NOW)).invitations] == [meeting_id]


async def test_the_deputy_is_asked_by_mail_and_the_replaced_person_s_calendar_is_cleared(
    scene: Scene, colleague: Actor
) -> None:
    meeting_id, _ = await invited(scene)
    await send(scene, meeting_id, colleague, by=scene.police)
    gone, come = scene.sent.messages
    assert isinstance(gone, MeetingCancellation)
    assert isinstance(come, MeetingInvitation)
    assert (gone.recipient.person_id, gone.sequence) == (scene.police.person_id, 1)
    assert (come.recipient.person_id, come.sequence) == (colleague.person_id, 0)
    assert come.organiser_token != gone.organiser_token


async def test_authority_is_not_inherited(scene: Scene) -> None:
    meeting_id, _ = await invited(scene)
    junior = await make_actor(
        agency_id=scene.police.agency_id, name="Cadet Lowe", decision_authority=False
    )
    told = await send(scene, meeting_id, junior, by=scene.police)
    assert told.warnings == ["Cadet Lowe has no authority to decide and does not count for quorum."]
    await answer_invitation(meeting_id=meeting_id, answer=Answer.ACCEPTED, actor=junior, now=NOW)
    seen = await meeting(meeting_id=meeting_id, actor=scene.chair, now=NOW)
    assert "Police is not invited with authority to decide: not quorate." in [
        line.sentence for line in seen.forecast.categories
    ]


async def test_every_reason_against_a_deputy_is_told_at_once(
    scene: Scene, colleague: Actor
) -> None:
    meeting_id, child_id = await invited(scene)
    seen = await concern(concern_id=child_id, actor=scene.scheduler, now=NOW)
    await declare_conflict(
        compartment_id=seen.compartment_id,
        person_id=scene.health.person_id,
        reason="An aunt",
        actor=scene.scheduler,
        now=NOW,
    )
    police = scene.police
    there = await seen_as(police, meeting_id)
    agency = next(one.agency_name for one in there if one.person_id == police.person_id)
    assert await refused(scene, meeting_id, scene.health, by=police) == [
        f"{scene.health.name} is not of {agency}. Choose a colleague there.",
        f"{scene.health.name} is invited to this meeting already. Choose somebody else.",
        f"{scene.health.name} has a conflict of interest. Choose somebody else.",
    ]
    assert await refused(scene, meeting_id, police, by=police) == [
        f"{police.name} cannot be their own deputy. Choose somebody else."
    ]
    await remove_person(person_id=colleague.person_id, actor=None, now=NOW)
    assert await refused(scene, meeting_id, colleague, by=police) == [
        "Choose a person from the list."
    ]


async def test_deputies_of_deputies_do_not_go_round(scene: Scene, colleague: Actor) -> None:
    meeting_id, child_id = await invited(scene)
    await send(scene, meeting_id, colleague, by=scene.police)
    assert await refused(scene, meeting_id, scene.police, by=colleague) == [
        f"{scene.police.name} cannot come and sent a deputy. Choose somebody else."
    ]
    third = await make_actor(agency_id=scene.police.agency_id)
    await send(scene, meeting_id, third, by=colleague)
    (mine,) = [one for one in await seen_as(third, meeting_id) if one.person_id == third.person_id]
    assert (mine.deputy_for, mine.concern_ids) == (colleague.name, [child_id])


async def test_chair_and_convener_send_for_others_and_nobody_else_does(
    scene: Scene, colleague: Actor
) -> None:
    meeting_id, _ = await invited(scene)
    with pytest.raises(NotAllowed):
        await send(scene, meeting_id, colleague, by=scene.health, instead_of=scene.police)
    with pytest.raises(NotFound):
        await send(scene, meeting_id, colleague, by=scene.stranger, instead_of=scene.police)
    with pytest.raises(NotFound):
        await send(scene, meeting_id, colleague, by=scene.scheduler)
    told = await send(scene, meeting_id, colleague, by=scene.scheduler, instead_of=scene.police)
    assert told.sees_meeting is True
    with pytest.raises(NotFound):
        await send(scene, meeting_id, colleague, by=scene.chair, instead_of=scene.police)


async def test_who_runs_the_meeting_or_is_there_sends_no_deputy(scene: Scene) -> None:
    meeting_id, child_id = await invited(scene)
    second = await make_actor(Role.CHAIR, agency_id=scene.chair.agency_id)
    assert await refused(scene, meeting_id, second, by=scene.chair) == [
        f"{scene.chair.name} runs this meeting. Somebody else must take that over first."
    ]
    await scene.come(meeting_id, scene.police)
    colleague = await make_actor(agency_id=scene.police.agency_id)
    assert await refused(scene, meeting_id, colleague, by=scene.police) == [
        f"{scene.police.name} is recorded as present."
    ]
    await scene.come(meeting_id)
    await scene.decide(meeting_id, child_id, decided())
    await scene.close(meeting_id)
    assert await refused(scene, meeting_id, colleague, by=scene.police) == [
        "This meeting is closed already."
    ]


async def test_who_sees_not_every_child_cannot_copy_what_somebody_is_there_for(
    scene: Scene, colleague: Actor
) -> None:
    meeting_id, child_id = await invited(scene)
    seen = await concern(concern_id=child_id, actor=scene.chair, now=NOW)
    await declare_conflict(
        compartment_id=seen.compartment_id,
        person_id=scene.scheduler.person_id,
        reason="A neighbour",
        actor=scene.chair,
        now=NOW,
    )
    told = await refused(scene, meeting_id, colleague, by=scene.scheduler, instead_of=scene.police)
    name = scene.police.name
    assert told == [
        f"You cannot see every child of this meeting. Ask the chair, or {name}, to send the deputy."
    ]


async def test_a_deputy_reads_the_minutes_and_the_replaced_person_does_not(
    scene: Scene, colleague: Actor
) -> None:
    meeting_id, child_id = await invited(scene)
    await send(scene, meeting_id, colleague, by=scene.police)
    await scene.come(meeting_id, scene.chair, colleague, scene.health)
    await scene.decide(meeting_id, child_id, decided())
    await scene.close(meeting_id)
    seen = await meeting(meeting_id=meeting_id, actor=colleague, now=HELD)
    assert seen.quorate is True
    draft = await minutes_of(meeting_id=meeting_id, actor=scene.chair, now=HELD)
    assert f"Manager, deputy for {scene.police.name}" in [
        person.job_title for person in draft.joint.present
    ]
    with pytest.raises(NotFound):
        await minutes_of(meeting_id=meeting_id, actor=scene.police, now=HELD)


async def test_a_deputy_takes_over_the_place_or_is_asked_although_busy(
    scene: Scene, colleague: Actor
) -> None:
    meeting_id, _ = await invited(scene)
    (other,) = await scene.concerns("N-2")
    at_once = scene.convening([other.id])
    busy = msgspec.structs.replace(at_once, invitees=[Invitee(colleague.person_id)])
    free = await make_actor(Role.CHAIR, agency_id=scene.chair.agency_id)
    busy = msgspec.structs.replace(busy, chair_id=free.person_id)
    await scene.convene(busy)
    told = await send(scene, meeting_id, colleague, by=scene.police)
    assert told.warnings == ["Constable Reed is booked at that time and is asked although busy."]
    third = await make_actor(Role.CHAIR, agency_id=scene.chair.agency_id)
    again = msgspec.structs.replace(
        busy, invitees=[Invitee(scene.police.person_id)], chair_id=third.person_id
    )
    freed = await scene.convene(again)
    assert len(await seen_as(scene.police, freed.meeting_id)) == 2


async def test_a_group_of_senior_managers_is_told_of_a_junior_deputy(scene: Scene) -> None:
    group = MeetingKind.STRATEGIC_MANAGEMENT_GROUP
    asked = msgspec.structs.replace(scene.convening([]), kind=group)
    meeting_id = (await scene.convene(asked)).meeting_id
    colleague = await make_actor(agency_id=scene.police.agency_id, name="Constable Reed")
    told = await send(scene, meeting_id, colleague, by=scene.police)
    assert told.warnings == ["Constable Reed is no senior manager and does not count for quorum."]
