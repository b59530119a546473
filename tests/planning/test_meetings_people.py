"""People come to a meeting and leave it after it was convened, and see exactly what is theirs."""

from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4

import msgspec
import pytest

from planning.access.actions import declare_conflict
from planning.access.queries import history_of
from planning.errors import Blocked, NotAllowed, NotFound, Stale
from planning.meetings.actions import (
    answer_invitation,
    change_people,
    reschedule,
)
from planning.meetings.queries import MeetingSeen, meeting
from planning.meetings.rules.changing import PeopleChange, Ticked
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.scheduling import Invitee, LocalTimes
from planning.outbox import MeetingCancellation, MeetingInvitation
from planning.people.rules import Actor
from planning.transactions import fetch_value, transaction
from tests.factories import NOW, make_actor
from tests.scene import HELD, Scene, make_scene

ELSE = "Choose somebody else for that first."
pytestmark = pytest.mark.usefixtures("rolled_back")


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


async def siblings(scene: Scene) -> tuple[UUID, UUID, UUID]:
    """A meeting of Ana and Ben with chair, police and health."""
    ana, ben = await scene.concerns("N-1", "N-2")
    return await scene.meet(ana.id, ben.id), ana.id, ben.id


async def see(scene: Scene, meeting_id: UUID, actor: Actor | None = None) -> MeetingSeen:
    return await meeting(meeting_id=meeting_id, actor=actor or scene.chair, now=NOW)


async def change(
    scene: Scene, meeting_id: UUID, wanted: PeopleChange, *, actor: Actor | None = None
) -> bool:
    """Change with the version that is current."""
    who = actor or scene.scheduler
    scene.sent.messages.clear()
    return await change_people(
        meeting_id=meeting_id,
        change=wanted,
        version=(await see(scene, meeting_id)).version,
        actor=who,
        now=NOW,
        enqueue=scene.sent,
    )


def told(scene: Scene) -> list[tuple[str, UUID, int]]:
    """What went out, to whom, with which number in their calendar."""
    return [
        (type(one).__name__.removeprefix("Meeting"), one.recipient.person_id, one.sequence)
        for one in scene.sent.messages
        if isinstance(one, MeetingInvitation | MeetingCancellation)
    ]


async def test_who_is_added_is_invited_for_the_children_ticked(scene: Scene) -> None:
    meeting_id, ana, ben = await siblings(scene)
    assert await change(
        scene,
        meeting_id,
        PeopleChange(add=[Ticked(scene.school.person_id, [ben]), Ticked(scene.manager.person_id)]),
    )
    assert sorted(told(scene)) == sorted(
        ("Invitation", person.person_id, 0) for person in (scene.manager, scene.school)
    )
    of_school = await see(scene, meeting_id, scene.school)
    assert [child.concern_id for child in of_school.children] == [ben]
    assert of_school.my_answer is Answer.AWAITED
    ticks = {one.person_id: one.concern_ids for one in (await see(scene, meeting_id)).attendees}
    assert ticks[scene.school.person_id] == [ben]
    assert ticks[scene.manager.person_id] == sorted([ana, ben])


async def test_who_is_taken_off_is_told_and_sees_nothing_and_stays_on_record(scene: Scene) -> None:
    meeting_id, ana, _ = await siblings(scene)
    await change(scene, meeting_id, PeopleChange(remove=[scene.police.person_id]))
    assert told(scene) == [("Cancellation", scene.police.person_id, 1)]
    with pytest.raises(NotFound):
        await see(scene, meeting_id, scene.police)
    after = await see(scene, meeting_id)
    assert scene.police.person_id not in {one.person_id for one in after.attendees}
    assert after.forecast.categories[1].sentence.startswith("Police is not invited")
    (event,) = [
        one
        for one in await history_of(subject_id=meeting_id, actor=scene.chair)
        if one.act == "meeting.people_changed"
    ]
    assert event.detail["removed"] == [str(scene.police.person_id)]
    assert ana in {child.concern_id for child in after.children}


