"""The queue on its pages: decided in two touches, by those who may move the meeting alone."""

from datetime import timedelta
from uuid import UUID

import pytest

from planning.meetings.rules.quorum import Answer
from planning.people.actions import remove_person
from planning.replies.actions import Decision
from planning.replies.rules import MOST_WAITING, Replier, ReplyState, Unreadable, Why
from planning.replies.rules.settling import Settlement
from planning.transactions import fetch_value, transaction
from tests.clients import Browser
from tests.factories import NOW, make_actor
from tests.replies.arriving import THURSDAY, WROTE, Post


def address(post: Post, reply_id: UUID) -> str:
    return f"/meetings/{post.meeting_id}/replies/{reply_id}"


def hidden(page: str, name: str) -> str:
    value = page.split(f'name="{name}" value="', 1)[1].split('"', 1)[0]
    return value.replace("&#34;", '"')


async def test_a_proposed_time_is_decided_with_one_button(post: Post, browser: Browser) -> None:
    scene = post.scene
    reply_id = await post.proposal(scene.police, THURSDAY, comment="Court until two.")
    await browser.sign_in_as(scene.chair)
    work = (await browser.get("/work")).text
    assert "Replies to decide" in work
    assert f'href="{address(post, reply_id)}"' in work
    page = (await browser.get(address(post, reply_id))).text
    assert f"{scene.police.name} proposes Thursday 5 March 2026, 3pm to 4pm." in page
    assert "Quorum: everybody needed can come" in page
    assert "Court until two." in page
    fields = {"how": "moved", "version": hidden(page, "version"), "slot": hidden(page, "slot")}
    done = await browser.submit(address(post, reply_id), fields)
    assert (done.status_code, done.headers["location"]) == (303, f"/meetings/{post.meeting_id}")
    meeting = (await browser.get(f"/meetings/{post.meeting_id}")).text
    assert "The meeting is moved. Everybody is asked again." in meeting
    assert "Thursday 5 March 2026, 3pm to 4pm" in meeting
    after = (await browser.get(address(post, reply_id))).text
    assert f"The meeting was moved to the proposed time: {scene.chair.name}" in after
    assert 'name="how"' not in after
    assert "Replies to decide" not in (await browser.get("/work")).text


async def test_somebody_who_was_quicker_is_told_and_nothing_is_doubled(
    post: Post, browser: Browser
) -> None:
    scene = post.scene
    reply_id = await post.proposal(scene.police, THURSDAY)
    await browser.sign_in_as(scene.scheduler)
    page = (await browser.get(address(post, reply_id))).text
    await post.settle(reply_id, Decision(Settlement.KEPT), scene.chair)
    fields = {"how": "moved", "version": hidden(page, "version"), "slot": hidden(page, "slot")}
    late = await browser.submit(address(post, reply_id), fields)
    assert late.status_code == 409
    assert f"{scene.chair.name} has dealt with this reply: the time was kept." in late.text


async def test_a_flood_is_kept_and_told_of_on_one_line(post: Post, browser: Browser) -> None:
    scene = post.scene
    for _ in range(MOST_WAITING):
        await post.waits(scene.police, Unreadable(Why.DAMAGED), confirmed=False)
    for _ in range(3):
        _, state = await post.take(scene.police, WROTE, confirmed=False)
        assert state is ReplyState.NOTED
    await post.waits(scene.health, WROTE)
    await browser.sign_in_as(scene.chair)
    there = f"/meetings/{post.meeting_id}"
    assert f"{MOST_WAITING + 1} replies need you" in (await browser.get(there)).text
    listed = (await browser.get(f"{there}/replies")).text
    assert f"3 messages came while {MOST_WAITING} to the same invitation waited." in listed


async def test_the_meeting_says_what_waits_and_to_whom(post: Post, browser: Browser) -> None:
    scene = post.scene
    await post.proposal(scene.police, THURSDAY)
    await post.waits(scene.health, WROTE)
    there = f"/meetings/{post.meeting_id}"
    await browser.sign_in_as(scene.scheduler)
    assert "2 replies need you" in (await browser.get(there)).text
    listed = (await browser.get(f"{there}/replies")).text
    assert "Waiting for you" in listed
    assert "Wrote a message" in listed
    assert "01632" not in listed
    await browser.sign_in_as(scene.police)
    own = (await browser.get(there)).text
    told = f"You proposed Thursday 5 March 2026, 3pm. {scene.chair.name}, who chairs, decides."
    assert told in own
    assert "need you" not in own
    assert "/replies" not in own
    await browser.sign_in_as(scene.health)
    other = (await browser.get(there)).text
    assert "You proposed" not in other
    assert f"arrived. {scene.chair.name}, who chairs, reads it." in other


