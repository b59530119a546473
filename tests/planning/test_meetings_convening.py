"""Convening, answering, moving and cancelling."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from planning.access.actions import declare_conflict
from planning.access.queries import members_of
from planning.concerns.queries import concern
from planning.errors import Blocked, Invalid, NotAllowed, NotFound, Stale
from planning.meetings.actions import answer_invitation, cancel, reschedule
from planning.meetings.queries import meeting
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.scheduling import Invitee, LocalTimes
from planning.meetings.rules.states import MeetingState
from planning.outbox import MeetingCancellation, MeetingInvitation
from planning.procedures.rules import MeetingKind
from planning.transactions import Connection
from tests.factories import NOW
from tests.scene import HELD, Scene, make_scene, noting_statements

THURSDAY = LocalTimes(date(2026, 3, 5), time(14), time(15))


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


@pytest.fixture
def statements(rolled_back: Connection) -> Iterator[list[str]]:
    with noting_statements(rolled_back) as seen:
        yield seen


async def test_new_children_and_joined_ones_meet_in_one_act(scene: Scene) -> None:
    (known,) = await scene.concerns("N-1")
    asked = msgspec.structs.replace(
        scene.convening([known.id]),
        opening=scene.opening("N-2", "N-3"),
        invitees=[
            Invitee(scene.police.person_id),
            Invitee(scene.school.person_id, concern_ids=[], references=["N-2"]),
        ],
    )
    convened = await scene.convene(asked)
    assert [new.reference for new in convened.opened] == ["N-2", "N-3"]
    assert convened.warnings == ["Health is not invited with authority to decide: not quorate."]
    seen = await meeting(meeting_id=convened.meeting_id, actor=scene.chair, now=NOW)
    assert [child.reference for child in seen.children] == ["N-1", "N-2", "N-3"]
    of_school = await meeting(meeting_id=convened.meeting_id, actor=scene.school, now=NOW)
    assert [child.reference for child in of_school.children] == ["N-2"]
    reasons = [
        member.reason
        for member in await members_of(compartment_id=known.compartment_id, actor=scene.chair)
        if member.person_id == scene.police.person_id
    ]
    assert reasons == [f"Invited to meeting {convened.reference}"]


async def test_one_neutral_invitation_each_with_a_token_of_its_own(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    convened = await scene.convene(scene.convening([child.id]))
    sent = [one for one in scene.sent.messages if isinstance(one, MeetingInvitation)]
    assert [one.recipient.person_id for one in sent] == [
        scene.chair.person_id,
        scene.police.person_id,
        scene.health.person_id,
    ]
    assert {(one.reference, one.sequence, one.starts_at) for one in sent} == {
        (convened.reference, 0, datetime(2026, 3, 4, 10, 0, tzinfo=UTC))
    }
    assert len({one.organiser_token for one in sent}) == 3
    assert len({one.uid for one in sent}) == 1


@pytest.mark.parametrize("children", [1, 4])
async def test_convening_is_five_statements_of_its_own(
    scene: Scene, children: int, statements: list[str]
) -> None:
    """Twelve in all with begin, actor, commit, two of mail and two of the idempotency key."""
    asked = msgspec.structs.replace(
        scene.convening([]), opening=scene.opening(*(f"N-{n}" for n in range(children)))
    )
    statements.clear()
    await scene.convene(asked)
    assert ["set_config" in sent for sent in statements] == [
        True,
        False,
        False,
        False,
        False,
        False,
    ]


async def test_a_convener_who_does_not_attend_still_sees_the_meeting(scene: Scene) -> None:
    meeting_id = (
        await scene.convene(msgspec.structs.replace(scene.convening([]), kind=MeetingKind.MAPPING))
    ).meeting_id
    seen = await meeting(meeting_id=meeting_id, actor=scene.scheduler, now=NOW)
    assert (seen.my_answer, seen.may_run, seen.may_arrange, seen.may_approve) == (
        None,
        False,
        True,
        False,
    )
    of_chair = await meeting(meeting_id=meeting_id, actor=scene.chair, now=NOW)
    assert (of_chair.my_answer, of_chair.may_run, of_chair.may_approve) == (
        Answer.AWAITED,
        True,
        True,
    )
    chaired = msgspec.structs.replace(
        scene.convening([]), kind=MeetingKind.MAPPING, minute_taker_id=scene.scheduler.person_id
    )
    other = (await scene.convene(chaired)).meeting_id
    assert (await meeting(meeting_id=other, actor=scene.scheduler, now=NOW)).may_run is True


async def test_hidden_closed_and_conflicted_children_are_refused(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    with pytest.raises(Blocked, match="Choose children from the list"):
        await scene.convene(scene.convening([uuid4()]))
    await declare_conflict(
        compartment_id=child.compartment_id,
        person_id=scene.police.person_id,
        reason="Lives next door",
        actor=scene.scheduler,
        now=NOW,
    )
    with pytest.raises(Blocked, match="conflict of interest"):
        await scene.convene(scene.convening([child.id]))


async def test_who_convenes_is_a_scheduler_or_a_chair(scene: Scene) -> None:
    scene.scheduler = scene.police
    with pytest.raises(NotAllowed):
        await scene.convene(scene.convening([]))


async def test_an_answer_can_change_until_the_meeting_is_over(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    meeting_id = await scene.meet(child.id)

    async def answer(value: Answer, apology: str = "") -> None:
        await answer_invitation(
            meeting_id=meeting_id, answer=value, apology=apology, actor=scene.health, now=NOW
        )

    await answer(Answer.ACCEPTED)
    await answer(Answer.DECLINED, "On leave")
    seen = await meeting(meeting_id=meeting_id, actor=scene.health, now=NOW)
    assert seen.my_answer is Answer.DECLINED
    assert seen.forecast.categories[2].sentence == "Health has declined: not quorate."
    with pytest.raises(Invalid) as refused:
        await answer(Answer.AWAITED, "x" * 1001)
    assert [fault.field for fault in refused.value.blockers] == ["answer", "apology"]


async def test_only_the_invited_answer(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    meeting_id = await scene.meet(child.id)
    for actor in (scene.scheduler, scene.stranger):
        with pytest.raises(NotFound):
            await answer_invitation(
                meeting_id=meeting_id, answer=Answer.ACCEPTED, actor=actor, now=NOW
            )


async def move(scene: Scene, meeting_id: UUID, *, version: int = 1) -> None:
    await reschedule(
        meeting_id=meeting_id,
        times=THURSDAY,
        version=version,
        actor=scene.chair,
        now=NOW,
        enqueue=scene.sent,
    )


async def test_a_moved_meeting_asks_everybody_again(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    meeting_id = await scene.meet(child.id)
    await answer_invitation(
        meeting_id=meeting_id, answer=Answer.ACCEPTED, actor=scene.police, now=NOW
    )
    scene.sent.messages.clear()
    await move(scene, meeting_id)
    updates = [one for one in scene.sent.messages if isinstance(one, MeetingInvitation)]
    assert [(one.sequence, one.starts_at.hour) for one in updates] == [(1, 14)] * 3
    seen = await meeting(meeting_id=meeting_id, actor=scene.police, now=NOW)
    assert (seen.my_answer, seen.starts_at.day) == (Answer.AWAITED, 5)
    with pytest.raises(Stale):
        await move(scene, meeting_id)


async def test_a_meeting_moves_only_to_the_future_and_by_who_arranges_it(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    meeting_id = await scene.meet(child.id)
    for actor, now, refusal in (
        (scene.police, NOW, NotAllowed),
        (scene.chair, NOW + timedelta(days=9), Blocked),
    ):
        with pytest.raises(refusal):
            await reschedule(
                meeting_id=meeting_id,
                times=THURSDAY,
                version=1,
                actor=actor,
                now=now,
                enqueue=scene.sent,
            )


async def test_a_cancelled_meeting_tells_everybody_and_is_over(scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    meeting_id = await scene.meet(child.id)
    scene.sent.messages.clear()

    async def call_off(reason: str) -> None:
        await cancel(
            meeting_id=meeting_id,
            reason=reason,
            actor=scene.scheduler,
            now=NOW,
            enqueue=scene.sent,
        )

    with pytest.raises(Blocked, match="Say why"):
        await call_off(" ")
    await call_off("The child has moved away")
    sent = [one for one in scene.sent.messages if isinstance(one, MeetingCancellation)]
    assert [one.sequence for one in sent] == [1, 1, 1]
    seen = await meeting(meeting_id=meeting_id, actor=scene.chair, now=NOW)
    assert (seen.state, seen.cancel_reason) == (
        MeetingState.CANCELLED,
        "The child has moved away",
    )
    with pytest.raises(Blocked, match="was cancelled"):
        await scene.come(meeting_id)
    assert (await concern(concern_id=child.id, actor=scene.chair, now=HELD)).closed_at is None
