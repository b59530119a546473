"""Sent again means a new message from what is true now, once, whoever asks and however often."""

import asyncio
from datetime import date, time, timedelta
from email import message_from_bytes
from email.policy import SMTP
from uuid import uuid4

import asyncpg
import pytest

from planning.errors import Blocked, NotFound
from planning.meetings.actions import answer_invitation, cancel, reschedule
from planning.meetings.queries import meeting
from planning.meetings.rules.quorum import Answer, CategoryState
from planning.meetings.rules.scheduling import LocalTimes
from planning.outbox import AccountLink, AccountLinkKind, Notice, NoticeKind, Recipient, Reminder
from planning.people.actions import remove_person, set_mail_channel
from planning.people.rules import MailChannel
from planning.transactions import transaction
from service.mail.undelivered.actions import dismiss, send_again, send_all_again
from service.mail.undelivered.queries import Filters
from service.mail.undelivered.rules import About, NotSent, Standing
from tests.factories import NOW
from tests.mail.undelivered.world import LATER, OUT, Post


async def calendar(post: Post, message_id: object) -> str:
    found = await post.worker.fetchval("select body from mail_message where id = $1", message_id)
    parts = message_from_bytes(found, policy=SMTP).walk()
    return next(
        str(part.get_content()) for part in parts if part.get_content_subtype() == "calendar"
    )


async def test_an_invitation_leaves_again_and_the_old_one_says_as_what(post: Post) -> None:
    old = await post.fail(post.scene.health)
    assert await send_again(message_id=old, actor=post.scene.scheduler, now=LATER) is True
    assert await post.listed(post.scene.scheduler) == []
    assert await post.work() == 1
    new = await post.message(post.scene.health)
    assert new != old
    kept = await post.worker.fetchrow("select * from mail_message where id = $1", old)
    sent = await post.worker.fetchrow("select * from mail_message where id = $1", new)
    assert (kept["state"], kept["sent_again_as"]) == ("failed", new)
    same = ("kind", "subject_id", "sequence", "recipient_id")
    assert [kept[name] for name in same] == [sent[name] for name in same]
    assert (sent["state"], sent["queued_at"]) == ("queued", LATER)
    assert kept["message_id"] != sent["message_id"]
    assert "DTSTAMP:20260303T150000Z" in await calendar(post, new)
    standings = await post.standings()
    assert (standings[old], standings[new]) == (Standing.SUPERSEDED, Standing.ON_ITS_WAY)


async def test_two_clicks_and_two_workers_make_one_message(post: Post) -> None:
    old = await post.fail(post.scene.health)
    people = [post.scene.scheduler, post.scene.chair, post.administrator, post.scene.scheduler]
    asked = await asyncio.gather(
        *(send_again(message_id=old, actor=person, now=LATER) for person in people)
    )
    assert sorted(asked) == [False, False, False, True]
    await asyncio.gather(post.work(), post.work())
    assert await post.work() == 0
    count = "select count(*) from mail_message where recipient_id = $1"
    assert await post.worker.fetchval(count, post.scene.health.person_id) == 2
    assert await send_again(message_id=old, actor=post.scene.chair, now=LATER) is False


async def test_a_moved_meeting_s_new_invitation_took_its_place(post: Post) -> None:
    old = await post.fail(post.scene.health)
    assert await send_again(message_id=old, actor=post.scene.chair, now=LATER) is True
    await reschedule(
        meeting_id=post.meeting_id,
        times=LocalTimes(date(2026, 3, 5), time(10), time(11)),
        version=1,
        ask_although_busy=[post.scene.chair.person_id, post.scene.police.person_id,
                           post.scene.health.person_id],
        actor=post.scene.scheduler,
        now=LATER,
        enqueue=OUT,
    )  # fmt: skip
    assert await post.work() == 1
    reason = await post.worker.fetchval(
        "select not_sent from mail_settling where message_id = $1", old
    )
    assert reason == NotSent.NEWER
    moved = await post.fail(post.scene.health)
    assert [one.id for one in await post.listed(post.scene.chair)] == [moved]
    assert await send_again(message_id=moved, actor=post.scene.chair, now=LATER) is True
    await post.work()
    text = await calendar(post, await post.message(post.scene.health))
    assert "SEQUENCE:1" in text
    assert "DTSTART;TZID=Europe/London:20260305T100000" in text


async def test_a_cancelled_meeting_sends_its_cancellation(post: Post) -> None:
    await cancel(
        meeting_id=post.meeting_id, reason="x", actor=post.scene.scheduler, now=NOW, enqueue=OUT
    )
    lost = await post.fail(post.scene.police)
    assert [one.about for one in await post.listed(post.administrator)] == ["cancellation"]
    assert await send_again(message_id=lost, actor=post.administrator, now=LATER) is True
    await post.work()
    text = await calendar(post, await post.message(post.scene.police))
    assert ("METHOD:CANCEL" in text, "SEQUENCE:1" in text) == (True, True)


async def test_a_meeting_that_is_over_sends_nothing_and_says_so(post: Post) -> None:
    old = await post.fail(post.scene.health)
    assert await send_again(message_id=old, actor=post.scene.scheduler, now=LATER) is True
    await post.work(now=NOW + timedelta(days=2))
    (shown,) = await post.listed(post.scene.scheduler, wanted="settled")
    assert (shown.id, shown.not_sent, shown.asked_by_name) == (
        old,
        NotSent.OVER,
        post.scene.scheduler.name,
    )
    assert await post.message(post.scene.health) == old


