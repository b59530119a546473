"""The search page: posted, answered at once, and the same for the hidden as for the absent."""

import re
from datetime import date

import pytest
import time_machine

from service.pages.forms.dates import read_typed_date
from service.pages.forms.faults import Fault
from tests.clients import Browser
from tests.factories import NOW
from tests.scene import Scene, make_scene


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


def bare(text: str, typed: str) -> str:
    """The page without what differs each time, and without what was typed."""
    return re.sub(r'name="_(key|csrf)" value="[^"]*"', "", text).replace(typed, "")


@time_machine.travel(NOW, tick=False)
async def test_it_finds_children_and_meetings_page_by_page(browser: Browser, scene: Scene) -> None:
    (child,) = await scene.concerns("N-1")
    for day in range(4, 31):
        await scene.convene(scene.convening([child.id], on=date(2026, 3, day)))
    await browser.sign_in_as(scene.scheduler)
    for place in ("/meetings", "/concerns"):
        assert 'href="/search"' in (await browser.get(place)).text
    assert (await browser.get("/search")).status_code == 200
    found = await browser.submit("/search", {"child": "child n", "from_on": "4 March 2026"})
    assert (found.status_code, found.has_redirect_location) == (200, False)
    assert f'href="/concerns/{child.id}"' in found.text
    assert len(re.findall(r'href="/meetings/[0-9a-f-]{36}"', found.text)) == 25
    (after,) = re.findall(r'name="after" value="([^"]+)"', found.text)
    terms = {"child": "child n", "from_on": "4 March 2026", "after": after}
    rest = await browser.submit("/search", terms)
    assert len(re.findall(r'href="/meetings/[0-9a-f-]{36}"', rest.text)) == 2


@time_machine.travel(NOW, tick=False)
async def test_what_is_hidden_looks_like_what_is_absent(browser: Browser, scene: Scene) -> None:
    (child,) = await scene.concerns("N-90417")
    await scene.convene(scene.convening([child.id]))
    await browser.sign_in_as(scene.stranger)
    pages = {
        bare((await browser.submit("/search", {"child": typed})).text, typed)
        for typed in ("Child N-90417", "N-90417", "Nobody at all")
    }
    assert len(pages) == 1
    assert "Nothing found" in pages.pop()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Enter a child, a person"),
        ({"child": "--"}, "at least one letter or number"),
        ({"from_on": "31 2 2026"}, "must be a real date"),
        ({"from_on": "4/3/26", "until_on": "3/3/26"}, "not before the start date"),
        ({"child": "x" * 201}, "200 characters or fewer"),
        ({"child": "Ana", "after": "nonsense"}, "Start again from the first page"),
    ],
)
async def test_what_cannot_be_searched_for_is_told(
    browser: Browser, scene: Scene, typed: dict[str, str | list[str]], words: str
) -> None:
    await browser.sign_in_as(scene.scheduler)
    answer = await browser.submit("/search", typed)
    assert (answer.status_code, words in answer.text) == (422, True)


@pytest.mark.parametrize(
    "typed",
    ["3 March 2026", "3/3/2026", "3.3.26", "03-03-2026", "3 mar 2026", "2026-03-03", "3, 3 2026"],
)
def test_dates_are_read_as_people_in_england_write_them(typed: str) -> None:
    assert read_typed_date(typed) == date(2026, 3, 3)


@pytest.mark.parametrize(
    "typed", ["yesterday", "3 March", "3/3/2026/4", "3 March 2026!", "32/1/26"]
)
def test_others_are_told(typed: str) -> None:
    assert isinstance(read_typed_date(typed), Fault)
