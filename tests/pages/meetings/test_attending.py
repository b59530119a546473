"""Who comes and goes: one tap each, and what is known of a person on a page of their own."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine

from tests.clients import Browser
from tests.scene import HELD, Scene, decided


@pytest.fixture
def begun() -> time_machine.travel:
    """Twenty past ten: the meeting runs since ten."""
    return time_machine.travel(HELD - timedelta(minutes=40), tick=False)


async def test_one_tap_for_who_comes_and_one_for_who_goes(
    browser: Browser, scene: Scene, meeting_id: UUID, begun: time_machine.travel
) -> None:
    with begun:
        await browser.sign_in_as(scene.chair)
        page = f"/meetings/{meeting_id}/run/attendance"
        assert (await browser.submit(page)).status_code == 422
        police = str(scene.police.person_id)
        assert (await browser.submit(page, {"arrived": police})).status_code == 303
        assert "from 10:20am" in (await browser.get(page)).text
    with time_machine.travel(HELD, tick=False):
        await browser.sign_in_as(scene.chair)
        assert (await browser.submit(page, {"gone": police})).status_code == 303
        told = (await browser.get(page)).text
        assert "10:20am to 11am" in told
        assert "Has left" in told
        assert (await browser.submit(page, {"gone": str(uuid4())})).status_code == 404


async def test_times_and_phone_and_apologies_of_one_person(
    browser: Browser, scene: Scene, meeting_id: UUID
) -> None:
    with time_machine.travel(HELD, tick=False):
        await browser.sign_in_as(scene.chair)
        page = f"/meetings/{meeting_id}/run/attendance/{scene.police.person_id}"
        assert (await browser.submit(page)).status_code == 422
        empty = await browser.submit(page, {"presence": "part"})
        assert empty.text.count("Enter when they joined") == 2
        late = {"presence": "part", "times-0-joined": "10:20", "times-0-left": "10:10"}
        refused = await browser.submit(page, late)
        assert refused.status_code == 409
        assert "cannot have left before they joined." in refused.text
        assert 'value="10:10"' in refused.text
        times = {"times-0-joined": "10:00", "times-0-left": "10:10", "times-1-joined": "10:30"}
        await browser.submit(page, {"presence": "part", "how": "phone"} | times)
        known = (await browser.get(page)).text
        assert all(f'value="{time}"' in known for time in ("10:00", "10:10", "10:30"))
        seen = (await browser.get(f"/meetings/{meeting_id}")).text
        assert "By phone. 10am to 10:10am, from 10:30am" in seen
        await browser.submit(page, {"presence": "absent", "apology_reason": "sick"})
        assert "Sick" in (await browser.get(f"/meetings/{meeting_id}/run/attendance")).text
        nobody = f"/meetings/{meeting_id}/run/attendance/{uuid4()}"
        assert (await browser.get(nobody)).status_code == 404


async def test_a_follow_up_is_owed_on_every_page_until_it_is_held(
    browser: Browser, scene: Scene
) -> None:
    (child,) = await scene.concerns("N-9")
    meeting_id = await scene.meet(child.id)
    await scene.come(meeting_id, scene.chair, scene.police)
    await scene.decide(meeting_id, child.id, decided())
    await scene.close(meeting_id, why="Health was called away")
    with time_machine.travel(HELD, tick=False):
        for person in (scene.chair, scene.scheduler):
            await browser.sign_in_as(person)
            assert "It was not quorate on 4 March 2026" in (await browser.get("/work")).text
            told = (await browser.get(f"/meetings/{meeting_id}")).text
            assert "Owed for Child N-9 by Saturday 7 March 2026" in told
            chain = (await browser.get(f"/concerns/{child.id}")).text
            assert "A quorate follow-up is owed by 7 March 2026." in chain
        await scene.hold(child.id, scene.adjourned(), day=(HELD + timedelta(days=1)).date())
    with time_machine.travel(HELD + timedelta(days=2), tick=False):
        await browser.sign_in_as(scene.chair)
        assert "It was not quorate" not in (await browser.get("/work")).text
        assert (
            "followed up by a quorate meeting" in (await browser.get(f"/concerns/{child.id}")).text
        )
