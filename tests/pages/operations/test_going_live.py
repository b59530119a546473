"""Going live: through the gate with the password, or at once when a child cannot wait."""

from datetime import timedelta

import time_machine

from planning.go_live.queries import go_live_record_of
from planning.operations.queries import operation
from planning.operations.rules import OperationState
from planning.people.rules import AgencyCategory
from service.auth.accounts import set_password
from tests.clients import Browser
from tests.factories import NOW, make_actor
from tests.pages.operations.test_operations import here
from tests.pages.operations.world import faults_of, text_of
from tests.planning.operation_world import World, sign_everything, submitted_world
from tests.ready import open_gate

LATER = NOW + timedelta(minutes=6)
PASSWORD = "lantern cobalt orchard"
REASON = {"reason": "A child is at risk tonight"}


async def test_the_password_is_asked_for_again_and_the_page_comes_back(
    browser: Browser, world: World
) -> None:
    await browser.sign_in_as(world.lead)
    for page in ("go-live", "go-live-without-sign-off", "confirm-go-live"):
        path = here(world, page)
        with time_machine.travel(LATER, tick=False):
            answer = await browser.get(path)
            assert (answer.status_code, answer.headers["location"]) == (
                303, f"/confirm-password?next={path}",
            )  # fmt: skip


async def test_going_live_is_refused_with_every_line_that_is_not_met(browser: Browser) -> None:
    world, _ = await submitted_world()
    await browser.sign_in_as(world.lead)
    answer = await browser.submit(here(world, "go-live"))
    assert answer.status_code == 409
    faults = faults_of(answer)
    assert len(faults) == 14
    assert faults[0].startswith("The contingency plan is signed by every required agency: not met.")
    seen = await operation(operation_id=world.operation_id, actor=world.lead, now=NOW)
    assert seen.state is OperationState.SIGN_OFF


async def test_the_operation_goes_live_once_through_an_open_gate(browser: Browser) -> None:
    world, _ = await open_gate()
    await browser.sign_in_as(world.lead)
    assert (await browser.submit(here(world, "ready"))).status_code == 303
    page = await browser.get(here(world, "go-live"))
    assert "You cannot undo going live." in text_of(page)
    assert 'data-destructive="true"' in page.text
    for _ in range(2):
        answer = await browser.submit(here(world, "go-live"), key="twice")
        assert (answer.status_code, answer.headers["location"]) == (303, here(world))
    shown = text_of(await browser.get(here(world)))
    assert "The operation is live." in shown
    assert "The gate’s lines today" in shown


async def test_only_the_lead_gives_the_word(browser: Browser) -> None:
    world, _ = await submitted_world()
    await browser.sign_in_as(world.health)
    assert (await browser.submit(here(world, "go-live"))).status_code == 403


async def test_going_live_without_sign_off_needs_only_a_reason(
    browser: Browser, world: World
) -> None:
    await browser.sign_in_as(world.police)
    path = here(world, "go-live-without-sign-off")
    assert faults_of(await browser.submit(path)) == ["Enter why this cannot wait"]
    done = await browser.submit(path, REASON)
    assert (done.status_code, done.headers["location"]) == (303, here(world))
    text = text_of(await browser.get(here(world)))
    assert "Live without sign-off. Unconfirmed." in text
    assert "must confirm it by Wednesday 4 March 2026, 2pm" in text
    assert "by Thursday 5 March 2026, in 2 working days" in text
    assert "Confirm as the second person" not in text
    again = await browser.submit(path, REASON)
    assert again.status_code == 409


async def test_a_password_that_is_too_old_does_not_lose_the_reason(
    browser: Browser, world: World
) -> None:
    await set_password(person_id=world.police.person_id, password=PASSWORD, now=NOW)
    await browser.sign_in_as(world.police)
    path = here(world, "go-live-without-sign-off")
    with time_machine.travel(LATER, tick=False):
        asked = await browser.submit(path, REASON)
        assert (asked.status_code, faults_of(asked)) == (422, ["Enter your password again"])
        assert REASON["reason"] in asked.text
        done = await browser.submit(path, {**REASON, "password": PASSWORD})
        assert (done.status_code, done.headers["location"]) == (303, here(world))


async def test_the_retrospective_signatures_are_seen(browser: Browser) -> None:
    world, versions = await submitted_world()
    await browser.sign_in_as(world.police)
    await browser.submit(here(world, "go-live-without-sign-off"), REASON)
    await sign_everything(world, versions)
    text = text_of(await browser.get(here(world)))
    assert "Every required agency has signed since, the last on Tuesday 3 March 2026, 2pm." in text


async def test_somebody_of_another_agency_confirms_it(browser: Browser, world: World) -> None:
    await browser.sign_in_as(world.police)
    await browser.submit(here(world, "go-live-without-sign-off"), REASON)
    own = await browser.submit(here(world, "confirm-go-live"))
    assert own.status_code == 409
    assert faults_of(own) == ["Somebody of another agency must confirm this."]
    await browser.sign_in_as(world.health)
    assert "Confirm as the second person" in text_of(await browser.get(here(world)))
    shown = text_of(await browser.get(here(world, "confirm-go-live")))
    assert REASON["reason"] in shown
    assert (await browser.submit(here(world, "confirm-go-live"))).status_code == 303
    text = text_of(await browser.get(here(world)))
    assert f"Confirmed by {world.health.name} on Tuesday 3 March 2026, 2pm." in text
    live = await go_live_record_of(operation_id=world.operation_id, actor=world.lead)
    assert live is not None
    assert live.confirmed_by_name == world.health.name


async def test_a_confirmation_that_is_late_is_shown_as_late(browser: Browser, world: World) -> None:
    await browser.sign_in_as(world.police)
    await browser.submit(here(world, "go-live-without-sign-off"), REASON)
    with time_machine.travel(NOW + timedelta(hours=25), tick=False):
        await browser.sign_in_as(world.health)
        before = text_of(await browser.get(here(world)))
        assert "A second person should have confirmed it by Wednesday 4 March 2026, 2pm" in before
        await browser.submit(here(world, "confirm-go-live"))
        assert "after the 24 hours" in text_of(await browser.get(here(world)))


async def test_nothing_is_confirmed_before_it_went_live(browser: Browser, world: World) -> None:
    await browser.sign_in_as(world.health)
    page = text_of(await browser.get(here(world, "confirm-go-live")))
    assert "there is nothing to confirm" in page
    refused = await browser.submit(here(world, "confirm-go-live"))
    assert faults_of(refused) == ["This operation did not go live without sign-off."]


async def test_a_stranger_cannot_send_any_of_the_forms(browser: Browser, world: World) -> None:
    await browser.sign_in_as(await make_actor(category=AgencyCategory.POLICE))
    forms = {
        "go-live": {},
        "go-live-without-sign-off": REASON,
        "confirm-go-live": {},
        "tell-partnership": {},
        "ready": {},
        "state": {"act": "pause", "reason": "x"},
        "agencies": {"agency_id": str(world.health.agency_id), "reason": "x"},
    }
    for path, fields in forms.items():
        answer = await browser.submit(here(world, path), fields)
        assert (path, answer.status_code) == (path, 404)
