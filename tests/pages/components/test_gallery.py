"""Every component in a real browser, at three widths: nothing that axe objects to, nothing cut."""

from collections.abc import AsyncIterator

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Route, async_playwright

from service.pages.forms import Form
from service.pages.rendering import STATIC
from tests.pages.components.gallery import content_page, form_page, refused_form

CHROMIUM = "/usr/bin/chromium"
ORIGIN = "http://accord.test"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield opened
        await opened.close()


async def answer(route: Route) -> None:
    """Pages and assets from memory: no network, not even loopback."""
    path = route.request.url.removeprefix(ORIGIN)
    pages = {
        "/content": content_page(),
        "/form": form_page(Form()),
        "/errors": form_page(refused_form()),
    }
    if path in pages:
        await route.fulfill(body=pages[path], content_type="text/html; charset=utf-8")
    else:
        await route.fulfill(path=STATIC / path.removeprefix("/static/"))


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("path", ["/content", "/form", "/errors"])
async def test_a_page_is_accessible_and_fits(browser: Browser, path: str, width: int) -> None:
    page = await browser.new_page(viewport={"width": width, "height": 900})
    await page.route("**/*", answer)
    await page.goto(ORIGIN + path)
    found = await Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    assert found.response["violations"] == []
    assert await page.evaluate("document.documentElement.scrollWidth") == width
    await page.close()


async def test_a_refused_form_begins_at_its_errors(browser: Browser) -> None:
    page = await browser.new_page()
    await page.route("**/*", answer)
    await page.goto(ORIGIN + "/errors")
    assert await page.evaluate("document.activeElement.className") == "govuk-error-summary"
    await page.get_by_role("link", name="Date of birth must be a real date").click()
    assert await page.evaluate("document.activeElement.id") == "born-day"
    await page.close()


async def test_what_follows_from_an_answer_shows_with_it(browser: Browser) -> None:
    page = await browser.new_page()
    await page.route("**/*", answer)
    await page.goto(ORIGIN + "/form")
    reason = page.get_by_label("Reason", exact=True)
    assert not await reason.is_visible()
    await page.get_by_label("Adjourned, no decision").check()
    assert await reason.is_visible()
    await page.close()
