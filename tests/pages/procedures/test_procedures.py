"""The pages of the rules: read by all, changed by two roles, after seeing what changes."""

import re
from collections.abc import AsyncIterator, Iterator
from html import unescape
from typing import Any

import pytest
import time_machine

from planning.people.rules import Actor, Role
from planning.procedures import queries
from planning.procedures.rules import parse_profile, to_toml
from planning.procedures.shipped import shipped_profile
from tests.clients import Browser
from tests.factories import NOW, make_actor
from tests.scene import Scene, make_scene

ON = {"in_force_from-day": "1", "in_force_from-month": "4", "in_force_from-year": "2026"}


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """What is installed here is rolled back, so nobody may remember it."""
    queries._known.clear()
    yield
    queries._known.clear()


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    """Everybody, on Tuesday 3 March 2026."""
    with time_machine.travel(NOW, tick=False):
        yield await make_scene()


@pytest.fixture
async def partnership(browser: Browser, scene: Scene) -> Actor:
    actor = await make_actor(Role.PARTNERSHIP)
    await browser.sign_in_as(actor)
    return actor


def typed(page: str) -> dict[str, Any]:
    """What a browser would post of a form that was not touched."""
    fields: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = (re.search(rf' {what}="([^"]*)"', tag) for what in ("name", "value"))
        if not name or name[1].startswith("_"):
            continue
        if 'type="checkbox"' in tag and " checked" not in tag:
            continue
        fields.setdefault(name[1], []).append(unescape(value[1]) if value else "")
    texts = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    fields |= {name: unescape(value) for name, value in texts}
    for name, options in re.findall(
        r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL
    ):
        (chosen,) = re.findall(r'<option value="([^"]*)" selected>', options)
        fields[name] = chosen
    return {
        name: value[0] if isinstance(value, list) and len(value) == 1 else value
        for name, value in fields.items()
    }


async def test_everybody_reads_the_rules_and_only_two_roles_change_them(
    browser: Browser, scene: Scene
) -> None:
    await browser.sign_in_as(scene.school)
    listed = (await browser.get("/procedures")).text
    (address,) = re.findall(r'href="(/procedures/\d+)"', listed)
    assert "Make a new version" not in listed
    page = (await browser.get(address)).text
    for told in (
        "Child protection conference",
        "15 working days",
        "Needs Children’s social care, Police, Health and Legal.",
        "Key agency absent",
        "75 years",
    ):
        assert told in page
    file = await browser.get(address + "/toml")
    assert parse_profile(file.text) == parse_profile(shipped_profile())
    assert file.headers["content-disposition"].startswith("attachment")
    for refused in ("/procedures/new", "/procedures/toml"):
        assert (await browser.get(refused)).status_code == 403
        assert (await browser.submit(refused, {"content": shipped_profile()})).status_code == 403
    assert (await browser.get("/procedures/99999999999")).status_code == 404


@pytest.mark.usefixtures("partnership")
async def test_a_form_that_is_not_touched_changes_nothing(browser: Browser) -> None:
    fields = typed((await browser.get("/procedures/new")).text)
    answer = await browser.submit("/procedures/new", {**fields, **ON})
    assert answer.status_code == 200
    assert "Nothing changes" in answer.text
    assert "Install the new version" not in answer.text


@pytest.mark.usefixtures("partnership")
async def test_a_change_is_seen_before_it_is_installed(browser: Browser) -> None:
    fields = typed((await browser.get("/procedures/new")).text)
    fields["timescales.minutes_working_days"] = "1"
    fields["stage-1"] = "2"
    fields["kinds.mapping.is"] = "senior_managers"
    fields["retired.no_decision_reasons"] = ["medical", "interpreter"]
    fields["titles"] = "Nurse\r\n\r\n Doctor "
    preview = await browser.submit("/procedures/new", {**fields, **ON})
    assert "In force from Wednesday 1 April 2026" in preview.text
    shown = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", preview.text))
    for told in (
        "Minutes approved 5 working days 1 working day",
        "Mapping of a place or group: senior managers only No Yes",
        "Mapping of a place or group: authority to decide Yes No",
        "Reasons no longer used None Medical, Interpreter",
        "Escalation: working days of each stage 1, 2, 2, 5 2, 2, 2, 5",
    ):
        assert told in shown
    carried = typed(preview.text)
    again = await browser.submit("/procedures/new", {**carried, "step": "change"})
    assert typed(again.text)["timescales.minutes_working_days"] == "1"
    done = await browser.submit("/procedures/new", {**carried, "step": "install"}, key="once")
    twice = await browser.submit("/procedures/new", {**carried, "step": "install"}, key="once")
    assert (done.status_code, done.headers["location"]) == (303, twice.headers["location"])
    page = (await browser.get(done.headers["location"])).text
    assert "To come" in page
    assert "Nurse, Doctor" in page
    assert (await browser.get("/procedures")).text.count("In force<") == 1


