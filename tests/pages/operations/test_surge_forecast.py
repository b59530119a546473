"""The page of the surge: what is forecast, what falls short, and what would be if."""

import re
from datetime import date

import pytest

from tests.clients import Browser
from tests.factories import NOW, make_actor
from tests.pages.operations.world import faults_of, text_of
from tests.planning.capacity_world import declare
from tests.planning.operation_world import World

MONDAY = date(2026, 4, 13)


def at(world: World, asked: str = "") -> str:
    return f"/operations/{world.operation_id}/surge{asked}"


async def test_who_confirms_sees_what_is_too_little_and_what_one_more_buys(
    browser: Browser, world: World
) -> None:
    await declare(world.health, 2, weeks=26, key="meeting_chairs", first=MONDAY)
    await browser.sign_in_as(world.lead)
    shown = await browser.get(at(world))
    told = text_of(shown)
    assert "In 10,000 runs the first 42 working days bring 100 strategy meetings on average" in told
    assert "Weeks count from the planned go-live on 14 April 2026." in told
    row = told[told.index("Meeting chairs 2 people") :]
    assert re.match(r"Meeting chairs 2 people \S+ \(\S+ to \S+\), week of \d+ \w+ 2026 \S+", row)
    assert "Likely in the week of" in row
    before, after = re.findall(r"(\d+)% becomes (\d+)%", row)[0]
    assert int(before) > int(after)
    assert "more likely short than not" in told
    assert "The review, paragraph 4.33: 90 more meetings in two months for 27" in told
    assert shown.text.count("<svg") == 6, "all meetings, and five roles"
    assert "Changed here" not in told


async def test_a_what_if_changes_what_is_shown_and_nothing_else(
    browser: Browser, world: World
) -> None:
    await declare(world.health, 2, weeks=26, key="meeting_chairs", first=MONDAY)
    await browser.sign_in_as(world.lead)
    plain = await browser.get(at(world))
    typed = dict(re.findall(r'name="(\w+)" type="text"[^>]* value="([\d.]+)"', plain.text))
    assert (len(typed), typed["meetings_per_victim"], typed["victims_planning"]) == (
        21,
        "3.33",
        "30",
    )
    asked = "&".join(f"{name}={value}" for name, value in typed.items())
    assert "Nothing is saved" not in text_of(await browser.get(at(world, f"?{asked}")))
    shown = await browser.get(at(world, f"?{asked.replace('more_chairs=0', 'more_chairs=9')}"))
    told = text_of(shown)
    assert "Nothing is saved, and nobody else sees it." in told
    assert "More chairs 9 people each week Changed here: what if" in told
    assert "Meeting chairs 11 people" in told
    assert "Meeting chairs 2 people" in text_of(await browser.get(at(world)))


@pytest.mark.parametrize(
    ("asked", "faults"),
    [
        ("half_life=soon&spread=900&victims_planning=4",
         ["Disclosures after go-live halve every must be a whole number, like 12",
          "How far the number not yet known may be off: enter a number from 0 to 100.",
          "Plan for at least as many victims as are known."]),
        ("review_from=12&review_to=7",
         ["The latest next meeting cannot come before the soonest."]),
    ],
)  # fmt: skip
async def test_every_fault_of_a_what_if_is_told_beside_the_forecast_as_it_stands(
    browser: Browser, world: World, asked: str, faults: list[str]
) -> None:
    await browser.sign_in_as(world.lead)
    bad = await browser.get(at(world, f"?{asked}"))
    assert bad.status_code == 422
    assert faults_of(bad) == faults
    assert "bring 100 strategy meetings on average" in text_of(bad)
    assert all(f'value="{one.partition("=")[2]}"' in bad.text for one in asked.split("&"))


async def test_the_capacity_of_an_operation_shows_the_forecast_beside_it(
    browser: Browser, world: World
) -> None:
    await browser.sign_in_as(world.health)
    shown = await browser.get(f"/operations/{world.operation_id}/capacity")
    assert "bring 100 strategy meetings on average" in text_of(shown)
    assert f'href="{at(world)}"' in shown.text


async def test_a_stranger_finds_no_page(browser: Browser, world: World) -> None:
    await browser.sign_in_as(await make_actor())
    for asked in ("", "?half_life=soon", "?more_chairs=2"):
        assert (await browser.get(at(world, asked))).status_code == 404
    assert NOW.year == 2026
