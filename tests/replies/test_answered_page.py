"""Whoever sees a meeting sees whose answer came by calendar, and none of the words beside it."""

import re
from datetime import timedelta
from uuid import UUID

import asyncpg

from planning.meetings.actions import answer_invitation, cancel
from planning.meetings.rules.quorum import Answer
from tests.clients import Browser
from tests.factories import NOW
from tests.replying import AFTER, Invited, reply_to, take
from tests.scene import Scene

LINE = "<div>Answered by calendar 3 March 2026, 3pm</div>"


async def lines(browser: Browser, meeting_id: UUID) -> list[str]:
    found = await browser.get(f"/meetings/{meeting_id}")
    assert found.status_code == 200
    assert "dentist" not in found.text
    return re.findall(r"<div>[^<]*by calendar[^<]*</div>", found.text)


async def test_an_answer_by_calendar_is_told_until_another_is_given(
    browser: Browser,
    scene: Scene,
    meeting_id: UUID,
    police: Invited,
    worker_pool: asyncpg.Pool,
) -> None:
    await browser.sign_in_as(scene.health)
    assert await lines(browser, meeting_id) == []
    said = reply_to(police, Answer.TENTATIVE, comment="I may be at the dentist")
    await take(worker_pool, police, said)
    assert await lines(browser, meeting_id) == [LINE]
    await answer_invitation(
        meeting_id=meeting_id,
        answer=Answer.TENTATIVE,
        actor=scene.police,
        now=AFTER + timedelta(hours=1),
    )
    assert await lines(browser, meeting_id) == []


async def test_a_meeting_that_is_off_tells_nothing_of_answers(
    browser: Browser,
    scene: Scene,
    meeting_id: UUID,
    police: Invited,
    worker_pool: asyncpg.Pool,
) -> None:
    await take(worker_pool, police, reply_to(police))
    await cancel(
        meeting_id=meeting_id, reason="Not needed", actor=scene.chair, now=NOW, enqueue=scene.sent
    )
    await browser.sign_in_as(scene.chair)
    assert await lines(browser, meeting_id) == []