@pytest.mark.usefixtures("partnership")
async def test_every_fault_of_the_form_is_named_and_nothing_typed_is_lost(
    browser: Browser,
) -> None:
    fields = typed((await browser.get("/procedures/new")).text)
    wrong = {
        **fields,
        "in_force_from-day": "1",
        "in_force_from-month": "3",
        "in_force_from-year": "2026",
        "timescales.minutes_working_days": "soon",
        "outcomes.transferred": "",
        "kinds.final.required": "",
    }
    answer = await browser.submit("/procedures/new", wrong)
    assert answer.status_code == 422
    assert re.findall(r'<a href="#([^"]+)">', answer.text) == [
        "timescales.minutes_working_days",
        "kinds.final.required",
        "outcomes.transferred",
        "in_force_from-day",
    ]
    assert 'value="soon"' in answer.text
    against_itself = {**fields, **ON, "drift.red_run": "2"}
    answer = await browser.submit("/procedures/new", against_itself)
    assert re.findall(r'<a href="#([^"]+)">', answer.text) == ["drift.red_run"]


@pytest.mark.usefixtures("partnership")
async def test_a_file_is_checked_whole(browser: Browser) -> None:
    wrong = (
        shipped_profile().replace("red_run = 3", "red_run = 0").replace("[drift]", "x = 1\n[drift]")
    )
    answer = await browser.submit("/procedures/toml", {"content": wrong, **ON})
    assert answer.status_code == 422
    assert "There is no rule timescales.x." in answer.text
    assert "drift.red_run must be a whole number from 1 to 1,000." in answer.text
    assert "red_run = 0" in answer.text
    good = (
        to_toml(parse_profile(shipped_profile()))
        .replace('"red_run": 3', "")
        .replace("red_run = 3", "red_run = 4")
    )
    preview = await browser.submit("/procedures/toml", {"content": good, **ON})
    assert "Red: meetings in a row without a decision" in preview.text
    empty = await browser.submit("/procedures/toml", {})
    assert re.findall(r'<a href="#([^"]+)">', empty.text) == ["content", "in_force_from-day"]
    broken = await browser.submit("/procedures/new", {"step": "change", "content": "no"})
    assert broken.status_code == 409
    stale = await browser.submit("/procedures/new", {"step": "install", "content": "no", **ON})
    assert stale.status_code == 422


@pytest.mark.usefixtures("partnership")
async def test_closed_days_are_entered_listed_and_taken_back(browser: Browser) -> None:
    assert "No day is entered" in (await browser.get("/procedures/closed-days")).text
    day = {"closed_on-day": "7", "closed_on-month": "3", "closed_on-year": "2026"}
    wrong = await browser.submit("/procedures/closed-days", day)
    assert wrong.status_code == 422
    assert "Say what the day is called" in wrong.text
    full = {**day, "closed_on-day": "6", "name": "Funeral", "reason": "Mourning"}
    weekend = await browser.submit("/procedures/closed-days", {**full, **day})
    assert weekend.status_code == 409
    assert "weekend or a bank holiday anyway" in weekend.text
    assert 'value="Funeral"' in weekend.text
    assert (await browser.submit("/procedures/closed-days", full)).status_code == 303
    page = (await browser.get("/procedures/closed-days")).text
    assert "Friday 6 March 2026" in page
    (back,) = re.findall(r'href="(/procedures/closed-days/[^"]+/take-back)"', page)
    assert "Funeral" in (await browser.get(back)).text
    assert (await browser.submit(back)).status_code == 422
    assert (await browser.submit(back, {"reason": "Moved"})).status_code == 303
    assert "Taken back" in (await browser.get("/procedures/closed-days")).text
    absent = "/procedures/closed-days/3f333df6-90a4-4fda-8dd3-9485d27cee36/take-back"
    assert (await browser.get(absent)).status_code == 404