@pytest.mark.parametrize("who", ["police", "health", "school", "stranger"])
async def test_who_may_not_move_the_meeting_finds_no_replies(
    post: Post, browser: Browser, who: str
) -> None:
    reply_id = await post.waits(post.scene.health, WROTE)
    await browser.sign_in_as(getattr(post.scene, who))
    for path in (address(post, reply_id), f"/meetings/{post.meeting_id}/replies"):
        assert (await browser.get(path)).status_code == 404
    refused = await browser.submit(address(post, reply_id), {"how": "dismissed"})
    assert refused.status_code == 404


async def test_a_reply_of_another_meeting_is_not_found_under_this_one(
    post: Post, browser: Browser
) -> None:
    reply_id = await post.waits(post.scene.health, WROTE)
    other = await post.scene.meet(*post.children)
    await browser.sign_in_as(post.scene.chair)
    assert (await browser.get(f"/meetings/{other}/replies/{reply_id}")).status_code == 404


async def test_a_message_becomes_a_decline_with_every_fault_named(
    post: Post, browser: Browser
) -> None:
    reply_id = await post.waits(post.scene.health, WROTE)
    await browser.sign_in_as(post.scene.chair)
    page = (await browser.get(address(post, reply_id))).text
    assert "Please ring me about this one: 01632 960123." in page
    assert f'href="/meetings/{post.meeting_id}/deputy?instead_of=' in page
    faulty = await browser.submit(address(post, reply_id), {"how": "declined", "apology": "Ill"})
    assert faulty.status_code == 422
    assert "Select why they cannot come" in faulty.text
    assert ">Ill</textarea>" in faulty.text
    nothing = await browser.submit(address(post, reply_id), {})
    assert nothing.status_code == 422
    assert "Choose what to do" in nothing.text
    fields = {"how": "declined", "reason": "sick", "apology": "Ill"}
    done = await browser.submit(address(post, reply_id), fields)
    assert done.status_code == 303
    assert (await post.seat(post.scene.health)).answer is Answer.DECLINED


async def test_whom_accord_does_not_know_is_shown_with_the_way_to_add_them(
    post: Post, browser: Browser
) -> None:
    scene = post.scene
    away = Replier(scene.police.email, delegates=True, delegated_to="new@police.example")
    said = await post.reply(scene.police, None, repliers=[away])
    unknown = await post.waits(scene.police, said)
    await browser.sign_in_as(scene.chair)
    page = (await browser.get(address(post, unknown))).text
    assert "Accord does not know new@police.example." in page
    assert 'value="deputy_sent"' not in page
    colleague = await make_actor(agency_id=scene.police.agency_id)
    named = Replier(scene.police.email, delegates=True, delegated_to=colleague.email)
    known = await post.waits(scene.police, await post.reply(scene.police, None, repliers=[named]))
    assert f"Send {colleague.name} in their place" in (await browser.get(address(post, known))).text
    done = await browser.submit(address(post, known), {"how": "deputy_sent"})
    assert done.headers["location"] == f"/meetings/{post.meeting_id}/replies"
    assert "The deputy is asked to come." in (await browser.get(done.headers["location"])).text


