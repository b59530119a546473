"""A child's support on pages: assigned, contacted from a phone, written about, ended."""

from uuid import uuid4

import httpx

from planning.support.rules.posts import Post
from tests.clients import Browser
from tests.factories import NOW
from tests.pages.operations.world import faults_of, text_of
from tests.planning.support_world import Support


async def _sent(browser: Browser, place: str, form: dict[str, str], on: str) -> None:
    answer = await browser.submit(place, form)
    assert (answer.status_code, answer.headers["location"]) == (303, on)


async def _refused(browser: Browser, place: str, form: dict[str, str]) -> httpx.Response:
    answer = await browser.submit(place, form)
    assert answer.status_code in {409, 422}
    return answer


async def test_children_get_a_key_worker_and_then_leave_the_top_of_the_list(
    browser: Browser, support: Support
) -> None:
    here = f"/operations/{support.operation_id}/support"
    await browser.sign_in_as(support.manager)
    assert "without a key worker 2 of 2" in text_of(await browser.get(here))
    refused = await _refused(browser, f"{here}/worker", {"reason": "Knows them"})
    assert faults_of(refused) == ["Select the children", "Select who it is"]
    assert 'value="Knows them"' in refused.text
    form = {
        "child_ids": str(support.children[1]),
        "person_id": str(support.charity.person_id),
        "reason": "Knows them",
    }
    await _sent(browser, f"{here}/worker", form, here)
    page = text_of(await browser.get(here))
    assert page.index("Child R-1 ") < page.index("Child R-2 ")
    assert f"Children {support.charity.name} Northborough voluntary" in page
    assert "None of the children you see needs this." in text_of(
        await browser.get(f"{here}?need=review")
    )
    assert (await browser.get(f"{here}/nobody")).status_code == 404
    one = await browser.get(f"{here}/worker?child={support.children[1]}")
    assert f"now {support.charity.name}" in text_of(one)
    assert "R-1" not in text_of(one)
    for absent in ("nonsense", str(uuid4())):
        assert (await browser.get(f"{here}/worker?child={absent}")).status_code == 404


async def test_a_contact_is_logged_from_your_work(browser: Browser, support: Support) -> None:
    child = support.children[0]
    await support.assign(child)
    await browser.sign_in_as(support.charity)
    work = text_of(await browser.get("/work"))
    assert "Young people to contact What to do When Contact Child R-1" in work
    assert "Support plans due What to do When Assess the risk of Child R-1" in work
    place = f"/support/{child}"
    form = await browser.get(f"{place}/contact")
    assert 'value="today" checked' in form.text
    refused = await _refused(browser, f"{place}/contact", {"when": "other", "note": "At the café"})
    assert faults_of(refused) == ["Enter the date", "Select how"]
    assert "At the café" in refused.text
    refused = await _refused(
        browser, f"{place}/contact", {"when": "today", "kind": "phone", "seen": "yes"}
    )
    assert faults_of(refused) == ["A child is seen on a visit or by video only."]
    for when in ("today", "yesterday"):
        await _sent(browser, f"{place}/contact", {"when": when, "kind": "phone"}, place)
    plan = text_of(await browser.get(place))
    assert "2 March 2026 Phone call No note" in plan
    assert "Met 2 of 2 this week" in plan
    assert "Contact Child R-1" not in text_of(await browser.get("/work"))


async def test_a_wrong_entry_is_struck_out(browser: Browser, support: Support) -> None:
    child = support.children[0]
    await support.assign(child)
    entry = await support.contact(child, NOW.date())
    await browser.sign_in_as(support.manager)
    place = f"/support/{child}/contacts/{entry}"
    assert "Phone call of Tuesday 3 March 2026" in text_of(await browser.get(place))
    assert faults_of(await _refused(browser, place, {})) == ["Enter why the entry is wrong"]
    await _sent(browser, place, {"reason": "Another child"}, f"/support/{child}#contacts")
    assert "Struck out: Another child" in text_of(await browser.get(f"/support/{child}"))
    assert (await browser.get(place)).status_code == 404


