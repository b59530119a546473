"""Whoever arranges a meeting reminds the people whose answer is awaited."""

from datetime import timedelta

import time_machine

from tests.clients import Browser, Program
from tests.factories import NOW
from tests.scene import Scene


async def test_who_arranges_reminds_once_an_hour_and_sees_when(
    browser: Browser, scene: Scene
) -> None:
    (child,) = await scene.concerns("N-REMIND")
    meeting_id = await scene.meet(child.id)
    path = f"/meetings/{meeting_id}"
    with time_machine.travel(NOW, tick=False):
        await browser.sign_in_as(scene.scheduler)
        assert (await browser.get(path)).text.count("Not reminded yet") == 3
        assert "Everybody" not in (await browser.get(f"{path}/remind")).text
        answer = await browser.submit(f"{path}/remind")
        assert (answer.status_code, answer.headers["location"]) == (303, path)
        after = (await browser.get(path)).text
        assert "3 people reminded." in after
        assert after.count("Reminded on 3 March 2026, 2pm") == 3
        again = await browser.submit(f"{path}/remind")
        assert again.status_code == 409
        assert "You can remind them again at 15:00." in again.text
    with time_machine.travel(NOW + timedelta(hours=30), tick=False):
        await browser.sign_in_as(scene.scheduler)
        assert "The meeting has begun" in (await browser.submit(f"{path}/remind")).text


async def test_others_in_the_meeting_remind_nobody(browser: Browser, scene: Scene) -> None:
    (child,) = await scene.concerns("N-REMIND")
    meeting_id = await scene.meet(child.id)
    with time_machine.travel(NOW, tick=False):
        await browser.sign_in_as(scene.police)
        assert "Not reminded yet" not in (await browser.get(f"/meetings/{meeting_id}")).text
        assert (await browser.get(f"/meetings/{meeting_id}/remind")).status_code == 403
        assert (await browser.submit(f"/meetings/{meeting_id}/remind")).status_code == 403


async def test_a_program_reminds_and_reads_who_has_not_answered(
    program: Program, scene: Scene
) -> None:
    (child,) = await scene.concerns("N-REMIND")
    meeting_id = await scene.meet(child.id)
    path = f"/api/v1/meetings/{meeting_id}"
    with time_machine.travel(NOW, tick=False):
        await program.act_for(scene.chair)
        told = await program.post(f"{path}/remind")
        assert (told.status_code, told.json()) == (200, {"people": 3})
        waiting = (await program.get(f"{path}/unanswered")).json()
        assert {one["reminded_at"] for one in waiting} == {"2026-03-03T14:00:00Z"}
        assert (await program.post(f"{path}/remind")).status_code == 409


async def test_your_work_tells_what_to_arrange_and_chase(browser: Browser, scene: Scene) -> None:
    (child,) = await scene.concerns("N-CHASE")
    meeting_id = await scene.meet(child.id)
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        await browser.sign_in_as(scene.chair)
        work = (await browser.get("/work")).text
    assert "To arrange and chase" in work
    assert f'href="/meetings/{meeting_id}">Get meeting' in work
