"""Who was there when, why others were not, and what that means for quorum and its follow-up."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from planning.chains.queries import chain_of
from planning.errors import Blocked, Invalid, NotFound
from planning.meetings.actions import (
    Attendance,
    answer_invitation,
    note_arrival,
    note_departure,
    record_attendance,
)
from planning.meetings.queries import AttendeeSeen, meeting
from planning.meetings.queries.follow_up import FollowUp
from planning.meetings.rules.presence import Span
from planning.meetings.rules.quorum import Answer, CategoryState
from planning.meetings.rules.scheduling import Mode
from planning.people.rules import Actor
from planning.procedures.rules import ApologyReason, MeetingKind
from planning.transactions import Connection
from tests.factories import NOW
from tests.scene import HELD, Scene, decided, make_scene

STARTS = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


@pytest.fixture
async def scene(rolled_back: Connection) -> Scene:
    return await make_scene()


async def met(scene: Scene) -> tuple[UUID, UUID]:
    (child,) = await scene.concerns("N-1")
    meeting_id = await scene.meet(child.id)
    await scene.come(meeting_id)
    return meeting_id, child.id


def after(minutes: int) -> datetime:
    return STARTS + timedelta(minutes=minutes)


async def note(scene: Scene, meeting_id: UUID, *lines: Attendance) -> None:
    await record_attendance(
        meeting_id=meeting_id, attendance=lines, actor=scene.chair, now=after(90)
    )


async def line_of(scene: Scene, meeting_id: UUID, person: Actor) -> AttendeeSeen:
    seen = await meeting(meeting_id=meeting_id, actor=scene.chair, now=HELD)
    return next(one for one in seen.attendees if one.person_id == person.person_id)


async def test_late_early_by_phone_and_back_again_is_kept(scene: Scene) -> None:
    meeting_id, _ = await met(scene)
    spans = [Span(after(5), after(20)), Span(after(30))]
    police = scene.police.person_id
    await note(scene, meeting_id, Attendance(police, present=True, how=Mode.PHONE, spans=spans))
    found = await line_of(scene, meeting_id, scene.police)
    assert (found.came_by, found.spans) == (Mode.PHONE, spans)
    await note(scene, meeting_id, Attendance(police, present=True))
    assert (await line_of(scene, meeting_id, scene.police)).spans == spans
    await note(scene, meeting_id, Attendance(police, present=True, spans=[]))
    assert (await line_of(scene, meeting_id, scene.police)).spans == []


async def test_apologies_carry_a_reason_of_the_profile(scene: Scene) -> None:
    meeting_id, _ = await met(scene)
    police = scene.police.person_id
    for reason in (ApologyReason.OTHER, ApologyReason.SICK):
        apology = "x" * 1001 if reason is ApologyReason.SICK else " "
        with pytest.raises(Invalid):
            await note(scene, meeting_id, Attendance(police, False, apology, reason))
        with pytest.raises(Invalid):
            await answer_invitation(
                meeting_id=meeting_id,
                answer=Answer.DECLINED,
                apology=apology,
                apology_reason=reason,
                actor=scene.police,
                now=NOW,
            )
    await note(scene, meeting_id, Attendance(police, False, "", ApologyReason.NO_CAPACITY))
    found = await line_of(scene, meeting_id, scene.police)
    assert (found.present, found.apology_words) == (False, "No capacity")


async def test_times_that_cannot_be_are_refused_all_at_once(scene: Scene) -> None:
    meeting_id, _ = await met(scene)
    with pytest.raises(Blocked) as refusal:
        await note(
            scene,
            meeting_id,
            Attendance(
                scene.police.person_id,
                present=True,
                spans=[Span(after(20), after(10)), Span(after(5))],
            ),
            Attendance(scene.health.person_id, present=True, spans=[Span(after(-61), after(100))]),
            Attendance(uuid4(), present=True),
        )
    assert [(one.field, one.message) for one in refusal.value.blockers] == [
        (
            "attendance",
            "Choose people from the list. Somebody you chose is not there any more.",
        ),
        ("attendance", f"{scene.police.name} cannot have left before they joined."),
        ("attendance", f"The times of {scene.police.name} overlap."),
        ("attendance", f"The times of {scene.health.name} are in the future."),
        ("attendance", f"Enter times of {scene.health.name} that belong to this meeting."),
    ]


async def test_one_tap_notes_who_comes_and_goes(scene: Scene) -> None:
    meeting_id, _ = await met(scene)

    async def come(person: Actor, minutes: int) -> None:
        await note_arrival(
            meeting_id=meeting_id,
            person_id=person.person_id,
            actor=scene.chair,
            now=after(minutes),
        )

    async def go(person: Actor, minutes: int) -> None:
        await note_departure(
            meeting_id=meeting_id,
            person_id=person.person_id,
            actor=scene.chair,
            now=after(minutes),
        )

    await come(scene.police, 2)
    assert (await line_of(scene, meeting_id, scene.police)).spans == []
    await go(scene.police, 20)
    await come(scene.police, 30)
    assert (await line_of(scene, meeting_id, scene.police)).spans == [
        Span(STARTS, after(20)),
        Span(after(30)),
    ]
    await note(scene, meeting_id, Attendance(scene.health.person_id, present=False))
    with pytest.raises(Blocked, match="not recorded as present"):
        await go(scene.health, 40)
    await come(scene.health, 45)
    late = await line_of(scene, meeting_id, scene.health)
    assert (late.present, late.spans) == (True, [Span(after(45))])
    with pytest.raises(NotFound):
        await come(scene.stranger, 45)


async def decide_at(scene: Scene, meeting_id: UUID, child_id: UUID, minutes: int) -> None:
    """The outcome is recorded then: `Scene.decide` does so at 11, an hour after the start."""
    assert after(minutes) == HELD
    await scene.decide(meeting_id, child_id, decided())


async def test_quorum_is_who_was_there_when_the_outcome_was_recorded(scene: Scene) -> None:
    meeting_id, child_id = await met(scene)
    police = scene.police.person_id
    await note(scene, meeting_id, Attendance(police, True, spans=[Span(STARTS, after(30))]))
    await decide_at(scene, meeting_id, child_id, 60)
    with pytest.raises(Blocked, match="Not quorate without Police"):
        await scene.close(meeting_id)
    back = [Span(STARTS, after(30)), Span(after(55))]
    await note(scene, meeting_id, Attendance(police, True, how=Mode.PHONE, spans=back))
    await scene.close(meeting_id)
    seen = await meeting(meeting_id=meeting_id, actor=scene.chair, now=HELD)
    assert (seen.quorate, seen.follow_up) == (True, None)


async def test_without_quorum_a_follow_up_is_owed_until_a_quorate_meeting_of_the_child(
    scene: Scene,
) -> None:
    meeting_id, child_id = await met(scene)
    await note(scene, meeting_id, Attendance(scene.health.person_id, present=False))
    await scene.decide(meeting_id, child_id, decided())
    await scene.close(meeting_id, why="The child is in danger today")
    seen = await meeting(meeting_id=meeting_id, actor=scene.police, now=HELD)
    assert seen.follow_up == FollowUp(
        on=date(2026, 3, 7),
        expected_on=date(2026, 3, 9),
        is_later_than_expected=False,
        is_owed=True,
        owed_for=["Child N-1"],
    )
    (entry,) = (await chain_of(concern_id=child_id, actor=scene.police, now=HELD)).entries
    assert (entry.follow_up_on, entry.owes_quorum) == (date(2026, 3, 7), True)
    await scene.hold(child_id, scene.adjourned(), day=date(2026, 3, 6))
    later = datetime(2026, 3, 6, 12, tzinfo=UTC)
    settled = await meeting(meeting_id=meeting_id, actor=scene.police, now=later)
    assert settled.follow_up is not None
    assert (settled.follow_up.is_owed, settled.follow_up.owed_for) == (False, [])
    first, second = (await chain_of(concern_id=child_id, actor=scene.police, now=later)).entries
    assert (first.owes_quorum, second.owes_quorum) == (False, False)


async def test_a_group_without_children_owes_its_follow_up_too(scene: Scene) -> None:
    group = MeetingKind.INVESTIGATION_MANAGEMENT_GROUP
    asked = msgspec.structs.replace(scene.convening([]), kind=group)
    meeting_id = (await scene.convene(asked)).meeting_id
    await scene.come(meeting_id, scene.chair, scene.police)
    await scene.close(meeting_id, why="Health was called away")
    owing = (await meeting(meeting_id=meeting_id, actor=scene.chair, now=HELD)).follow_up
    assert owing is not None
    assert (owing.is_owed, owing.owed_for) == (True, [])
    later = datetime(2026, 3, 6, 11, tzinfo=UTC)
    again = msgspec.structs.replace(scene.convening([], on=date(2026, 3, 6)), kind=group)
    second = (await scene.convene(again)).meeting_id
    await scene.come(second, now=later)
    await scene.close(second, now=later)
    settled = (await meeting(meeting_id=meeting_id, actor=scene.chair, now=later)).follow_up
    assert settled is not None
    assert settled.is_owed is False


async def test_a_late_follow_up_is_a_warning(scene: Scene) -> None:
    meeting_id, child_id = await met(scene)
    await note(scene, meeting_id, Attendance(scene.health.person_id, present=False))
    await scene.decide(meeting_id, child_id, decided())
    late = HELD + timedelta(days=3)
    await scene.close(meeting_id, now=late, why="The child is in danger today")
    seen = await meeting(meeting_id=meeting_id, actor=scene.chair, now=late)
    assert seen.follow_up is not None
    assert (seen.follow_up.on, seen.follow_up.is_later_than_expected) == (date(2026, 3, 10), True)


async def test_an_invitation_that_did_not_arrive_is_out_of_the_forecast(
    scene: Scene, rolled_back: Connection
) -> None:
    (child,) = await scene.concerns("N-1")
    meeting_id = await scene.meet(child.id)
    await rolled_back.execute(
        "insert into mail_message (id, kind, subject_id, sequence, recipient_id, address,"
        " message_id, body, state, attempts, next_attempt_at, queued_at)"
        " values ($1, 'meeting_request', $2, 0, $3, 'a@example.org', $4, '', 'failed', 1, $5, $5)",
        uuid4(), meeting_id, scene.health.person_id, str(uuid4()), NOW,
    )  # fmt: skip

    async def state() -> CategoryState:
        seen = await meeting(meeting_id=meeting_id, actor=scene.chair, now=NOW)
        return seen.forecast.categories[2].state

    assert await state() is CategoryState.UNDELIVERED
    await answer_invitation(
        meeting_id=meeting_id, answer=Answer.ACCEPTED, actor=scene.health, now=NOW
    )
    assert await state() is CategoryState.ACCEPTED
