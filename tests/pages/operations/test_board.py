"""The partnership's board on pages: what it was told, and its receipts."""

import re

import pytest

from planning.go_live.actions import go_live_without_sign_off
from planning.operations.actions import tell_partnership
from planning.people.rules import Actor, AgencyCategory, Role
from planning.procedures.actions import install_shipped_profile
from tests.clients import Browser
from tests.factories import NOW, make_actor
from tests.pages.operations.world import text_of
from tests.planning.operation_world import World


@pytest.fixture
async def office() -> Actor:
    await install_shipped_profile(now=NOW)
    return await make_actor(Role.PARTNERSHIP, category=AgencyCategory.PARTNERSHIP)


async def test_an_operation_appears_once_it_is_told_and_is_received(
    browser: Browser, world: World, office: Actor
) -> None:
    await browser.sign_in_as(office)
    assert "No operations" in text_of(await browser.get("/operations/board"))
    await tell_partnership(
        operation_id=world.operation_id, actor=world.lead, now=NOW, enqueue=world.sent
    )
    assert 'href="/operations/board"' in (await browser.get("/operations")).text
    page = await browser.get("/operations/board")
    text = text_of(page)
    assert "Operation Larch: a new operation." in text
    assert "lines met" in text
    assert "4 signatures missing" in text
    assert "nobody has seen it" in text
    (received,) = re.findall(r'action="([^"]+/receipt)"', page.text)
    assert (await browser.submit(received, {})).status_code == 303
    assert "You were told" not in text_of(await browser.get("/operations/board"))
    await browser.sign_in_as(world.lead)
    notices = text_of(await browser.get(f"/operations/{world.operation_id}/notices"))
    assert f"{office.name}, 3 March 2026, 2pm" in notices
    assert (await browser.get("/operations/board")).status_code == 403


async def test_live_without_sign_off_stands_out(
    browser: Browser, world: World, office: Actor
) -> None:
    await go_live_without_sign_off(
        operation_id=world.operation_id,
        reason="A child is at risk now",
        actor=world.lead,
        now=NOW,
        enqueue=world.sent,
    )
    await browser.sign_in_as(office)
    text = text_of(await browser.get("/operations/board"))
    assert "Live without sign-off" in text
    assert "not confirmed by a second person" in text
    assert "4 signatures missing" in text


async def test_before_it_is_told_the_page_says_so(browser: Browser, world: World) -> None:
    await browser.sign_in_as(world.lead)
    text = text_of(await browser.get(f"/operations/{world.operation_id}/notices"))
    assert "The partnership has not been told" in text