async def test_one_is_replaced_by_another_in_one_act(scene: Scene) -> None:
    meeting_id, ana, _ = await siblings(scene)
    colleague = await make_actor(agency_id=scene.police.agency_id)
    await change(
        scene,
        meeting_id,
        PeopleChange(add=[Ticked(colleague.person_id, [ana])], remove=[scene.police.person_id]),
    )
    assert told(scene) == [
        ("Invitation", colleague.person_id, 0),
        ("Cancellation", scene.police.person_id, 1),
    ]
    seen = await see(scene, meeting_id, colleague)
    assert [child.concern_id for child in seen.children] == [ana]


async def test_who_comes_back_is_asked_anew_and_their_calendar_takes_it(scene: Scene) -> None:
    meeting_id, ana, _ = await siblings(scene)
    await answer_invitation(
        meeting_id=meeting_id, answer=Answer.DECLINED, apology="Away", actor=scene.police, now=NOW
    )
    await change(scene, meeting_id, PeopleChange(remove=[scene.police.person_id]))
    await change(scene, meeting_id, PeopleChange(add=[Ticked(scene.police.person_id, [ana])]))
    assert told(scene) == [("Invitation", scene.police.person_id, 2)]
    seen = await see(scene, meeting_id, scene.police)
    assert (seen.my_answer, [child.concern_id for child in seen.children]) == (
        Answer.AWAITED,
        [ana],
    )
    scene.sent.messages.clear()
    await reschedule(
        meeting_id=meeting_id,
        times=LocalTimes(date(2026, 3, 5), time(14), time(15)),
        version=seen.version,
        actor=scene.chair,
        now=NOW,
        enqueue=scene.sent,
    )
    assert {(who, number) for _, who, number in told(scene)} == {
        (scene.chair.person_id, 1),
        (scene.health.person_id, 1),
        (scene.police.person_id, 3),
    }


async def test_ticks_open_and_close_children_without_mail(scene: Scene) -> None:
    meeting_id, ana, ben = await siblings(scene)
    await change(scene, meeting_id, PeopleChange(ticks=[Ticked(scene.police.person_id, [ben])]))
    assert told(scene) == []
    seen = await see(scene, meeting_id, scene.police)
    assert [child.concern_id for child in seen.children] == [ben]
    await change(scene, meeting_id, PeopleChange(ticks=[Ticked(scene.police.person_id)]))
    seen = await see(scene, meeting_id, scene.police)
    assert {child.concern_id for child in seen.children} == {ana, ben}


async def test_every_fault_is_told_at_once(scene: Scene) -> None:
    meeting_id, ana, _ = await siblings(scene)
    (other,) = await scene.concerns("N-3")
    await declare_conflict(
        compartment_id=await compartment_of(scene, ana),
        person_id=scene.school.person_id,
        reason="Lives next door",
        actor=scene.scheduler,
        now=NOW,
    )
    await scene.come(meeting_id, scene.health)
    school = Ticked(scene.school.person_id)
    with pytest.raises(Blocked) as refused:
        await change(
            scene,
            meeting_id,
            PeopleChange(
                add=[school, school, Ticked(scene.police.person_id), Ticked(uuid4())],
                remove=[scene.chair.person_id, scene.health.person_id, uuid4()],
                ticks=[
                    Ticked(scene.chair.person_id, [ana]),
                    Ticked(scene.police.person_id, [other.id]),
                    Ticked(uuid4(), [ana]),
                ],
            ),
        )
    names = {one: getattr(scene, one).name for one in ("school", "police", "chair", "health")}
    assert [(fault.message, fault.field) for fault in refused.value.blockers] == [
        ("Choose people from the list. Somebody you chose is not there any more.", "add"),
        (f"You added {names['school']} twice.", "add"),
        (f"{names['police']} is invited already.", "add"),
        ("Somebody whom you take off is not invited any more.", "remove"),
        (
            f"{names['chair']} chairs the meeting or takes its minutes. {ELSE}",
            "remove",
        ),
        (
            f"{names['health']} is recorded as present. Correct the attendance first.",
            "remove",
        ),
        ("Tick children only for people who are invited.", "ticks"),
        ("Tick only children of this meeting.", "ticks"),
        (f"{names['chair']} is there for every child.", "ticks"),
        (f"{names['school']} has a conflict of interest for one of the children.", "add"),
    ]
    with pytest.raises(Blocked, match="Choose somebody to add"):
        await change(scene, meeting_id, PeopleChange())


