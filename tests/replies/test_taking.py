"""What comes by calendar mail becomes an answer, waits for a person, or is noted."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg

from planning.meetings.actions import (
    answer_invitation,
)
from planning.meetings.queries import AttendeeSeen, meeting
from planning.meetings.rules.quorum import Answer
from planning.outbox import Notice, NoticeKind
from planning.people.rules import Actor
from planning.procedures.rules import ApologyReason
from planning.replies.queries import answered_by_calendar
from planning.replies.rules import (
    Doubt,
    Kind,
    Proposal,
    Replier,
    ReplyState,
    Unreadable,
    Why,
    Words,
)
from planning.transactions import connection, fetch_value, transaction
from tests.factories import NOW, Sent
from tests.replying import AFTER, Invited, invited, kept, reply_to, take
from tests.scene import Scene

LATER = AFTER + timedelta(hours=1)


async def line_of(scene: Scene, meeting_id: UUID, person: Actor) -> AttendeeSeen:
    seen = await meeting(meeting_id=meeting_id, actor=scene.chair, now=NOW)
    return next(one for one in seen.attendees if one.person_id == person.person_id)


async def answer_of(scene: Scene, meeting_id: UUID) -> Answer:
    return (await line_of(scene, meeting_id, scene.police)).answer


async def has_place(meeting_id: UUID, person: Actor) -> bool:
    async with transaction(person.person_id):
        return bool(
            await fetch_value(
                "select true from person_booking where meeting_id = $1 and person_id = $2",
                meeting_id,
                person.person_id,
            )
        )


async def answer(
    meeting_id: UUID, person: Actor, said: Answer, *, now: datetime = AFTER, apology: str = ""
) -> None:
    reason = ApologyReason.SICK if apology else None
    await answer_invitation(
        meeting_id=meeting_id,
        answer=said,
        apology=apology,
        apology_reason=reason,
        actor=person,
        now=now,
    )


async def test_a_plain_answer_is_applied(
    scene: Scene, meeting_id: UUID, police: Invited, worker_pool: asyncpg.Pool
) -> None:
    sent = Sent()
    state = await take(worker_pool, police, reply_to(police), now=LATER, sent=sent)
    assert (state, sent.messages) == (ReplyState.APPLIED, [])
    assert await answer_of(scene, meeting_id) is Answer.ACCEPTED
    (row,) = await kept(meeting_id, scene.chair)
    assert (row.kind, row.state, row.answer) == (Kind.ANSWER, ReplyState.APPLIED, "accepted")
    assert (row.stamped_at, row.applied_at, row.reasons) == (AFTER, LATER, [])
    found = await answered_by_calendar(meeting_id=meeting_id, actor=scene.chair)
    assert found == {scene.police.person_id: AFTER}


async def test_history_tells_that_it_came_by_calendar_and_none_of_its_words(
    scene: Scene, meeting_id: UUID, police: Invited, worker_pool: asyncpg.Pool
) -> None:
    await take(worker_pool, police, reply_to(police, Answer.DECLINED, comment="Ana is my niece"))
    async with transaction(scene.chair.person_id):
        rows = await connection().fetch(
            "select actor_id, detail from history_event where subject_id = $1"
            " and act = 'meeting.answered'",
            meeting_id,
        )
    assert [tuple(row) for row in rows] == [
        (scene.police.person_id, {"by": "calendar", "answer": "declined"})
    ]


async def test_an_answer_takes_and_gives_back_the_place_in_the_diary(
    scene: Scene, meeting_id: UUID, police: Invited, worker_pool: asyncpg.Pool
) -> None:
    await take(worker_pool, police, reply_to(police, Answer.DECLINED))
    assert not await has_place(meeting_id, scene.police)
    await take(worker_pool, police, reply_to(police, at=LATER), now=LATER)
    assert await has_place(meeting_id, scene.police)


async def test_whoever_accepts_while_booked_elsewhere_is_asked_by_a_person(
    scene: Scene, meeting_id: UUID, police: Invited, worker_pool: asyncpg.Pool
) -> None:
    (child,) = await scene.concerns(f"N-{uuid4()}")
    same_time = await scene.meet(child.id)
    second = await invited(same_time, scene.police, scene.chair)
    state = await take(worker_pool, second, reply_to(second, comment="Both?"))
    assert state is ReplyState.WAITING
    (row,) = await kept(same_time, scene.chair)
    assert (row.reasons, row.applied_at) == ([Why.BUSY, Why.COMMENT], None)
    assert await answer_of(scene, same_time) is Answer.AWAITED
    assert await take(worker_pool, second, reply_to(second, Answer.TENTATIVE)) is ReplyState.APPLIED
    assert (await line_of(scene, same_time, scene.police)).asked_although_busy


async def test_the_same_mail_twice_is_taken_once(
    scene: Scene, meeting_id: UUID, police: Invited, worker_pool: asyncpg.Pool
) -> None:
    mail = uuid4()
    said = reply_to(police, method="COUNTER", proposal=Proposal(AFTER))
    sent = Sent()
    for _ in range(2):
        state = await take(worker_pool, police, said, incoming_id=mail, sent=sent)
        assert state is ReplyState.WAITING
    assert (len(await kept(meeting_id, scene.chair)), len(sent.messages)) == (1, 1)


async def test_a_later_answer_on_the_page_outlives_an_earlier_one_by_mail(
    scene: Scene, meeting_id: UUID, police: Invited, worker_pool: asyncpg.Pool
) -> None:
    await answer(meeting_id, scene.police, Answer.DECLINED, now=LATER)
    assert await take(worker_pool, police, reply_to(police), now=LATER) is ReplyState.NOTED
    assert await answer_of(scene, meeting_id) is Answer.DECLINED
    (row,) = await kept(meeting_id, scene.chair)
    assert (row.state, row.reasons) == (ReplyState.NOTED, [Why.ANSWERED_SINCE])
    assert await answered_by_calendar(meeting_id=meeting_id, actor=scene.chair) == {}


async def test_an_apology_stays_with_the_answer_that_it_was_given_for(
    scene: Scene, meeting_id: UUID, police: Invited, worker_pool: asyncpg.Pool
) -> None:
    await answer(meeting_id, scene.police, Answer.DECLINED, now=NOW, apology="At the dentist")
    await take(worker_pool, police, reply_to(police, Answer.DECLINED))
    line = await line_of(scene, meeting_id, scene.police)
    assert (line.apology, line.apology_reason) == ("At the dentist", ApologyReason.SICK)
    await take(worker_pool, police, reply_to(police, at=LATER), now=LATER)
    line = await line_of(scene, meeting_id, scene.police)
    assert (line.apology, line.apology_reason) == ("", None)


async def test_words_beside_an_answer_wait_to_be_read(
    scene: Scene, meeting_id: UUID, police: Invited, worker_pool: asyncpg.Pool
) -> None:
    said = reply_to(police, Answer.DECLINED, comment="x" * 5000)
    assert await take(worker_pool, police, said) is ReplyState.WAITING
    assert await answer_of(scene, meeting_id) is Answer.DECLINED
    (row,) = await kept(meeting_id, scene.chair)
    assert (row.reasons, row.applied_at, row.comment) == ([Why.COMMENT], AFTER, "x" * 4000)


async def test_the_convener_is_told_once_until_everything_is_settled(
    scene: Scene, meeting_id: UUID, police: Invited, worker_pool: asyncpg.Pool
) -> None:
    sent = Sent()
    for text in ("Where is it?", "Hello?"):
        await take(worker_pool, police, Words(text), sent=sent)
    (notice,) = sent.messages
    assert isinstance(notice, Notice)
    assert notice.kind is NoticeKind.REPLY_WAITING
    assert notice.recipient.person_id == scene.scheduler.person_id


async def test_a_proposed_time_without_an_end_keeps_the_length_of_the_meeting(
    scene: Scene, meeting_id: UUID, police: Invited, worker_pool: asyncpg.Pool
) -> None:
    starts = datetime(2026, 3, 5, 14, tzinfo=UTC)
    for proposal in (
        Proposal(starts),
        Proposal(starts, starts + timedelta(minutes=30), Doubt.NO_ZONE),
        Proposal(doubt=Doubt.ALL_DAY),
    ):
        await take(worker_pool, police, reply_to(police, Answer.TENTATIVE, proposal=proposal))
    found = {
        tuple(row.reasons): (row.proposed_starts_at, row.proposed_ends_at)
        for row in await kept(meeting_id, scene.chair)
    }
    assert found == {
        (Why.PROPOSES,): (starts, starts + timedelta(hours=1)),
        (Why.PROPOSES, Why.NO_ZONE): (starts, starts + timedelta(minutes=30)),
        (Why.PROPOSES, Why.ALL_DAY): (None, None),
    }
    assert await answer_of(scene, meeting_id) is Answer.AWAITED


async def test_the_queue_names_the_delegate_and_the_sender(
    scene: Scene, meeting_id: UUID, police: Invited, worker_pool: asyncpg.Pool
) -> None:
    delegate = Replier("sam@police.example", Answer.ACCEPTED, delegated_from=police.address)
    said = reply_to(police)
    said.repliers[0] = delegate
    await take(worker_pool, police, said, sender=" Sam@Police.example\r\n")
    (row,) = await kept(meeting_id, scene.chair)
    assert (row.kind, row.delegate_address, row.from_address) == (
        Kind.DELEGATION,
        "sam@police.example",
        "sam@police.example",
    )


async def test_what_cannot_be_read_and_what_a_mailbox_says_by_itself_is_kept(
    scene: Scene, meeting_id: UUID, police: Invited, worker_pool: asyncpg.Pool
) -> None:
    assert await take(worker_pool, police, Unreadable(Why.DAMAGED)) is ReplyState.WAITING
    away = Words("I am \0away", automatic=True)
    assert await take(worker_pool, police, away, now=LATER) is ReplyState.NOTED
    rows = await kept(meeting_id, scene.chair)
    assert [(row.kind, row.comment, row.sequence) for row in rows] == [
        (Kind.UNREADABLE, "", None),
        (Kind.AUTO_REPLY, "I am away", None),
    ]
