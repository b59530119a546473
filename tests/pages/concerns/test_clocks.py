"""Moving a date that is due for a child."""

import re
from collections.abc import AsyncIterator

import pytest
import time_machine

from tests.clients import Browser
from tests.scene import HELD, Scene, decided, make_scene

TYPED = {
    "old_due_on-day": "25",
    "old_due_on-month": "3",
    "old_due_on-year": "2026",
    "new_due_on-day": "27",
    "new_due_on-month": "3",
    "new_due_on-year": "2026",
    "reason": "The solicitor is away",
}


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    with time_machine.travel(HELD, tick=False):
        yield await make_scene()


async def test_a_manager_moves_the_date_and_the_page_tells_it(
    browser: Browser, scene: Scene
) -> None:
    (child,) = await scene.concerns("N-1")
    await scene.hold(child.id, decided())
    here = f"/concerns/{child.id}"
    await browser.sign_in_as(scene.manager)
    page = (await browser.get(here)).text
    assert "0 working days since the first meeting, on Wednesday 4 March 2026." in page
    assert f'href="{here}/clocks/conference"' in page
    form = (await browser.get(f"{here}/clocks/conference")).text
    for name, value in list(TYPED.items())[:3]:
        assert f'name="{name}" value="{value}"' in form
    half = await browser.submit(f"{here}/clocks/conference", {**TYPED, "reason": ""})
    assert half.status_code == 422
    assert 'value="27"' in half.text
    same = await browser.submit(f"{here}/clocks/conference", {**TYPED, "new_due_on-day": "25"})
    assert same.status_code == 409
    done = await browser.submit(f"{here}/clocks/conference", TYPED)
    assert (done.status_code, done.headers["location"]) == (303, here)
    told = (await browser.get(here)).text
    assert "The date was moved from 25 March 2026 to 27 March 2026" in told
    assert "The solicitor is away" in told
    stale = await browser.submit(f"{here}/clocks/conference", {**TYPED, "new_due_on-day": "30"})
    assert stale.status_code == 409


async def test_nobody_else_is_offered_it_and_what_does_not_run_is_not_there(
    browser: Browser, scene: Scene
) -> None:
    (child,) = await scene.concerns("N-1")
    here = f"/concerns/{child.id}"
    await browser.sign_in_as(scene.scheduler)
    assert "Move this date" not in (await browser.get(here)).text
    assert (await browser.get(f"{here}/clocks/assessment")).status_code == 403
    assert (await browser.submit(f"{here}/clocks/assessment", TYPED)).status_code == 403
    await browser.sign_in_as(scene.manager)
    for kind in ("conference", "tea"):
        assert (await browser.get(f"{here}/clocks/{kind}")).status_code == 404
    await browser.sign_in_as(scene.stranger)
    assert (await browser.get(f"{here}/clocks/assessment")).status_code == 404
    assert re.findall("Move", (await browser.get(here)).text) == []


async def test_the_day_of_the_conference_is_recorded_and_told(
    browser: Browser, scene: Scene
) -> None:
    (child,) = await scene.concerns("N-1")
    await scene.hold(child.id, decided())
    here = f"/concerns/{child.id}"
    await browser.sign_in_as(scene.scheduler)
    assert f'href="{here}/clocks/conference/met"' in (await browser.get(here)).text
    assert (
        "due by Wednesday 25 March 2026"
        in (await browser.get(f"{here}/clocks/conference/met")).text
    )
    late = await browser.submit(
        f"{here}/clocks/conference/met",
        {"met_on-day": "5", "met_on-month": "3", "met_on-year": "2026"},
    )
    assert (late.status_code, "Enter a date that is not in the future." in late.text) == (409, True)
    none = await browser.submit(f"{here}/clocks/conference/met", {})
    assert none.status_code == 422
    done = await browser.submit(
        f"{here}/clocks/conference/met",
        {"met_on-day": "4", "met_on-month": "3", "met_on-year": "2026"},
    )
    assert (done.status_code, done.headers["location"]) == (303, here)
    told = (await browser.get(here)).text
    assert "Held on Wednesday 4 March 2026, in time: it was due by 25 March 2026." in told
    assert (
        "A new record counts instead" in (await browser.get(f"{here}/clocks/conference/met")).text
    )
    await browser.sign_in_as(scene.police)
    assert (await browser.get(f"{here}/clocks/conference/met")).status_code == 403
    assert "/met" not in (await browser.get(here)).text
    for kind in ("full_meeting", "tea"):
        assert (await browser.get(f"{here}/clocks/{kind}/met")).status_code == 404
