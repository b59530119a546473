"""What a meeting's page tells once it was held: whom quorum rested on, and when it was told."""

import re
from uuid import UUID

import time_machine

from tests.clients import Browser
from tests.pages.meetings.test_held import told
from tests.scene import HELD, Scene, decided


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


async def test_children_with_the_same_result_share_a_line(
    browser: Browser, scene: Scene, meeting_id: UUID, children: list[UUID]
) -> None:
    with time_machine.travel(HELD, tick=False):
        await scene.come(meeting_id, scene.chair, scene.police)
        for child in children:
            await scene.decide(meeting_id, child, decided())
        await scene.close(meeting_id, why="Health was called away")
        await browser.sign_in_as(scene.police)
        page = words((await browser.get(f"/meetings/{meeting_id}")).text)
    assert (
        "Who was there with authority to decide"
        " For Children’s social care Police Health Quorum"
        f" Child N-1 and Child N-2 {scene.chair.name} {scene.police.name} Nobody Not quorate"
    ) in page


async def test_what_is_told_on_a_later_day_says_so_on_both_pages(
    browser: Browser, scene: Scene, children: list[UUID]
) -> None:
    late = "Recorded late: held 3 March 2026, 9am, entered 4 March 2026, 11am."
    why = "A child at risk that night"
    with time_machine.travel(HELD, tick=False):
        await browser.sign_in_as(scene.scheduler)
        typed = told(scene, children[0], emergency_reason=why)
        answer = await browser.submit("/meetings/held", typed)
        page = words((await browser.get(answer.headers["location"])).text)
        assert f"Recorded afterwards {late}" in page
        assert f"Emergency {why}" in page
        chain = words((await browser.get(f"/concerns/{children[0]}")).text)
        assert f"{late} Recorded in an emergency: {why}" in chain


async def test_what_is_told_on_the_same_day_is_not_late(
    browser: Browser, scene: Scene, children: list[UUID]
) -> None:
    await browser.sign_in_as(scene.scheduler)
    answer = await browser.submit("/meetings/held", told(scene, children[0]))
    page = words((await browser.get(answer.headers["location"])).text)
    assert "Recorded afterwards Held 3 March 2026, 9am, entered 3 March 2026, 2pm" in page
    assert "Emergency" not in page
    assert "Recorded late" not in words((await browser.get(f"/concerns/{children[0]}")).text)
