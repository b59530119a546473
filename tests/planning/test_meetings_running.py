"""Running, closing and minuting a meeting, and what goes wrong."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from planning.access.actions import declare_conflict
from planning.concerns.queries import concern
from planning.errors import Blocked, Invalid, NotAllowed, NotFound
from planning.meetings.actions import (
    Attendance,
    Saved,
    add_action,
    approve_minutes,
    record_attendance,
    record_child,
)
from planning.meetings.queries import meeting, minutes_of, running, work_of
from planning.meetings.rules.closing import ChildDraft
from planning.outbox import Notice, NoticeKind
from planning.people.rules import Actor
from planning.procedures.rules import MeetingKind
from tests.factories import NOW
from tests.scene import HELD, Scene, decided, make_scene


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


async def met(scene: Scene) -> tuple[UUID, UUID]:
    """A meeting of one child at which everybody is present."""
    (child,) = await scene.concerns("N-1")
    meeting_id = await scene.meet(child.id)
    await scene.come(meeting_id)
    return meeting_id, child.id


async def test_closing_names_every_undecided_child_and_changes_nothing(scene: Scene) -> None:
    first, second = await scene.concerns("N-1", "N-2")
    meeting_id = await scene.meet(first.id, second.id)
    await scene.come(meeting_id)
    await scene.decide(meeting_id, second.id, scene.adjourned(next_on=HELD.date()))
    with pytest.raises(Blocked) as refused:
        await scene.close(meeting_id)
    messages = [blocker.message for blocker in refused.value.blockers]
    assert messages == [
        "Record an outcome for Child N-1.",
        "Enter the date of the next meeting for Child N-2, in the future.",
    ]
    page = await running(meeting_id=meeting_id, actor=scene.chair, now=HELD)
    assert [blocker.message for blocker in page.blockers] == messages
    assert [child.draft.outcome is None for child in page.children] == [True, False]


async def test_without_quorum_a_reason_is_kept_and_a_follow_up_owed(scene: Scene) -> None:
    meeting_id, child_id = await met(scene)
    await record_attendance(
        meeting_id=meeting_id,
        attendance=[Attendance(scene.health.person_id, present=False, apology=" At court ")],
        actor=scene.chair,
        now=HELD,
    )
    await scene.decide(meeting_id, child_id, decided())
    with pytest.raises(Blocked, match="Not quorate without Health"):
        await scene.close(meeting_id)
    with pytest.raises(Blocked, match="2,000"):
        await scene.close(meeting_id, why="x" * 2001)
    await scene.close(meeting_id, why="The child is in danger today")
    seen = await meeting(meeting_id=meeting_id, actor=scene.police, now=HELD)
    assert (seen.quorate, seen.no_quorum_reason, seen.follow_up_due) == (
        False,
        "The child is in danger today",
        date(2026, 3, 9),
    )
    assert {one.name: one.apology for one in seen.attendees}[scene.health.name] == "At court"


async def test_a_closed_meeting_tells_everybody_and_stays_closed(scene: Scene) -> None:
    meeting_id, child_id = await met(scene)
    await scene.decide(meeting_id, child_id, decided())
    scene.sent.messages.clear()
    await scene.close(meeting_id)
    kinds = [one.kind for one in scene.sent.messages if isinstance(one, Notice)]
    assert kinds == [NoticeKind.MEETING_CLOSED] * 3
    with pytest.raises(Blocked, match="closed already"):
        await scene.close(meeting_id)


async def test_only_chair_and_minute_taker_write_and_see_drafts(scene: Scene) -> None:
    meeting_id, child_id = await met(scene)
    with pytest.raises(NotAllowed):
        await record_attendance(meeting_id=meeting_id, attendance=[], actor=scene.police, now=HELD)
    with pytest.raises(NotFound):
        await running(meeting_id=meeting_id, actor=scene.police, now=HELD)
    with pytest.raises(NotFound):
        await minutes_of(meeting_id=meeting_id, actor=scene.scheduler, now=HELD)
    draft = await minutes_of(meeting_id=meeting_id, actor=scene.chair, now=HELD)
    assert (draft.version, draft.approved_at) == (0, None)
    assert [(part.concern_id, part.outcome_words) for part in draft.children] == [(child_id, None)]


async def save(scene: Scene, meeting_id: UUID, concern_id: UUID, draft: ChildDraft) -> Saved:
    return await record_child(
        meeting_id=meeting_id,
        concern_id=concern_id,
        draft=draft,
        version=1,
        actor=scene.chair,
        now=HELD,
    )


async def test_texts_too_long_and_ids_unknown_are_refused_in_place(scene: Scene) -> None:
    meeting_id, child_id = await met(scene)
    unknown = ChildDraft(reason_agency_id=uuid4(), authorised_by=uuid4())
    for draft, fields in (
        (ChildDraft(outcome_reason="x" * 4_001), ["outcome_reason"]),
        (unknown, ["reason_agency_id", "authorised_by"]),
    ):
        with pytest.raises(Invalid) as refused:
            await save(scene, meeting_id, child_id, draft)
        assert [fault.field for fault in refused.value.blockers] == fields
    with pytest.raises(NotFound):
        await save(scene, meeting_id, uuid4(), ChildDraft())
    with pytest.raises(NotFound):
        await save(scene, uuid4(), child_id, ChildDraft())
    for line, refusal in (
        (Attendance(scene.stranger.person_id, present=True), Blocked),
        (Attendance(scene.police.person_id, present=False, apology="x" * 1001), Invalid),
    ):
        with pytest.raises(refusal):
            await record_attendance(
                meeting_id=meeting_id, attendance=[line], actor=scene.chair, now=HELD
            )


async def give(scene: Scene, meeting_id: UUID, concern_id: UUID, **changes: object) -> UUID:
    values: dict[str, object] = {
        "what": "Visit",
        "owner_id": scene.police.person_id,
        "due_on": date(2026, 3, 5),
        **changes,
    }
    return await add_action(
        meeting_id=meeting_id,
        concern_id=concern_id,
        actor=scene.chair,
        now=HELD,
        **values,  # type: ignore[arg-type]
    )


async def test_actions_go_to_people_of_the_child(scene: Scene) -> None:
    meeting_id, child_id = await met(scene)
    with pytest.raises(Blocked) as refused:
        await give(
            scene,
            meeting_id,
            child_id,
            what=" ",
            owner_id=scene.school.person_id,
            due_on=date(2026, 3, 3),
        )
    assert [fault.field for fault in refused.value.blockers] == ["what", "owner_id", "due_on"]
    with pytest.raises(NotFound):
        await give(scene, meeting_id, uuid4())
    await give(scene, meeting_id, child_id)


async def test_work_shows_each_person_what_waits_for_them(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    meeting_id = await scene.meet(child.id)
    coming = await work_of(actor=scene.police, now=NOW)
    assert [one.id for one in coming.invitations] == [meeting_id]
    assert (await work_of(actor=scene.chair, now=NOW)).to_close == []
    await scene.come(meeting_id)
    begun = await work_of(actor=scene.chair, now=HELD)
    assert [one.id for one in begun.to_close] == [meeting_id]
    await scene.decide(meeting_id, child.id, decided())
    await give(scene, meeting_id, child.id)
    await scene.close(meeting_id)
    closed = await work_of(actor=scene.chair, now=HELD)
    assert ([one.id for one in closed.to_approve], closed.to_close) == ([meeting_id], [])
    later = await work_of(actor=scene.police, now=HELD + timedelta(days=2))
    assert [(one.what, one.late) for one in later.actions] == [("Visit", True)]
    assert later.invitations == []


async def approve(scene: Scene, meeting_id: UUID, actor: Actor) -> None:
    await approve_minutes(meeting_id=meeting_id, actor=actor, now=HELD, enqueue=scene.sent)


async def test_only_the_chair_approves_once_and_after_closing(scene: Scene) -> None:
    meeting_id, child_id = await met(scene)
    with pytest.raises(Blocked, match="not closed yet"):
        await approve(scene, meeting_id, scene.chair)
    await scene.decide(meeting_id, child_id, scene.adjourned())
    await scene.close(meeting_id)
    with pytest.raises(NotAllowed):
        await approve(scene, meeting_id, scene.police)
    scene.sent.messages.clear()
    await approve(scene, meeting_id, scene.chair)
    kinds = [one.kind for one in scene.sent.messages if isinstance(one, Notice)]
    assert kinds == [NoticeKind.MINUTES_READY] * 3
    with pytest.raises(Blocked, match="approved already"):
        await approve(scene, meeting_id, scene.chair)
    final = await minutes_of(meeting_id=meeting_id, actor=scene.health, now=HELD)
    assert [part.no_decision_words for part in final.children] == ["Medical"]
    assert (final.version, final.approved_by_name) == (1, scene.chair.name)


async def test_a_chair_in_conflict_for_a_child_cannot_approve(scene: Scene) -> None:
    meeting_id, child_id = await met(scene)
    await scene.decide(meeting_id, child_id, decided())
    await scene.close(meeting_id)
    child = await concern(concern_id=child_id, actor=scene.scheduler, now=HELD)
    await declare_conflict(
        compartment_id=child.compartment_id,
        person_id=scene.chair.person_id,
        reason="A cousin",
        actor=scene.scheduler,
        now=HELD,
    )
    with pytest.raises(Blocked, match="cannot see every child"):
        await approve(scene, meeting_id, scene.chair)


async def test_a_group_without_children_closes_too(scene: Scene) -> None:
    asked = msgspec.structs.replace(
        scene.convening([]), kind=MeetingKind.INVESTIGATION_MANAGEMENT_GROUP
    )
    meeting_id = (await scene.convene(asked)).meeting_id
    await scene.come(meeting_id)
    await scene.close(meeting_id)
    assert (await meeting(meeting_id=meeting_id, actor=scene.chair, now=HELD)).quorate is True
