"""Somebody at a browser without JavaScript, who reads, fills in and presses."""

from collections.abc import Mapping
from datetime import date

from playwright.async_api import Locator, Page

from tests.journeys.inspector import Inspector


class Visitor:
    """One page of one person. Every page they come to is inspected.

    `touches` counts what they filled in, picked or pressed.
    """

    def __init__(self, page: Page, inspector: Inspector) -> None:
        self.page = page
        self.status = 0
        self.touches = 0
        self._inspector = inspector

    @property
    def path(self) -> str:
        """Where they are, without the service's address."""
        return "/" + self.page.url.split("/", 3)[3]

    async def open(self, path: str) -> None:
        """Type an address."""
        answer = await self.page.goto(path)
        self.status = answer.status if answer else 0
        await self._inspector.look(self.page)

    async def look(self) -> None:
        """Have the page inspected as a script has changed it."""
        await self._inspector.look(self.page)

    async def follow(self, link: str) -> None:
        """Follow the link of this name."""
        await self.leave_by(self.page.get_by_role("link", name=link, exact=True))

    async def press(self, button: str) -> None:
        """Press the button of this name, or follow the link that looks like one."""
        await self.leave_by(self.page.get_by_role("button", name=button, exact=True))

    async def leave_by(self, way: Locator) -> None:
        """Click on something that leads to another page."""
        self.touches += 1
        async with self.page.expect_navigation() as leaving:
            await way.click()
        answer = await leaving.value
        self.status = answer.status
        await self._inspector.look(self.page)

    async def write(self, answers: Mapping[str, str], *, within: str = "") -> None:
        """Fill in text fields by their labels."""
        for label, text in answers.items():
            await self.box(within).get_by_label(label, exact=True).fill(text)
            self.touches += 1

    async def choose(self, label: str, option: str, *, within: str = "") -> None:
        """Choose an option of a list by the words that begin it."""
        box = self.box(within).get_by_label(label, exact=True)
        found = box.locator("option").filter(has_text=option)
        await box.select_option(await found.first.get_attribute("value"))
        self.touches += 1

    async def tick(self, *labels: str, within: str = "") -> None:
        """Tick boxes, or pick an answer."""
        for label in labels:
            await self.box(within).get_by_label(label, exact=True).check()
            self.touches += 1

    async def untick(self, label: str, *, within: str) -> None:
        """Take a tick away."""
        await self.box(within).get_by_label(label, exact=True).uncheck()
        self.touches += 1

    async def date(self, legend: str, day: date, *, within: str = "") -> None:
        """Type a date in its three parts."""
        box = self.box(within).get_by_role("group", name=legend, exact=True)
        for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            await box.get_by_label(part, exact=True).fill(str(number))
            self.touches += 1

    async def unfold(self, summary: str) -> None:
        """Open what is folded under these words, unless it is open."""
        folded = self.page.locator("details").filter(has_text=summary)
        if await folded.get_attribute("open") is None:
            await folded.locator("summary").click()
            self.touches += 1

    def box(self, legend: str) -> Locator:
        """A box of fields by its legend; the whole page for ""."""
        if not legend:
            return self.page.locator("main")
        return self.page.get_by_role("group", name=legend)

    async def reads(self) -> str:
        """The words of the page."""
        return " ".join((await self.page.locator("main").inner_text()).split())

    async def faults(self) -> list[str]:
        """The lines of the error summary."""
        return await self.page.locator(".govuk-error-summary li").all_inner_texts()

    async def row(self, *words: str) -> str:
        """The words of the table row that has all these."""
        rows = self.page.get_by_role("row")
        for word in words:
            rows = rows.filter(has_text=word)
        return " ".join((await rows.first.inner_text()).split())
