"""A meeting's page: answers, moving, cancelling, and what strangers get."""

import re
from uuid import UUID, uuid4

import pytest

from tests.clients import Browser
from tests.scene import Scene

TIMES = {
    "on-day": "5",
    "on-month": "3",
    "on-year": "2026",
    "starts": "2pm",
    "ends": "3pm",
    "version": "1",
}
PAGES = ["", "/minutes", "/run", "/close", "/reschedule", "/cancel"]


@pytest.mark.parametrize("page", PAGES)
async def test_a_hidden_meeting_is_as_absent(
    browser: Browser, scene: Scene, meeting_id: UUID, page: str
) -> None:
    await browser.sign_in_as(scene.stranger)
    hidden = await browser.get(f"/meetings/{meeting_id}{page}")
    absent = await browser.get(f"/meetings/{uuid4()}{page}")
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert re.sub(r'value="[^"]+"', "", hidden.text) == re.sub(r'value="[^"]+"', "", absent.text)


@pytest.mark.parametrize("page", ["/answer", "/close", "/cancel", "/minutes/approve", "/run"])
async def test_a_hidden_meeting_takes_no_post(
    browser: Browser, scene: Scene, meeting_id: UUID, page: str
) -> None:
    await browser.sign_in_as(scene.stranger)
    typed = {"answer": "accepted", "reason": "x", "version": "1"}
    answer = await browser.submit(f"/meetings/{meeting_id}{page}", typed)
    assert answer.status_code == 404


async def test_who_does_not_run_the_meeting_has_no_drafts(
    browser: Browser, scene: Scene, meeting_id: UUID, children: list[UUID]
) -> None:
    await browser.sign_in_as(scene.police)
    for page in ("run", "close", f"run/children/{children[0]}", "minutes"):
        assert (await browser.get(f"/meetings/{meeting_id}/{page}")).status_code == 404
    assert (await browser.get(f"/meetings/{meeting_id}/reschedule")).status_code == 403


async def test_an_answer_must_be_chosen_and_what_was_typed_stays(
    browser: Browser, scene: Scene, meeting_id: UUID
) -> None:
    await browser.sign_in_as(scene.health)
    address = f"/meetings/{meeting_id}"
    refused = await browser.submit(f"{address}/answer", {"apology": "On leave"})
    assert refused.status_code == 422
    assert refused.text.count("Select whether you will come") == 2
    assert "On leave" in refused.text
    declined = {"answer": "declined", "apology": "On leave"}
    assert (await browser.submit(f"{address}/answer", declined)).status_code == 303
    assert "Health has declined: not quorate." in (await browser.get(address)).text


async def test_a_meeting_is_moved_and_a_stale_form_moves_nothing(
    browser: Browser, scene: Scene, meeting_id: UUID
) -> None:
    await browser.sign_in_as(scene.scheduler)
    address = f"/meetings/{meeting_id}"
    moved = await browser.submit(f"{address}/reschedule", TIMES)
    assert (moved.status_code, moved.headers["location"]) == (303, address)
    assert "Thursday 5 March 2026, 2pm to 3pm" in (await browser.get(address)).text
    stale = await browser.submit(f"{address}/reschedule", TIMES | {"on-day": "6"})
    assert stale.status_code == 409
    assert "Somebody else changed this" in stale.text
    assert 'name="version" value="2"' in stale.text
    assert "Thursday 5 March 2026" in (await browser.get(address)).text


async def test_a_meeting_is_cancelled_with_a_reason(
    browser: Browser, scene: Scene, meeting_id: UUID
) -> None:
    await browser.sign_in_as(scene.chair)
    address = f"/meetings/{meeting_id}"
    shown = await browser.get(f"{address}/cancel")
    assert shown.text.count("data-destructive") == 1
    assert (await browser.submit(f"{address}/cancel")).status_code == 422
    done = await browser.submit(f"{address}/cancel", {"reason": "Held by phone instead"})
    assert (done.status_code, done.headers["location"]) == (303, address)
    seen = await browser.get(address)
    assert "Cancelled" in seen.text
    assert "Held by phone instead" in seen.text
    assert "Your answer" not in seen.text
    assert (await browser.get(f"{address}/run")).headers["location"] == address
    late = await browser.submit(f"{address}/answer", {"answer": "accepted"})
    assert late.status_code == 409


async def test_the_wrong_method_is_refused(
    browser: Browser, scene: Scene, meeting_id: UUID
) -> None:
    await browser.sign_in_as(scene.chair)
    assert (await browser.get(f"/meetings/{meeting_id}/answer")).status_code == 405
    assert (await browser.submit(f"/meetings/{meeting_id}")).status_code == 405


async def test_the_list_has_pages_and_kinds(
    browser: Browser, scene: Scene, children: list[UUID]
) -> None:
    for _ in range(26):
        await scene.meet(children[0])
    await browser.sign_in_as(scene.chair)
    first = await browser.get("/meetings")
    following = re.findall(r'href="(/meetings\?which=coming&amp;after=[^"]+)"', first.text)[0]
    rows = r'scope="row"'
    assert len(re.findall(rows, first.text)) == 25
    second = await browser.get(following.replace("&amp;", "&"))
    assert len(re.findall(rows, second.text)) == 1
    assert "No meetings here" in (await browser.get("/meetings?which=past")).text
    assert (await browser.get("/meetings?after=nonsense")).status_code == 422