async def test_nothing_goes_to_somebody_who_has_left_nor_by_mail_to_an_agency_without_it(
    post: Post,
) -> None:
    left, portal = await post.fail(post.scene.health), await post.fail(post.scene.police)
    boss = post.administrator
    await remove_person(person_id=post.scene.health.person_id, actor=boss, now=LATER)
    await set_mail_channel(
        agency_id=post.scene.police.agency_id, channel=MailChannel.PORTAL, actor=boss, now=LATER
    )
    assert await send_all_again(filters=Filters(), actor=boss, now=LATER) == 2
    await post.work()
    found = {one.id: one.not_sent for one in await post.listed(boss, wanted="settled")}
    assert found == {left: NotSent.LEFT, portal: None}


async def test_notices_and_reminders_leave_again_and_links_do_not(post: Post) -> None:
    sam = Recipient(post.scene.school.person_id, post.scene.school.email)
    link = AccountLink(AccountLinkKind.INVITATION, uuid4(), sam, "https://x.example/l")
    notice = Notice(NoticeKind.MINUTES_READY, uuid4(), sam, sequence=3)
    async with transaction(None):
        await OUT([notice, Reminder(uuid4(), sam, 4), link], now=NOW)
    await post.worker.execute(
        "update mail_message set state = 'failed' where recipient_id = $1", sam.person_id
    )
    listed = {one.about: one.id for one in await post.listed(post.administrator)}
    assert await send_all_again(filters=Filters(), actor=post.administrator, now=LATER) == 2
    await post.work()
    with pytest.raises(Blocked, match="cannot be sent again"):
        await send_again(message_id=listed[About.ACCOUNT], actor=post.administrator, now=LATER)
    waiting = await post.worker.fetch(
        "select kind, sequence from mail_message where recipient_id = $1 and state = 'queued'"
        " order by kind",
        sam.person_id,
    )
    assert [tuple(row) for row in waiting] == [("minutes_ready", 3), ("reminder", 0)]


async def test_it_is_put_away_for_a_reason_and_once(post: Post) -> None:
    old = await post.fail(post.scene.health)
    for reason in ("", " ", "x" * 501):
        with pytest.raises(Blocked):
            await dismiss(message_id=old, reason=reason, actor=post.scene.chair, now=LATER)
    why = " Told her by telephone. "
    assert await dismiss(message_id=old, reason=why, actor=post.scene.chair, now=LATER) is True
    assert await dismiss(message_id=old, reason=why, actor=post.scene.chair, now=LATER) is False
    assert await send_again(message_id=old, actor=post.scene.chair, now=LATER) is False
    (shown,) = await post.listed(post.scene.chair, wanted="settled")
    assert (shown.standing, shown.reason) == (Standing.DISMISSED, "Told her by telephone.")


async def test_what_nobody_may_know_of_is_not_there(post: Post) -> None:
    old = await post.fail(post.scene.health)
    for person in (post.scene.stranger, post.scene.health):
        with pytest.raises(NotFound):
            await send_again(message_id=old, actor=person, now=LATER)
        with pytest.raises(NotFound):
            await dismiss(message_id=old, reason="x", actor=person, now=LATER)
    with pytest.raises(NotFound):
        await send_again(message_id=uuid4(), actor=post.administrator, now=LATER)


async def test_the_forecast_leaves_out_whom_mail_did_not_reach_until_it_does(post: Post) -> None:
    async def state() -> CategoryState:
        seen = await meeting(meeting_id=post.meeting_id, actor=post.scene.chair, now=NOW)
        return seen.forecast.categories[2].state

    first = await post.message(post.scene.health)
    await post.become(first, "accepted")
    assert await state() is CategoryState.AWAITED
    await post.become(first, "bounced", "came back (5.1.1)")
    assert await state() is CategoryState.UNDELIVERED
    await send_again(message_id=first, actor=post.scene.chair, now=LATER)
    await post.work()
    second = await post.message(post.scene.health)
    await post.become(second, "accepted")
    assert await state() is CategoryState.AWAITED
    await post.become(second, "bounced", "came back (5.1.1)")
    assert await state() is CategoryState.UNDELIVERED
    await answer_invitation(
        meeting_id=post.meeting_id, answer=Answer.ACCEPTED, actor=post.scene.health, now=NOW
    )
    assert await state() is CategoryState.ACCEPTED


async def test_what_failed_is_never_taken_up_again_by_the_worker_that_delivers(post: Post) -> None:
    old = await post.fail(post.scene.health)
    await send_again(message_id=old, actor=post.scene.chair, now=LATER)
    refused = "update mail_message set state = 'queued', last_error = null where id = $1"
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await post.worker.execute(refused, old)


async def test_who_has_answered_is_not_asked_a_second_time(post: Post) -> None:
    await answer_invitation(
        meeting_id=post.meeting_id, answer=Answer.ACCEPTED, actor=post.scene.health, now=NOW
    )
    await post.fail(post.scene.health)
    await send_all_again(filters=Filters(), actor=post.scene.chair, now=LATER)
    await post.work()
    assert "METHOD:REQUEST" in await calendar(post, await post.message(post.scene.health))
    seen = await meeting(meeting_id=post.meeting_id, actor=post.scene.chair, now=NOW)
    health = [one for one in seen.attendees if one.person_id == post.scene.health.person_id]
    assert [one.answer for one in health] == [Answer.ACCEPTED]