async def test_who_is_invited_is_told_what_becomes_of_each_reply_to_them(
    post: Post, browser: Browser
) -> None:
    scene, chair = post.scene, post.scene.chair.name
    alias = Replier("alias@elsewhere.example", Answer.ACCEPTED)
    stranger = await post.reply(scene.health, Answer.ACCEPTED, repliers=[alias])
    await post.waits(scene.health, stranger, sender="alias@elsewhere.example")
    doubtful = await post.reply(scene.health, Answer.DECLINED)
    await post.waits(scene.health, doubtful, confirmed=False)
    await post.waits(scene.police, await post.reply(scene.police, Answer.ACCEPTED, comment="Late"))
    await browser.sign_in_as(scene.health)
    page = (await browser.get(f"/meetings/{post.meeting_id}")).text
    assert f"Another address replied to your invitation. {chair}, who chairs, decides." in page
    assert f"Your calendar answered: I cannot come. {chair}, who chairs, checks it." in page
    await browser.sign_in_as(scene.police)
    own = (await browser.get(f"/meetings/{post.meeting_id}")).text
    assert f"Your answer is recorded. {chair}, who chairs, reads what you wrote with it." in own


async def test_what_cannot_be_read_says_why_and_is_put_away(post: Post, browser: Browser) -> None:
    reply_id = await post.waits(post.scene.health, Unreadable(Why.DAMAGED))
    await browser.sign_in_as(post.scene.chair)
    page = (await browser.get(address(post, reply_id))).text
    assert "The calendar in it is damaged" in page
    assert "Mark as read" in page
    await browser.submit(address(post, reply_id), {"how": "dismissed"})
    listed = (await browser.get(f"/meetings/{post.meeting_id}/replies")).text
    assert "Dealt with" in listed
    assert "Waiting for you" not in listed


async def test_reading_is_logged_and_no_address_or_title_has_content(
    post: Post, browser: Browser
) -> None:
    reply_id = await post.waits(post.scene.health, WROTE)
    await browser.sign_in_as(post.scene.chair)
    page = (await browser.get(address(post, reply_id))).text
    title = page.split("<title>", 1)[1].split("</title>", 1)[0]
    assert post.scene.health.name not in title
    async with transaction(post.scene.chair.person_id):
        reads = await fetch_value(
            "select count(*) from record_read where subject_id = $1 and person_id = $2",
            reply_id,
            post.scene.chair.person_id,
        )
    assert reads == 1


async def test_a_time_that_cannot_be_is_told_and_only_kept(post: Post, browser: Browser) -> None:
    past = await post.proposal(post.scene.police, NOW - timedelta(hours=2))
    await browser.sign_in_as(post.scene.chair)
    page = (await browser.get(address(post, past))).text
    assert "Enter a start in the future" in page
    assert 'value="moved"' not in page
    assert 'value="kept"' in page
    elsewhere = f"/meetings/{post.meeting_id}/reschedule?reply={past}"
    assert f'href="{elsewhere}"' in page
    assert 'value="10:00"' in (await browser.get(elsewhere)).text


async def test_another_time_begins_with_the_one_that_they_proposed(
    post: Post, browser: Browser
) -> None:
    reply_id = await post.proposal(post.scene.police, THURSDAY, minutes=45)
    await browser.sign_in_as(post.scene.chair)
    move = f"/meetings/{post.meeting_id}/reschedule"
    page = (await browser.get(f"{move}?reply={reply_id}")).text
    shown = [f'value="{value}"' in page for value in ("5", "15:00", "15:45")]
    assert shown == [True] * 3
    assert 'value="15:00"' not in (await browser.get(move)).text
    hidden_one = f"{move}?reply={post.meeting_id}"
    assert (await browser.get(hidden_one)).status_code == 404


async def test_an_answer_with_words_counts_and_is_only_to_be_read(
    post: Post, browser: Browser
) -> None:
    said = await post.reply(post.scene.police, Answer.ACCEPTED, comment="Late")
    reply_id = await post.waits(post.scene.police, said)
    await browser.sign_in_as(post.scene.chair)
    assert "Read a message about meeting" in (await browser.get("/work")).text
    page = (await browser.get(address(post, reply_id))).text
    assert ("To read" in page, "To decide" in page) == (True, False)
    assert "Why Accord did not do it by itself" not in page


async def test_somebody_invited_who_left_is_told_before_anything_is_moved(
    post: Post, browser: Browser
) -> None:
    reply_id = await post.proposal(post.scene.police, THURSDAY)
    await remove_person(person_id=post.scene.health.person_id, actor=None, now=NOW)
    await browser.sign_in_as(post.scene.chair)
    page = (await browser.get(address(post, reply_id))).text
    assert "Somebody you chose is not there any more" in page
    assert 'value="moved"' not in page
