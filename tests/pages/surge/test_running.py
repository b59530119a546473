"""The solver asked, followed and stopped; and what would be if."""

import httpx

from planning.surge.rules.batches import RunState
from tests.clients import Browser
from tests.pages.operations.world import faults_of, text_of
from tests.pages.surge.batches import begun, found, seen
from tests.planning.surge_world import SurgeWorld


async def ask(browser: Browser, address: str, seconds: str = "20") -> httpx.Response:
    return await browser.submit(f"{address}/run", {"seconds": seconds})


async def test_a_run_is_asked_for_and_followed_until_it_ends(
    browser: Browser, world: SurgeWorld
) -> None:
    address = await begun(browser, world)
    assert (await browser.get(f"{address}/run")).status_code == 404
    assert (await ask(browser, address)).headers["location"] == f"{address}/run"
    going = await browser.get(f"{address}/run")
    assert going.headers["refresh"] == "3"
    assert "Waiting for the solver to begin" in text_of(going)
    assert '<progress class="accord-progress" id="spent" max="20" value="0">' in going.text
    assert "See the progress" in text_of(await browser.get(address))
    await found(world, address)
    over = await browser.get(f"{address}/run")
    assert "refresh" not in over.headers
    assert "Finished. placed 3 of 3" in text_of(over)
    shown = text_of(await browser.get(address))
    assert "Check and convene all" in shown
    assert "Week of 2 March 2026: 3 meetings" in shown
    meeting = (await seen(world, address)).meetings[0]
    assert "Proposed Wednesday 4 March 2026, 9am to 10am" in text_of(
        await browser.get(f"{address}/meetings/{meeting.id}")
    )


async def test_its_reader_may_forbid_the_page_to_refresh_itself(
    browser: Browser, world: SurgeWorld
) -> None:
    address = await begun(browser, world)
    await ask(browser, address)
    moving = await browser.get(f"{address}/run")
    assert f'href="{address}/run?refresh=off"' in moving.text
    still = await browser.get(f"{address}/run?refresh=off")
    assert "refresh" not in still.headers
    assert "This page stands still" in text_of(still)


async def test_a_run_is_stopped_when_it_is_good_enough(browser: Browser, world: SurgeWorld) -> None:
    address = await begun(browser, world)
    await ask(browser, address)
    run = (await seen(world, address)).run
    assert run
    stopped = await browser.submit(f"{address}/runs/{run.id}/stop")
    assert stopped.headers["location"] == f"{address}/run"
    view = await seen(world, address)
    assert view.run
    assert view.run.state is RunState.STOPPED


async def test_a_run_that_cannot_be_asked_says_why(browser: Browser, world: SurgeWorld) -> None:
    address = await begun(browser, world)
    for seconds, fault in (
        ("", "Select how long to search"),
        ("500", "How long to search must be 120 or fewer"),
    ):
        bad = await ask(browser, address, seconds)
        assert (bad.status_code, faults_of(bad)) == (422, [fault])
    for meeting in (await seen(world, address)).meetings:
        await browser.submit(f"{address}/meetings/{meeting.id}/exclude")
    none = await ask(browser, address)
    assert none.status_code == 409
    assert faults_of(none)[0].startswith("Take at least one meeting in.")


async def test_changing_the_batch_makes_what_was_found_out_of_date(
    browser: Browser, world: SurgeWorld
) -> None:
    address = await begun(browser, world)
    await ask(browser, address)
    await found(world, address)
    meeting = (await seen(world, address)).meetings[0]
    await browser.submit(f"{address}/meetings/{meeting.id}/exclude")
    shown = text_of(await browser.get(address))
    assert "You have changed the batch since these times were found." in shown
    assert "Check and convene all" not in shown


async def test_what_ifs_are_worked_out_side_by_side(browser: Browser, world: SurgeWorld) -> None:
    address = await begun(browser, world)
    here = f"{address}/what-if"
    before = text_of(await browser.get(here))
    assert "This is a what-if and changes nothing" in before
    assert "Nothing is compared yet" in before
    assert faults_of(await browser.submit(here, {})) == ["Select how long to search"]
    assert (await browser.submit(here, {"seconds": "10"})).headers["location"] == here
    going = await browser.get(here)
    assert (going.headers["refresh"], going.text.count("<progress")) == ("3", 4)
    await found(world, address)
    told = await browser.get(here)
    assert "refresh" not in told.headers
    assert "What comes of it As it is Two chairs more Weekends too 45-minute meetings" in text_of(
        told
    )
    assert "Two chairs more: as many weighted working days late" in text_of(told)
    again = await browser.submit(here, {"seconds": "10"})
    assert (again.status_code, faults_of(again)) == (
        409, ["All of this has been worked out already."],
    )  # fmt: skip
