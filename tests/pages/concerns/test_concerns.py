"""Children's pages: opening, the chain, the escalation's owner, moving and closing."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
import time_machine

from planning.procedures.rules import NoDecisionReason, Outcome
from tests.clients import Browser
from tests.factories import NOW
from tests.scene import Scene, decided, make_scene

LATER = datetime(2026, 3, 19, 9, 0, tzinfo=UTC)
DAYS = (date(2026, 3, 4), date(2026, 3, 9), date(2026, 3, 13))


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    """Everybody, on Tuesday 3 March 2026."""
    with time_machine.travel(NOW, tick=False):
        yield await make_scene()


@pytest.fixture
async def red(scene: Scene) -> AsyncIterator[UUID]:
    """A child whose three meetings decided nothing; it is Thursday 19 March 2026."""
    (child,) = await scene.concerns("N-9")
    reasons = (NoDecisionReason.MEDICAL, NoDecisionReason.LEGAL_ADVICE, NoDecisionReason.MEDICAL)
    for day, reason in zip(DAYS, reasons, strict=True):
        await scene.hold(child.id, scene.adjourned(reason, next_on=date(2026, 3, 20)), day=day)
    with time_machine.travel(LATER, tick=False):
        yield child.id


async def test_every_fault_of_an_opening_is_named_in_its_row(
    browser: Browser, scene: Scene
) -> None:
    await browser.sign_in_as(scene.scheduler)
    answer = await browser.submit(
        "/concerns/new",
        {"children-1-name": "Ada", "children-2-reference": "N-2", "children-2-born_on-day": "40"},
    )
    assert answer.status_code == 422
    targets = re.findall(r'<a href="#([^"]+)">', answer.text)
    assert targets == [
        "children-1-reference",
        "children-2-name",
        "children-2-born_on-month",
        "reason",
        "senior_manager_id",
    ]
    assert 'value="Ada"' in answer.text


async def test_an_empty_opening_asks_for_a_child(browser: Browser, scene: Scene) -> None:
    await browser.sign_in_as(scene.scheduler)
    answer = await browser.submit("/concerns/new")
    assert answer.status_code == 422
    assert 'href="#children-0-reference">Enter at least one child<' in answer.text
    assert (await browser.get("/concerns/new?rows=8")).text.count("Child 8") == 1


async def test_one_child_leads_to_its_page(browser: Browser, scene: Scene) -> None:
    await browser.sign_in_as(scene.scheduler)
    typed = {
        "children-0-name": "Ada",
        "children-0-reference": "N-1",
        "children-0-born_on-day": "2",
        "children-0-born_on-month": "5",
        "children-0-born_on-year": "2013",
        "reason": "Bruises",
        "senior_manager_id": str(scene.manager.person_id),
    }
    opened = await browser.submit("/concerns/new", typed, key="once")
    again = await browser.submit("/concerns/new", typed, key="once")
    assert opened.headers["location"] == again.headers["location"]
    page = await browser.get(opened.headers["location"])
    assert "No meeting has been held" in page.text
    assert "2 May 2013" in page.text
    assert "<title>A child’s concern – Accord</title>" in page.text


async def test_a_red_chain_says_so_in_words_and_waits_for_its_owner(
    browser: Browser, scene: Scene, red: UUID
) -> None:
    await browser.sign_in_as(scene.health)
    page = (await browser.get(f"/concerns/{red}")).text
    assert "3 meetings, 11 working days, no decision" in page
    assert "Red alert" in page
    assert "The same reason was given twice." in page
    assert "Record your answer" not in page
    await browser.sign_in_as(scene.manager)
    assert f'href="/concerns/{red}"' in (await browser.get("/work")).text
    owned = (await browser.get(f"/concerns/{red}")).text
    (action,) = re.findall(rf'action="(/concerns/{red}/escalations/[^"]+)"', owned)
    half = await browser.submit(action, {"outcome": "Decide on Friday"})
    assert half.status_code == 422
    assert "Say how the child is safe meanwhile" in half.text
    assert "Decide on Friday" in half.text
    full = {"outcome": "Decide on Friday", "child_safe_meanwhile": "With her aunt"}
    done = await browser.submit(action, full)
    assert (done.status_code, done.headers["location"]) == (303, f"/concerns/{red}")
    assert "With her aunt" in (await browser.get(f"/concerns/{red}")).text
    assert (await browser.submit(action, full)).status_code == 409
    assert "Answer the escalation" not in (await browser.get("/work")).text


async def test_only_the_owner_answers(browser: Browser, scene: Scene, red: UUID) -> None:
    await browser.sign_in_as(scene.manager)
    page = (await browser.get(f"/concerns/{red}")).text
    (action,) = re.findall(rf'action="(/concerns/{red}/escalations/[^"]+)"', page)
    await browser.sign_in_as(scene.police)
    full = {"outcome": "Done", "child_safe_meanwhile": "At home"}
    assert (await browser.submit(action, full)).status_code == 403
    await browser.sign_in_as(scene.stranger)
    assert (await browser.submit(action, full)).status_code == 404


async def test_the_next_date_moves_with_a_reason(browser: Browser, scene: Scene, red: UUID) -> None:
    await browser.sign_in_as(scene.scheduler)
    page = f"/concerns/{red}/next-date"
    assert (await browser.get(page)).status_code == 200
    empty = await browser.submit(page)
    assert empty.status_code == 422
    assert re.findall(r'<a href="#([^"]+)">', empty.text) == ["next_on-day", "reason"]
    date_typed = {"next_on-day": "24", "next_on-month": "3", "next_on-year": "2026"}
    moved = await browser.submit(page, date_typed | {"reason": "The doctor is ill"})
    assert (moved.status_code, moved.headers["location"]) == (303, f"/concerns/{red}")
    told = (await browser.get(f"/concerns/{red}")).text
    assert "moved to 24 March 2026" in told
    assert "Moved to 24 March 2026 because: The doctor is ill" in told
    early = date_typed | {"next_on-day": "1", "reason": "x"}
    assert (await browser.submit(page, early)).status_code == 409


async def test_a_concern_closes_at_a_decision_that_ends_it(browser: Browser, scene: Scene) -> None:
    (child,) = await scene.concerns("N-5")
    await browser.sign_in_as(scene.scheduler)
    page = f"/concerns/{child.id}/close"
    assert (await browser.get(page)).text.count("data-destructive") == 1
    early = await browser.submit(page, {"follow_on": "Early help"})
    assert early.status_code == 409
    await scene.hold(child.id, decided(Outcome.NO_S47_EARLY_HELP))
    with time_machine.travel(LATER, tick=False):
        await browser.sign_in_as(scene.scheduler)
        closed = await browser.submit(page, {"follow_on": "Early help is booked"})
        assert closed.status_code == 303
        seen = (await browser.get(f"/concerns/{child.id}")).text
        assert "Early help is booked" in seen
        assert "Convene the next meeting" not in seen
        assert "Closed" in (await browser.get("/concerns")).text


async def test_the_conference_is_counted_from_its_anchor(browser: Browser, scene: Scene) -> None:
    (child,) = await scene.concerns("N-6")
    await scene.hold(child.id, scene.adjourned(next_on=date(2026, 3, 6)))
    await scene.hold(child.id, decided(), day=date(2026, 3, 6))
    with time_machine.travel(LATER, tick=False):
        await browser.sign_in_as(scene.police)
        page = (await browser.get(f"/concerns/{child.id}")).text
    assert "Friday 27 March 2026" in page
    started = "9 working days since the meeting that started section 47, on Friday 6 March 2026."
    assert started in page
    assert "11 working days since the first meeting, on Wednesday 4 March 2026." in page


@pytest.mark.parametrize("page", ["", "/close", "/next-date"])
async def test_a_hidden_child_is_as_absent(browser: Browser, scene: Scene, page: str) -> None:
    (child,) = await scene.concerns("N-7")
    await browser.sign_in_as(scene.stranger)
    hidden, absent = [
        await browser.get(f"/concerns/{concern_id}{page}") for concern_id in (child.id, uuid4())
    ]
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert re.sub(r'value="[^"]+"', "", hidden.text) == re.sub(r'value="[^"]+"', "", absent.text)
    assert "You are in no child’s concern" in (await browser.get("/concerns")).text


async def test_the_list_has_pages(browser: Browser, scene: Scene) -> None:
    for number in range(2):
        await scene.concerns(*(f"P-{number}-{child}" for child in range(13)))
    await browser.sign_in_as(scene.scheduler)
    first = await browser.get("/concerns")
    (following,) = re.findall(r'href="(/concerns\?after=[^"]+)"', first.text)
    second = await browser.get(following)
    seen = [re.findall(r'href="/concerns/([0-9a-f-]{36})"', page.text) for page in (first, second)]
    assert (len(seen[0]), len(seen[1]), len({*seen[0], *seen[1]})) == (25, 1, 26)


async def test_undecided_children_are_listed_with_the_reasons(
    browser: Browser, scene: Scene, red: UUID
) -> None:
    await browser.sign_in_as(scene.scheduler)
    page = (await browser.get("/concerns/undecided")).text
    assert f'href="/concerns/{red}"' in page
    assert "Red alert" in page
    assert "The same reason again." in page
    await browser.sign_in_as(scene.stranger)
    assert "ended with a decision" in (await browser.get("/concerns/undecided")).text


async def test_a_meeting_that_is_convened_is_on_the_page_of_those_who_are_in_it(
    browser: Browser, scene: Scene
) -> None:
    (child,) = await scene.concerns("N-12")
    convened = await scene.convene(scene.convening([child.id]))
    here = f"/concerns/{child.id}"
    await browser.sign_in_as(scene.police)
    told = (await browser.get(here)).text
    assert f'href="/meetings/{convened.meeting_id}">Meeting {convened.reference}</a>' in told
    assert "Wednesday 4 March 2026, 10am" in told
    await browser.sign_in_as(scene.manager)
    assert convened.reference not in (await browser.get(here)).text