async def compartment_of(scene: Scene, concern_id: UUID) -> UUID:
    async with transaction(scene.scheduler.person_id):
        return UUID(
            str(await fetch_value("select compartment_id from concern where id = $1", concern_id))
        )


async def test_a_meeting_of_a_crowd_is_refused_with_its_number(scene: Scene) -> None:
    meeting_id, _, _ = await siblings(scene)
    agency = scene.police.agency_id
    crowd = [(await make_actor(agency_id=agency)).person_id for _ in range(58)]
    with pytest.raises(Blocked, match=r"at most 60 people to a meeting\. This makes 61"):
        await change(scene, meeting_id, PeopleChange(add=[Ticked(one) for one in crowd]))
    await change(scene, meeting_id, PeopleChange(add=[Ticked(one) for one in crowd[:-1]]))
    asked = scene.convening([])
    everybody = [*asked.invitees, *(Invitee(one) for one in crowd)]
    with pytest.raises(Blocked, match=r"at most 60 people to a meeting\. This makes 61"):
        await scene.convene(msgspec.structs.replace(asked, invitees=everybody))


async def test_only_who_arranges_it_changes_a_meeting_and_only_as_it_is_now(scene: Scene) -> None:
    meeting_id, _, _ = await siblings(scene)
    wanted = PeopleChange(add=[Ticked(scene.school.person_id)])
    with pytest.raises(NotAllowed):
        await change(scene, meeting_id, wanted, actor=scene.police)
    with pytest.raises(NotFound):
        await change(scene, meeting_id, wanted, actor=scene.stranger)
    with pytest.raises(Stale):
        await change_people(
            meeting_id=meeting_id,
            change=wanted,
            version=7,
            actor=scene.chair,
            now=NOW,
            enqueue=scene.sent,
        )


async def test_a_scheduler_who_takes_themselves_off_sees_it_no_longer(scene: Scene) -> None:
    meeting_id, _, ben = await siblings(scene)
    stranger = scene.stranger.person_id
    await change(scene, meeting_id, PeopleChange(add=[Ticked(stranger, [ben])]))
    seen = await see(scene, meeting_id, scene.stranger)
    assert [child.concern_id for child in seen.children] == [ben]
    leaves = PeopleChange(remove=[stranger])
    assert await change(scene, meeting_id, leaves, actor=scene.stranger) is False


async def test_who_does_not_see_a_child_takes_people_off_it_all_the_same(scene: Scene) -> None:
    meeting_id, ana, ben = await siblings(scene)
    await change(scene, meeting_id, PeopleChange(add=[Ticked(scene.stranger.person_id, [ben])]))
    await change(
        scene, meeting_id, PeopleChange(remove=[scene.police.person_id]), actor=scene.stranger
    )
    assert await sees(scene.police, ana) is False
    back = PeopleChange(add=[Ticked(scene.police.person_id)])
    await change(scene, meeting_id, back, actor=scene.stranger)
    ticks = {one.person_id: one.concern_ids for one in (await see(scene, meeting_id)).attendees}
    assert ticks[scene.police.person_id] == [ben]
    assert [await sees(scene.police, one) for one in (ana, ben)] == [False, True]


async def sees(actor: Actor, concern_id: UUID) -> bool:
    async with transaction(actor.person_id):
        return bool(await fetch_value("select true from concern where id = $1", concern_id))


async def test_what_came_off_before_can_still_be_answered_by_nobody(scene: Scene) -> None:
    meeting_id, _, _ = await siblings(scene)
    await change(scene, meeting_id, PeopleChange(remove=[scene.health.person_id]))
    with pytest.raises(NotFound):
        await answer_invitation(
            meeting_id=meeting_id, answer=Answer.ACCEPTED, actor=scene.health, now=HELD
        )
    assert (await see(scene, meeting_id)).starts_at == datetime(2026, 3, 4, 10, tzinfo=UTC)
