"""Deciding about replies: each act once, by whoever may move the meeting, and what follows."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest

from planning.errors import Blocked, Invalid, NotFound, Stale
from planning.meetings.actions import answer_invitation, reschedule
from planning.meetings.queries import meeting
from planning.meetings.rules.quorum import Answer
from planning.meetings.rules.scheduling import LocalTimes
from planning.outbox import MeetingCancellation, MeetingInvitation
from planning.people.rules import Actor
from planning.procedures.rules import ApologyReason
from planning.replies.actions import Decision, Settled
from planning.replies.queries import reply
from planning.replies.rules import Replier, Words
from planning.replies.rules.settling import Settlement
from planning.transactions import fetch_value, transaction
from tests.factories import NOW, make_actor
from tests.replies.arriving import THURSDAY, WROTE, Post


async def settled(post: Post, reply_id: UUID) -> tuple[Settlement | None, str | None]:
    seen = await reply(
        meeting_id=post.meeting_id, reply_id=reply_id, actor=post.scene.chair, now=NOW
    )
    return seen.line.settled_how, seen.line.settled_by_name


async def move(post: Post, reply_id: UUID, actor: Actor, version: int) -> None:
    await post.settle(reply_id, Decision(Settlement.MOVED, version), actor)


async def test_a_proposed_time_moves_the_meeting_and_asks_everybody_again(post: Post) -> None:
    scene, version = post.scene, await post.version()
    first = await post.proposal(scene.police, THURSDAY)
    second = await post.proposal(scene.health, THURSDAY + timedelta(hours=2))
    scene.sent.messages.clear()
    await move(post, first, scene.chair, version)
    sent = [one for one in scene.sent.messages if isinstance(one, MeetingInvitation)]
    assert scene.sent.messages == sent
    assert {one.recipient.person_id for one in sent} == {
        person.person_id for person in (scene.chair, scene.police, scene.health)
    }
    assert {(one.sequence, one.starts_at) for one in sent} == {(1, THURSDAY)}
    assert await settled(post, first) == (Settlement.MOVED, scene.chair.name)
    other = await reply(meeting_id=post.meeting_id, reply_id=second, actor=scene.chair, now=NOW)
    assert (other.line.waits, other.line.asked_before_move) == (True, True)
    assert other.choices == [Settlement.MOVED, Settlement.KEPT]


async def test_a_meeting_that_moved_meanwhile_or_a_time_that_is_past_is_refused_in_words(
    post: Post,
) -> None:
    scene, version = post.scene, await post.version()
    reply_id = await post.proposal(scene.police, THURSDAY)
    early = await post.proposal(scene.health, NOW - timedelta(hours=3))
    with pytest.raises(Blocked, match="Enter a start in the future"):
        await move(post, early, scene.chair, version)
    await reschedule(
        meeting_id=post.meeting_id,
        times=LocalTimes(THURSDAY.date(), THURSDAY.time(), time(16)),
        version=version,
        ask_although_busy=scene.convening([]).ask_although_busy,
        actor=scene.chair,
        now=NOW,
        enqueue=scene.sent,
    )
    with pytest.raises(Blocked, match="The meeting is at that time already"):
        await move(post, reply_id, scene.chair, version + 1)
    later = await post.proposal(scene.police, THURSDAY + timedelta(days=1))
    with pytest.raises(Stale):
        await move(post, later, scene.chair, version)
    assert await settled(post, later) == (None, None)


async def test_an_hour_that_the_clocks_skip_is_refused(post: Post) -> None:
    skipped = await post.proposal(post.scene.police, datetime(2026, 10, 25, 1, 15, tzinfo=UTC))
    with pytest.raises(Blocked, match="that time comes twice"):
        await move(post, skipped, post.scene.chair, await post.version())


async def test_keeping_the_time_puts_it_into_the_calendar_of_who_proposed(post: Post) -> None:
    scene = post.scene
    await answer_invitation(
        meeting_id=post.meeting_id, answer=Answer.ACCEPTED, actor=scene.police, now=NOW
    )
    reply_id = await post.proposal(scene.police, THURSDAY, stamped_at=None)
    scene.sent.messages.clear()
    await post.settle(reply_id, Decision(Settlement.KEPT), scene.scheduler)
    (sent,) = scene.sent.messages
    assert isinstance(sent, MeetingInvitation)
    assert (sent.recipient.person_id, sent.sequence) == (scene.police.person_id, 1)
    assert sent.starts_at == datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
    assert (await post.seat(scene.police)).answer is Answer.AWAITED
    assert await settled(post, reply_id) == (Settlement.KEPT, scene.scheduler.name)


async def test_whoever_declined_stays_declined_when_the_invitation_goes_again(post: Post) -> None:
    scene = post.scene
    await answer_invitation(
        meeting_id=post.meeting_id, answer=Answer.DECLINED, actor=scene.police, now=NOW
    )
    asks = await post.waits(scene.police, await post.reply(scene.police, None, method="REFRESH"))
    await post.settle(asks, Decision(Settlement.SENT_AGAIN), scene.chair)
    seat = await post.seat(scene.police)
    assert (seat.answer, seat.calendar_ahead) == (Answer.DECLINED, 1)
    assert await settled(post, asks) == (Settlement.SENT_AGAIN, scene.chair.name)


async def test_an_answer_of_an_unconfirmed_sender_is_taken_by_whoever_knows_them(
    post: Post,
) -> None:
    scene = post.scene
    said = await post.reply(scene.police, Answer.ACCEPTED)
    reply_id = await post.waits(scene.police, said, confirmed=False)
    assert (await post.seat(scene.police)).answer is Answer.AWAITED
    await post.settle(reply_id, Decision(Settlement.TAKEN), scene.chair)
    seen = await meeting(meeting_id=post.meeting_id, actor=scene.chair, now=NOW)
    (answered,) = [one for one in seen.attendees if one.person_id == scene.police.person_id]
    assert answered.answer is Answer.ACCEPTED
    async with transaction(scene.chair.person_id):
        found = await fetch_value(
            "select array_agg(act || ' ' || actor_id::text || ' ' || detail::text order by act)"
            " from history_event where subject_id = $1 and happened_at = $2"
            " and act in ('meeting.answered', 'meeting.reply_settled')",
            post.meeting_id,
            NOW,
        )
    assert [line.split()[:2] for line in found] == [
        ["meeting.answered", str(scene.chair.person_id)],
        ["meeting.reply_settled", str(scene.chair.person_id)],
    ]


async def test_who_accepts_two_meetings_at_once_is_asked_which(post: Post) -> None:
    scene = post.scene
    (child,) = await scene.concerns("N-3")
    other = await scene.meet(child.id)
    await answer_invitation(
        meeting_id=post.meeting_id, answer=Answer.ACCEPTED, actor=scene.police, now=NOW
    )
    there = Post(scene, post.worker, other, [child.id])
    said = await there.reply(scene.police, Answer.ACCEPTED)
    reply_id = await there.waits(scene.police, said)
    with pytest.raises(Blocked, match="is booked at that time"):
        await there.settle(reply_id, Decision(Settlement.TAKEN), scene.chair)


async def test_a_delegate_of_the_same_agency_comes_as_deputy(post: Post) -> None:
    scene = post.scene
    colleague = await make_actor(agency_id=scene.police.agency_id)
    away = Replier(scene.police.email, delegates=True, delegated_to=colleague.email)
    said = await post.reply(scene.police, None, repliers=[away])
    reply_id = await post.waits(scene.police, said)
    scene.sent.messages.clear()
    sent = await post.settle(reply_id, Decision(Settlement.DEPUTY_SENT), scene.scheduler)
    assert sent == Settled()
    told = [(type(one), one.recipient.person_id) for one in scene.sent.messages]  # type: ignore[attr-defined]
    assert told == [
        (MeetingCancellation, scene.police.person_id),
        (MeetingInvitation, colleague.person_id),
    ]
    assert await settled(post, reply_id) == (Settlement.DEPUTY_SENT, scene.scheduler.name)


async def test_whom_accord_does_not_know_is_added_first(post: Post) -> None:
    scene = post.scene
    away = Replier(scene.police.email, delegates=True, delegated_to="new@police.example")
    said = await post.reply(scene.police, None, repliers=[away])
    reply_id = await post.waits(scene.police, said)
    with pytest.raises(Blocked, match=r"Nobody in Accord has the address new@police\.example"):
        await post.settle(reply_id, Decision(Settlement.DEPUTY_SENT), scene.chair)
    assert await settled(post, reply_id) == (None, None)


async def test_whoever_replied_uninvited_is_invited_for_the_same_children(post: Post) -> None:
    scene = post.scene
    said = await post.reply(
        scene.health, Answer.ACCEPTED, repliers=[Replier(scene.school.email, Answer.ACCEPTED)]
    )
    reply_id = await post.waits(scene.health, said, sender=scene.school.email)
    decision = Decision(Settlement.INVITED, await post.version())
    await post.settle(reply_id, decision, scene.scheduler)
    seen = await meeting(meeting_id=post.meeting_id, actor=scene.chair, now=NOW)
    (joined,) = [one for one in seen.attendees if one.person_id == scene.school.person_id]
    assert joined.answer is Answer.AWAITED
    assert set(joined.concern_ids) == set(post.children)
    assert await settled(post, reply_id) == (Settlement.INVITED, scene.scheduler.name)


async def test_words_become_a_decline_with_its_reason(post: Post) -> None:
    scene = post.scene
    reply_id = await post.waits(scene.health, WROTE)
    why = Decision(Settlement.DECLINED, reason=ApologyReason.OTHER)
    with pytest.raises(Invalid, match="Say what the other reason is"):
        await post.settle(reply_id, why, scene.chair)
    with pytest.raises(Invalid, match="Select why they cannot come"):
        await post.settle(reply_id, Decision(Settlement.DECLINED), scene.chair)
    with pytest.raises(Invalid, match="Send the version of the meeting"):
        await post.settle(reply_id, Decision(Settlement.MOVED), scene.chair)
    why = Decision(Settlement.DECLINED, reason=ApologyReason.ON_LEAVE, apology=" On leave ")
    await post.settle(reply_id, why, scene.chair)
    seat = await post.seat(scene.health)
    assert (seat.answer, seat.apology, seat.apology_reason) == (
        Answer.DECLINED,
        "On leave",
        ApologyReason.ON_LEAVE,
    )
    assert await settled(post, reply_id) == (Settlement.DECLINED, scene.chair.name)


async def test_a_reply_is_settled_once_and_only_as_offered(post: Post) -> None:
    scene = post.scene
    reply_id = await post.waits(scene.health, Words("Read this."))
    with pytest.raises(Blocked, match="That cannot be done with this reply"):
        await post.settle(reply_id, Decision(Settlement.TAKEN), scene.chair)
    await post.settle(reply_id, Decision(Settlement.DISMISSED), scene.chair)
    with pytest.raises(Blocked, match=f"{scene.chair.name} has dealt with this reply: it was read"):
        await post.settle(reply_id, Decision(Settlement.DISMISSED), scene.scheduler)


async def test_who_may_not_move_the_meeting_decides_nothing(post: Post) -> None:
    scene = post.scene
    reply_id = await post.waits(scene.health, WROTE)
    for person in (scene.police, scene.health, scene.school, scene.stranger):
        with pytest.raises(NotFound):
            await post.settle(reply_id, Decision(Settlement.DISMISSED), person)
