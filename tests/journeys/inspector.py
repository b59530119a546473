"""Looks at every page that a journey sees: axe at two widths, nothing cut at 320 px.

People in journeys have no JavaScript and axe needs it. So the page as they got it is shown again,
with its style sheet from the service, in a browser context that has.
"""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Browser, Page, Route

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1280, 390)
NARROWEST = 320
PICTURES = os.environ.get("ACCORD_JOURNEY_PICTURES", "")
"""A folder for a picture of each page at both widths; "" takes none."""
_ASK = "rules => axe.run({runOnly: rules, resultTypes: ['violations']}).then(o => o.violations)"
"""Of what is right only the rule is told: describing each element takes longer than all checks."""
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_ELEMENT = re.compile(r"<(\w+)[^>]*?class=\"([^\"]*)\"")


class Inspector:
    """Keeps what is wrong with the pages seen so far."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._shown = ""
        self._seen: dict[str, set[tuple[str, str]]] = {}
        self._looks = 0
        self.faults: list[str] = []

    @classmethod
    async def start(cls, browser: Browser) -> "Inspector":
        """An inspector with a browser context of its own."""
        inspector = cls(await browser.new_page())
        await inspector._page.route("**/*", inspector._answer)
        return inspector

    async def look(self, page: Page) -> None:
        """Inspect a page, unless every kind of element in it was inspected at its address."""
        html = await page.content()
        path = _ID.sub("…", urlsplit(page.url).path)
        known, elements = self._seen.setdefault(path, set()), set(_ELEMENT.findall(html))
        if elements <= known:
            return
        known |= elements
        self._looks += 1
        self._shown = html
        await self._page.goto(page.url)
        await self._page.evaluate(AXE_SCRIPT)
        for width in WIDTHS:
            await self._page.set_viewport_size({"width": width, "height": 900})
            await self._picture(path, width)
            await self._ask_axe(path, width)
        await self._page.set_viewport_size({"width": NARROWEST, "height": 900})
        taken = await self._page.evaluate("document.documentElement.scrollWidth")
        if taken > NARROWEST:
            self.faults.append(f"{path} is {taken} px wide on {NARROWEST} px")

    async def rest(self) -> None:
        """Let go of the last page, whose scripts would go on."""
        await self._page.goto("about:blank")

    async def _answer(self, route: Route) -> None:
        if route.request.is_navigation_request():
            await route.fulfill(body=self._shown, content_type="text/html; charset=utf-8")
        else:
            await route.continue_()

    async def _ask_axe(self, path: str, width: int) -> None:
        self.faults += [
            f"{path} at {width} px: {violation['help']}: {node['html']}"
            for violation in await self._page.evaluate(_ASK, RULES)
            for node in violation["nodes"]
        ]

    async def _picture(self, path: str, width: int) -> None:
        if PICTURES:
            name = f"{self._looks:03}{path.replace('/', '-')}-{width}.png"
            await self._page.screenshot(path=Path(PICTURES) / name, full_page=True)
