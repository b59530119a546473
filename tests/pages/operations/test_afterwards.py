"""After go-live on pages: the figures, reviews, the report, its lessons."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from planning.go_live.actions import go_live_without_sign_off
from planning.lessons.queries import report_of
from planning.operations.actions import move_operation
from planning.operations.rules import Act
from planning.people.rules import AgencyCategory, Role
from planning.procedures.actions import install_shipped_profile
from planning.transactions import transaction
from service.documents.content import Sheet
from service.documents.sources import SOURCES, Kind
from tests.clients import Browser, Program
from tests.factories import NOW, make_actor
from tests.pages.operations.test_operations import here
from tests.pages.operations.world import faults_of, text_of
from tests.planning.operation_world import World, submitted_world
from tests.planning.report_world import report_on

API = "/api/v1"


@pytest.fixture
async def live() -> World:
    """Submitted, and live without sign-off."""
    await install_shipped_profile(now=NOW)
    world, _ = await submitted_world()
    await go_live_without_sign_off(
        operation_id=world.operation_id, reason="A child cannot wait", actor=world.lead, now=NOW,
        enqueue=world.sent,
    )  # fmt: skip
    return world


async def test_the_forecast_stands_beside_what_happened(browser: Browser, live: World) -> None:
    await browser.sign_in_as(live.lead)
    page = await browser.get(here(live, "afterwards"))
    text = text_of(page)
    for said in (
        "Operation Larch went live on 3 March 2026.",
        "0 strategy meetings since go-live",
        "for 30 victims, the number to plan for",
        "Live, with no version signed, version 1 awaits 2 agencies",
        "Review due Tuesday 31 March 2026, in 20 working days",
        "Record a review",
        "Social workers (people) 4 0",
    ):
        assert said in text
    assert "Strategy meetings by week as a table" in text
    assert "Contacts with young people" not in text
    assert "version 1 awaits 2 agencies" in text_of(await browser.get(here(live)))
    plan = text_of(await browser.get(f"/plans/{live.contingency}"))
    assert "Live, with no version signed, version 1 awaits 2 agencies." in plan


async def test_before_go_live_there_is_nothing_to_set_beside_it(
    browser: Browser, world: World
) -> None:
    await browser.sign_in_as(world.lead)
    assert "is not live yet" in text_of(await browser.get(here(world, "afterwards")))
    assert "is written after go-live" in text_of(await browser.get(here(world, "report")))
    assert 'id="since"' not in (await browser.get(here(world))).text
    assert (await browser.submit(here(world, "report/worked"), {"content": "x"})).status_code == 409


async def test_a_review_is_asked_for_in_time_and_recorded(browser: Browser, live: World) -> None:
    await browser.sign_in_as(live.lead)
    path = f"/plans/{live.contingency}/review"
    assert faults_of(await browser.submit(path)) == [
        "Select what the review found", "Enter what the review found",
    ]  # fmt: skip
    with time_machine.travel(NOW + timedelta(days=22), tick=False):
        await browser.sign_in_as(live.lead)
        assert "Review the contingency plan: Operation Larch" in text_of(await browser.get("/work"))
        done = await browser.submit(path, {"changed": "yes", "note": "More chairs"})
        assert (done.status_code, done.headers["location"]) == (303, f"/plans/{live.contingency}")
        assert "Review the contingency plan" not in text_of(await browser.get("/work"))
        text = text_of(await browser.get(here(live, "afterwards")))
    assert "It has to change: More chairs" in text


async def test_the_report_is_written_part_by_part(browser: Browser, live: World) -> None:
    await browser.sign_in_as(live.health)
    assert text_of(await browser.get(here(live, "report"))).count("Write :") == 1
    assert faults_of(await browser.submit(here(live, "report/changes"))) == [
        "Enter what the report says"
    ]
    said = {"content": "More nurses\n\nSooner", "number": "0"}
    assert (await browser.submit(here(live, "report/changes"), said)).status_code == 303
    assert (await browser.submit(here(live, "report/changes"), said)).status_code == 409
    assert (await browser.submit(here(live, "report/worked"), said)).status_code == 403
    assert (await browser.get(here(live, "report/blame"))).status_code == 404
    assert "More nurses" in text_of(await browser.get(here(live, "report/changes")))
    text = text_of(await browser.get(here(live, "report")))
    assert "Before the operation can be closed" in text
    assert "“What happened” “Forecast against actual”" in text


async def test_a_lesson_is_kept_and_followed(browser: Browser, live: World) -> None:
    office = await make_actor(Role.PARTNERSHIP, category=AgencyCategory.PARTNERSHIP)
    await browser.sign_in_as(live.health)
    assert len(faults_of(await browser.submit(here(live, "lessons")))) == 3
    kept = await browser.submit(
        here(live, "lessons"),
        {"learned": "Chairs were found too late", "agency_id": str(live.health.agency_id),
         "due_on-day": "1", "due_on-month": "5", "due_on-year": "2026"},
    )  # fmt: skip
    assert (kept.status_code, kept.headers["location"]) == (303, here(live, "report"))
    seen = await report_of(operation_id=live.operation_id, actor=live.health)
    path = f"/lessons/{seen.lessons[0].id}"
    faulty = await browser.submit(path, {"state": "done", "version": "1"})
    assert faults_of(faulty) == ["Enter what was done, or why it was dropped."]
    done = {"state": "done", "progress": "A list is kept", "version": "1"}
    assert (await browser.submit(path, done)).status_code == 303
    assert "Done Due Friday 1 May 2026" in text_of(await browser.get(path))
    assert "A list is kept" in text_of(await browser.get("/lessons"))
    await browser.sign_in_as(office)
    assert "No lesson yet" in text_of(await browser.get("/lessons"))
    assert (await browser.get(path)).status_code == 404


async def test_the_printed_report_is_a_draft_until_nothing_is_lacking(live: World) -> None:
    sheet = Sheet(title="Report", version="1", reader="Sam", made_at="today")

    async def printed() -> tuple[str, str]:
        async with transaction(live.lead.person_id):
            read = SOURCES[Kind.AFTERWARDS]
            source = await read(live.operation_id, live.lead, NOW, NOW)
        return source.version_words, source.html(sheet)

    words, html = await printed()
    assert (words, html.count("Not written yet.")) == ("Draft, some parts are not written yet", 7)
    assert "Strategy meetings by week" in html
    await report_on(live)
    words, html = await printed()
    assert (words, html.count("As it was")) == ("Complete", 7)


async def test_a_closing_operation_says_what_its_report_lacks(
    browser: Browser, live: World
) -> None:
    await move_operation(
        operation_id=live.operation_id, act=Act.START_CLOSING, reason="Over", actor=live.lead,
        now=NOW, enqueue=live.sent,
    )  # fmt: skip
    await browser.sign_in_as(live.lead)
    assert "its report must say “What happened”" in text_of(await browser.get(here(live)))
    await report_on(live)
    assert "its report must say" not in text_of(await browser.get(here(live)))


async def test_everything_by_the_api(program: Program, live: World) -> None:
    await program.act_for(live.lead)
    at = f"{API}/operations/{live.operation_id}"
    found = (await program.get(f"{at}/afterwards")).json()
    assert (found["figures"]["forecast"], len(found["versions"]), len(found["reviews"])) == (
        100, 2, 2,
    )  # fmt: skip
    review = {"changed": False, "note": "Right"}
    made = await program.post(f"{API}/plans/{live.contingency}/reviews", json=review)
    assert made.status_code == 201
    text = {"part": "worked", "content": "The line", "number": 0}
    assert (await program.post(f"{at}/report", json=text)).json() == {"version": 1}
    learned = {
        "learned": "Meet sooner", "agency_id": str(live.lead.agency_id), "due_on": "2026-05-01",
    }  # fmt: skip
    kept = await program.post(f"{at}/lessons", json=learned)
    assert kept.headers["location"] == f"{API}/lessons/{kept.json()['id']}"
    follow = {"state": "dropped", "progress": "Not ours", "version": 1}
    assert (await program.post(kept.headers["location"], json=follow)).status_code == 204
    one = (await program.get(kept.headers["location"])).json()
    assert (one["state"], one["progress"]) == ("dropped", "Not ours")
    assert [row["id"] for row in (await program.get(f"{API}/lessons")).json()["items"]] == [
        one["id"]
    ]
    report = (await program.get(f"{at}/report")).json()
    assert ([row["part"] for row in report["texts"]], len(report["lessons"])) == (["worked"], 1)
    assert (await program.post(f"{at}/report/document")).status_code == 202
    assert len((await program.get(f"{API}/work")).json()["plan_reviews"]) == 0
    assert (await program.get(f"{API}/lessons/{uuid4()}")).status_code == 404
