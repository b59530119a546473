"""From the bytes of a calendar to a new invitation for everybody, and two managers at once."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from litestar import Litestar

from planning.errors import Blocked, Invalid
from planning.meetings.actions import cancel
from planning.outbox import MeetingInvitation
from planning.people.rules import Role
from planning.replies.actions import Decision
from planning.replies.queries import replies_of, replies_to_decide, standing_of
from planning.replies.rules.settling import Settlement
from planning.transactions import fetch_all, transaction
from service.calendar.replies import read_reply
from tests.clients import PUBLIC_URL, Browser, Program, asgi
from tests.factories import NOW, make_actor
from tests.replies.arriving import THURSDAY, WROTE, Post
from tests.scene import NO_ROOM

CALENDAR = """BEGIN:VCALENDAR
METHOD:COUNTER
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VEVENT
UID:{uid}
SEQUENCE:{sequence}
DTSTAMP:20260303T133000Z
DTSTART:20260305T150000Z
DTEND:20260305T160000Z
ATTENDEE;PARTSTAT=TENTATIVE:mailto:{address}
END:VEVENT
END:VCALENDAR
"""


class Queued(msgspec.Struct, frozen=True):
    recipient_id: UUID
    sequence: int


_QUEUED = """
select recipient_id, sequence from mail_message
where subject_id = $1 and kind = 'meeting_request' order by sequence, recipient_id
"""


async def proposed(post: Post) -> UUID:
    """What Exchange sends for the police officer."""
    seat = await post.seat(post.scene.police)
    calendar = CALENDAR.format(
        uid=seat.uid, sequence=seat.sequence, address=post.scene.police.email
    )
    said = read_reply(calendar.replace("\n", "\r\n").encode(), method="COUNTER")
    return await post.waits(post.scene.police, said)


async def test_from_the_bytes_of_a_calendar_to_new_invitations(
    post: Post, browser: Browser
) -> None:
    scene, before = post.scene, await post.seat(post.scene.police)
    reply_id = await proposed(post)
    await browser.sign_in_as(scene.chair)
    fields = {"how": "moved", "version": str(await post.version()), "slot": ""}
    there = f"/meetings/{post.meeting_id}/replies/{reply_id}"
    for _ in range(2):
        moved = await browser.submit(there, fields, key="one-click")
        assert moved.status_code == 303
    async with transaction(scene.chair.person_id):
        queued = await fetch_all(Queued, _QUEUED, post.meeting_id)
    everybody = sorted(person.person_id for person in (scene.chair, scene.police, scene.health))
    assert queued == [Queued(person_id, before.sequence + 1) for person_id in everybody]


async def test_of_two_managers_at_once_one_decides_and_the_other_is_told(post: Post) -> None:
    scene, version = post.scene, await post.version()
    reply_id = await proposed(post)
    scene.sent.messages.clear()
    decision = Decision(Settlement.MOVED, version)
    results = await asyncio.gather(
        post.settle(reply_id, decision, scene.chair),
        post.settle(reply_id, decision, scene.scheduler),
        return_exceptions=True,
    )
    (lost,) = [one for one in results if isinstance(one, BaseException)]
    assert isinstance(lost, Blocked)
    assert "has dealt with this reply: the meeting was moved" in lost.message
    sent = [one for one in scene.sent.messages if isinstance(one, MeetingInvitation)]
    assert [one.sequence for one in sent] == [1, 1, 1]


async def test_two_proposals_move_the_meeting_one_after_the_other_and_never_at_once(
    post: Post,
) -> None:
    scene, version = post.scene, await post.version()
    first = await proposed(post)
    second = await post.proposal(scene.health, THURSDAY + timedelta(hours=1))
    results = await asyncio.gather(
        *(post.settle(one, Decision(Settlement.MOVED, version), scene.chair)
          for one in (first, second)),
        return_exceptions=True,
    )  # fmt: skip
    assert sum(isinstance(one, BaseException) for one in results) == 1
    assert (await post.seat(scene.police)).sequence == 1


async def test_nothing_is_owed_once_the_meeting_is_cancelled_but_words_are_still_read(
    post: Post,
) -> None:
    scene = post.scene
    await proposed(post)
    words = await post.waits(scene.health, WROTE)
    at: dict[str, Any] = {"actor": scene.chair, "now": NOW}
    work = await replies_to_decide(**at)
    assert {one.id for one in work if one.meeting_id == post.meeting_id} >= {words}
    assert (await standing_of(meeting_id=post.meeting_id, **at)).waiting == 2
    await cancel(meeting_id=post.meeting_id, reason="Held elsewhere", enqueue=scene.sent, **at)
    left = [one.id for one in await replies_to_decide(**at) if one.meeting_id == post.meeting_id]
    assert left == [words]
    done = await replies_of(meeting_id=post.meeting_id, waiting=False, **at)
    assert [(one.waits, one.settled_how) for one in done.items] == [(False, None)]
    late = await replies_to_decide(actor=scene.chair, now=NOW + timedelta(days=9))
    assert [one.id for one in late if one.meeting_id == post.meeting_id] == [words]


async def test_the_queue_is_paged_and_tells_nobody_else(post: Post) -> None:
    scene = post.scene
    ids = [await post.waits(scene.health, WROTE, now=NOW + timedelta(seconds=at)) for at in (1, 2)]

    async def page(cursor: str | None = None) -> Any:
        return await replies_of(
            meeting_id=post.meeting_id,
            waiting=True,
            actor=scene.scheduler,
            now=NOW,
            cursor=cursor,
            limit=1,
        )

    first = await page()
    second = await page(first.next)
    assert [one.id for one in (*first.items, *second.items)] == ids[::-1]
    assert second.next is None
    with pytest.raises(Invalid):
        await page("nonsense")
    assert (await standing_of(meeting_id=post.meeting_id, actor=scene.stranger, now=NOW)).mine == []
    assert await replies_to_decide(actor=scene.stranger, now=NOW) == []


async def test_a_program_decides_as_a_page_does(post: Post, app: Litestar) -> None:
    scene, reply_id = post.scene, await proposed(post)
    async with Program(transport=asgi(app), base_url=f"{PUBLIC_URL}/api/v1/") as program:
        await program.act_for(scene.chair)
        there = f"meetings/{post.meeting_id}/replies"
        listed = (await program.get(there)).json()
        assert [one["id"] for one in listed["items"]] == [str(reply_id)]
        seen = (await program.get(f"{there}/{reply_id}")).json()
        assert seen["choices"] == ["moved", "kept"]
        assert [reason for reason in seen["stands"]["reasons"] if reason != NO_ROOM] == []
        body = {"how": "moved", "version": seen["version"]}
        moved = await program.post(
            f"{there}/{reply_id}/settle", json=body, headers={"idempotency-key": "once"}
        )
        assert (moved.status_code, moved.json()) == (200, {"warnings": [], "sees_meeting": True})
        again = await program.post(f"{there}/{reply_id}/settle", json=body)
        assert again.status_code == 409
        assert (await program.get("work")).json()["replies"] == []
        found = (await program.get(f"meetings/{post.meeting_id}")).json()
        starts_at = datetime.fromisoformat(found["starts_at"])
        assert starts_at == THURSDAY.astimezone(UTC)


async def test_an_administrator_in_the_meeting_is_shown_where_people_are_added(
    post: Post, browser: Browser
) -> None:
    scene = post.scene
    both = await make_actor(Role.CHAIR, Role.ADMINISTRATOR, agency_id=scene.chair.agency_id)
    convening = msgspec.structs.replace(scene.convening(post.children), chair_id=both.person_id)
    meeting_id = (await scene.convene(convening)).meeting_id
    there = Post(scene, post.worker, meeting_id, post.children)
    said = await there.reply(scene.police, None)
    other = msgspec.structs.replace(
        said.repliers[0], delegates=True, delegated_to="new@police.example"
    )
    reply_id = await there.waits(scene.police, msgspec.structs.replace(said, repliers=[other]))
    await browser.sign_in_as(both)
    page = (await browser.get(f"/meetings/{meeting_id}/replies/{reply_id}")).text
    assert 'href="/people/new"' in page
