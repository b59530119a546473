"""The morning's list of children without a decision: filters, file, and who may see what."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine

from planning.meetings.rules.closing import ChildDraft
from planning.procedures.rules import NoDecisionReason, Outcome
from tests.clients import Browser
from tests.pages.operations.world import text_of
from tests.scene import Scene, make_scene

HERE = "/concerns/undecided"
FIRST, SECOND = date(2026, 3, 4), date(2026, 3, 6)


@pytest.fixture(autouse=True)
def in_the_morning() -> Iterator[None]:
    """A week after the first of these meetings."""
    with time_machine.travel(datetime(2026, 3, 11, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
async def scene(rolled_back: object) -> Scene:
    """N-1 waits for the school's information for the second time; N-2 adjourned once."""
    made = await make_scene()
    first, second = await made.concerns("N-1", "N-2")
    owed = made.adjourned(
        NoDecisionReason.INFORMATION_OUTSTANDING,
        agency_id=made.school.agency_id,
        next_on=date(2026, 3, 10),
    )
    await made.hold(first.id, owed, day=FIRST)
    await made.hold(first.id, owed, day=SECOND)
    await made.hold(second.id, made.adjourned(next_on=date(2026, 3, 20)), day=SECOND)
    return made


async def test_a_manager_sees_why_and_what_comes_next(browser: Browser, scene: Scene) -> None:
    await browser.sign_in_as(scene.manager)
    page = text_of(await browser.get(HERE))
    first, second = page.index("Child N-1"), page.index("Child N-2")
    assert first < second
    assert "Red alert 2 meetings, 5 working days, no decision Information outstanding" in page
    assert "The same reason again. Nobody Passed: Tuesday 10 March 2026, 1 working day late" in page
    assert "Undecided" in page[second:]
    assert "Friday 20 March 2026, in 7 working days" in page[second:]
    assert page.count("Review owed") == 1


async def test_a_child_handed_over_waits_for_the_receiver(browser: Browser, scene: Scene) -> None:
    (third,) = await scene.concerns("N-3")
    await scene.hold(third.id, scene.adjourned(next_on=date(2026, 3, 9)), day=FIRST)
    handed = ChildDraft(
        outcome=Outcome.TRANSFERRED, outcome_reason="She has moved.", handed_to="Westmoor Council"
    )
    await scene.hold(third.id, handed, day=date(2026, 3, 9))
    await browser.sign_in_as(scene.manager)
    page = text_of(await browser.get(HERE))
    assert "Handed over on 9 March 2026: no answer yet" in page[page.index("Child N-3") :]
    (row,) = [
        row
        for row in csv.DictReader(io.StringIO((await browser.get(f"{HERE}.csv")).text))
        if row["Reference"] == "N-3"
    ]
    assert row["Handed over without an answer"] == "2026-03-09"


async def test_filters_stay_in_the_address_and_name_nobody(browser: Browser, scene: Scene) -> None:
    await browser.sign_in_as(scene.manager)
    whole = await browser.get(HERE)
    (team,) = re.findall(r'<option value="([0-9a-f]{16})">North</option>', whole.text)
    chosen = {"team": team, "agency": str(scene.school.agency_id), "mine": "yes", "kind": ""}
    page = await browser.get(HERE, params=chosen)
    assert ("Child N-1" in page.text, "Child N-2" in page.text) == (True, False)
    assert f"{HERE}.csv?team={team}&amp;agency={scene.school.agency_id}&amp;mine=yes" in page.text
    assert "Filters are set" in page.text
    none = await browser.get(HERE, params={"alert": "red", "kind": "final"})
    assert "No child without a decision fits these filters" in none.text


async def test_what_nobody_can_have_chosen_is_not_asked(browser: Browser, scene: Scene) -> None:
    await browser.sign_in_as(scene.manager)
    odd = {"agency": "police", "kind": "party", "alert": "purple", "operation": "'; --"}
    page = await browser.get(HERE, params=odd)
    assert (page.status_code, "Child N-2" in page.text) == (200, True)


async def test_the_file_holds_every_page_and_is_kept_nowhere(
    browser: Browser, scene: Scene
) -> None:
    await browser.sign_in_as(scene.manager)
    answer = await browser.get(f"{HERE}.csv")
    assert (answer.headers["cache-control"], answer.headers["content-disposition"]) == (
        "no-store", 'attachment; filename="undecided.csv"',
    )  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row["Child"] for row in rows] == ["Child N-1", "Child N-2"]
    assert rows[0] == {
        **rows[0],
        "Meetings without a decision": "2",
        "Undecided since": "2026-03-04",
        "Working days without a decision": "5",
        "Alert": "Red alert",
        "Reason given twice": "Information outstanding",
        "Next date": "2026-03-10",
        "Review owed": "yes",
    }
    assert rows[1] == {**rows[1], "Alert": "", "Next date": "2026-03-20", "Review owed": "no"}


async def test_to_who_is_in_no_concern_there_is_nobody(browser: Browser, scene: Scene) -> None:
    await browser.sign_in_as(scene.stranger)
    page = await browser.get(HERE)
    assert "Every meeting that you are in ended with a decision" in page.text
    assert (await browser.get(f"{HERE}.csv")).text.count("\r\n") == 1


async def test_those_ticked_are_looked_at_and_who_owes_is_reminded(
    browser: Browser, scene: Scene
) -> None:
    await browser.sign_in_as(scene.scheduler)
    whole = await browser.get(HERE)
    ids = re.findall(r'name="concern" type="checkbox" value="([0-9a-f-]{36})"', whole.text)
    chosen = {"concern": ids}
    before = text_of(await browser.get(f"{HERE}/chase", params=chosen))
    manager = scene.manager.name
    assert f"{manager}, who owes a date for the next meeting and a senior review" in before
    assert "is in this concern: let them in." in before
    assert "Nobody owes anything that Accord knows of." in before
    done = await browser.submit(f"{HERE}/chase", chosen)
    assert done.status_code == 303
    assert "N-1" not in done.headers["location"]
    after = text_of(await browser.get(done.headers["location"]))
    assert "1 person reminded. Who could not be is told below." in after
    assert f"{manager}, 11 March 2026, 9am" in after
    assert "You can remind them again at 10:00." in after
    refused = await browser.submit(f"{HERE}/chase", chosen)
    assert (refused.status_code, "There is nobody to remind." in refused.text) == (409, True)
    none = await browser.get(f"{HERE}/chase")
    assert "No child is ticked" in none.text