async def test_risk_reviews_and_parts_are_written(browser: Browser, support: Support) -> None:
    child = support.children[0]
    place = f"/support/{child}"
    await browser.sign_in_as(support.manager)
    assert faults_of(await _refused(browser, f"{place}/risk", {})) == [
        "Enter the immediate risk, or none",
        "Enter the ongoing risk, or none",
        "Enter the date of the assessment",
        "Enter the date of the next one",
    ]
    today = _date("assessed_on", 3, 3) | _date("held_on", 3, 3) | _date("next_on", 1, 4)
    risk = {"immediate": "Waits outside", "ongoing": "Online"} | today
    await _sent(browser, f"{place}/risk", risk, place)
    review = {"summary": "She is settled"} | today
    await _sent(browser, f"{place}/review", review, place)
    wishes = {"content": "To see her brother", "version": "0"}
    await _sent(browser, f"{place}/parts/wishes", wishes, f"{place}#parts")
    justice = {"content": "Interviewed", "not_criminalised": "yes", "version": "0"}
    await _sent(browser, f"{place}/parts/justice", justice, f"{place}#parts")
    due = {"content": "", "version": "0"} | _date("due_on", 9, 3)
    await _sent(browser, f"{place}/parts/physical", due, f"{place}#parts")
    plan = text_of(await browser.get(place))
    for said in (
        "Waits outside", "She is settled", "To see her brother", "Treated as a victim",
        "Due by 9 March 2026",
    ):  # fmt: skip
        assert said in plan
    stale = await _refused(browser, f"{place}/parts/wishes", wishes | {"content": "To go home"})
    assert "To see her brother" in text_of(stale)
    assert "To go home" in text_of(stale)
    assert (await browser.get(f"{place}/parts/shoes")).status_code == 404
    assert "due 9 March" not in text_of(await browser.get("/work"))


async def test_a_post_ends_and_then_support(browser: Browser, support: Support) -> None:
    child = support.children[0]
    await support.assign(child)
    await support.assign(child, post=Post.DEPUTY, person=support.scene.health)
    await browser.sign_in_as(support.manager)
    place = f"/support/{child}"
    release = f"{place}/release/worker"
    assert support.charity.name in text_of(await browser.get(release))
    assert faults_of(await _refused(browser, release, {})) == ["Enter why this ends"]
    await _sent(browser, release, {"reason": "Moves away"}, place)
    plan = text_of(await browser.get(place))
    assert "the key worker changed or left once" in plan
    end = f"{place}/end"
    form = {"reason": "The school stays in touch"} | _date("ended_on", 3, 3)
    refused = await _refused(browser, end, form)
    assert faults_of(refused) == [
        "Support ends after the operation went live. Detach the child instead."
    ]
    await support.go_live()
    await _sent(browser, end, form, place)
    plan = text_of(await browser.get(place))
    assert "Support ended on Tuesday 3 March 2026. The school stays in touch" in plan
    assert "Log a contact" not in plan


async def test_who_is_in_one_wall_alone_finds_nothing(browser: Browser, support: Support) -> None:
    child = support.children[0]
    await support.assign(child)
    for outside in (support.world.lead, support.scene.scheduler):
        await browser.sign_in_as(outside)
        for place in ("", "/contact", "/risk", "/review", "/end", "/parts/wishes"):
            assert (await browser.get(f"/support/{child}{place}")).status_code == 404
    await browser.sign_in_as(support.world.lead)
    listed = text_of(await browser.get(f"/operations/{support.operation_id}/support"))
    assert "Child R-1" not in listed
    assert support.charity.name in listed


def _date(field: str, day: int, month: int) -> dict[str, str]:
    return {f"{field}-day": str(day), f"{field}-month": str(month), f"{field}-year": "2026"}
