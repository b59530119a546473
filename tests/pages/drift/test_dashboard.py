"""The partnership sees figures in words, pictures and tables, and nothing of any child."""

import csv
import io
import re
from datetime import timedelta

import pytest

from planning import clock
from planning.measures.rules import last_whole_quarter
from planning.people.rules import Actor, Role
from service.pages.drift import reports
from service.pages.presenters.drift import tables
from tests.clients import Browser
from tests.factories import make_actor
from tests.scene import Scene, make_scene

SECTIONS = ["repeats", "days", "reasons", "absent", "quorum", "hours", "in_time", "answers"]


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


@pytest.fixture
async def reader(browser: Browser, scene: Scene) -> Actor:
    actor = await make_actor(Role.PARTNERSHIP)
    await browser.sign_in_as(actor)
    return actor


async def test_the_partnership_sees_every_question_also_before_there_is_a_figure(
    browser: Browser, reader: Actor
) -> None:
    answer = await browser.get("/drift")
    assert answer.status_code == 200
    assert re.findall(r'id="section-(\w+)"', answer.text) == SECTIONS
    assert "Figures up to" in answer.text


async def test_everybody_else_sees_the_children_without_a_decision(
    browser: Browser, scene: Scene
) -> None:
    await browser.sign_in_as(scene.scheduler)
    answer = await browser.get("/drift")
    assert (answer.status_code, answer.headers["location"]) == (303, "/concerns/undecided")
    assert (await browser.get("/drift/csv")).status_code == 403
    assert (await browser.get("/drift/reports")).status_code == 403


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("period=this", 200),
        ("period=last", 200),
        ("period=year", 200),
        ("period=own&from=2026-01-01&until=2026-04-01", 200),
        ("period=own&from=2026-01-02", 422),
        ("period=own", 422),
        ("only=team:North", 200),
        ("only=kind:initial", 200),
        ("only=kind:tea", 422),
        ("only=operation:tea", 422),
        ("only=tea", 422),
    ],
)
async def test_what_is_asked_for_stands_in_the_address(
    browser: Browser, reader: Actor, query: str, status: int
) -> None:
    answer = await browser.get(f"/drift?{query}")
    assert answer.status_code == status
    assert ("There is a problem" in answer.text) == (status == 422)


async def test_an_operation_that_the_reader_does_not_see_is_not_there(
    browser: Browser, reader: Actor
) -> None:
    address = "/drift?only=operation:00000000-0000-4000-8000-000000000001"
    assert (await browser.get(address)).status_code == 404


async def test_every_section_is_a_table_to_take_away(browser: Browser, reader: Actor) -> None:
    whole = await browser.get("/drift/csv?period=this")
    assert whole.headers["cache-control"] == "no-store"
    assert "accord-figures.csv" in whole.headers["content-disposition"]
    rows = list(csv.reader(io.StringIO(whole.text.removeprefix("\ufeff"))))
    assert tuple(rows[0]) == tables.HEADING
    parts = [(await browser.get(f"/drift/csv/{section}?period=this")).text for section in SECTIONS]
    assert sum(part.count("\r\n") - 1 for part in parts) == len(rows) - 1
    assert (await browser.get("/drift/csv/tea")).status_code == 404


async def test_a_report_is_waited_for_and_then_shown_with_what_it_means(
    browser: Browser, reader: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "LOOKS", 0)
    now = clock.now()
    quarter = last_whole_quarter(clock.today(now)).from_on
    form = await browser.get("/drift/reports")
    assert f'value="{quarter}"' in form.text
    nothing = await browser.submit("/drift/reports", {"quarter": ""})
    assert nothing.status_code == 422
    sent = await browser.submit("/drift/reports", {"quarter": quarter.isoformat()})
    assert sent.status_code == 303
    here = sent.headers["location"]
    waiting = await browser.get(here)
    assert "ready in about a minute" in waiting.text
    assert (await browser.get(f"{here}/csv")).status_code == 404
    listed = await browser.get("/drift/reports")
    assert "Being made" in listed.text


async def test_a_report_of_the_future_is_refused_with_what_was_chosen(
    browser: Browser, reader: Actor
) -> None:
    today = clock.today(clock.now())
    quarter = last_whole_quarter(today).from_on.isoformat()
    tomorrow = today + timedelta(days=1)
    answer = await browser.submit(
        "/drift/reports",
        {
            "quarter": quarter,
            "known_on-day": str(tomorrow.day),
            "known_on-month": str(tomorrow.month),
            "known_on-year": str(tomorrow.year),
        },
    )
    assert answer.status_code == 422
    assert "Choose today or an earlier date." in answer.text
    assert f'value="{quarter}" selected' in answer.text
