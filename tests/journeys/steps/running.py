"""Running a meeting, closing it, and reading its minutes."""

import asyncio
import io
from datetime import date
from pathlib import Path

from pypdf import PdfReader

from tests.journeys.accord import PATIENCE
from tests.journeys.steps.meetings import Child
from tests.journeys.visitor import Visitor

JOINT = "All agencies agreed to share what they hold."


async def when_they_record_who_came(chair: Visitor, *people: str) -> None:
    await chair.tick(*people, within="Who is there?")
    await chair.press("Save")
    await chair.follow("Joint record")
    await chair.write({"Joint information": JOINT})
    await chair.press("Save")
    await chair.follow("Close the meeting")


async def when_they_decide(chair: Visitor, child: Child, *, outcome: str, why: str) -> None:
    await chair.follow(child.name)
    await chair.write({"The child’s voice": f"{child.name} wants it to stop."})
    await chair.tick(outcome)
    await chair.write({"Why this is the outcome": why})
    await chair.press("Save")


async def when_nothing_is_decided(
    chair: Visitor, child: Child, *, reason: str, next_on: date
) -> None:
    await chair.follow(child.name)
    await chair.tick("Adjourned, no decision")
    await chair.choose("Why was nothing decided?", reason)
    await chair.date("Date of the next meeting", next_on)
    await chair.choose("Who authorised the adjournment?", "Helen Osei")
    await chair.press("Save")


async def when_they_close_it(chair: Visitor) -> None:
    await chair.follow("Close the meeting")
    await chair.press("Close the meeting")


async def when_they_have_a_pdf_made(reader: Visitor, button: str = "Make a PDF for me") -> bytes:
    """The worker makes it, and the reader looks whether it is ready."""
    await reader.press(button)
    async with asyncio.timeout(2 * PATIENCE):
        while await reader.page.title() != "Your PDF is ready – Accord":
            await reader.press("See whether it is ready")
    async with reader.page.expect_download() as downloading:
        await reader.page.get_by_role("button", name="Download the PDF").click()
    downloaded = await downloading.value
    assert downloaded.suggested_filename == "accord-document.pdf"
    return await asyncio.to_thread(Path(await downloaded.path()).read_bytes)


def then_every_page_of_it_is_marked(pdf: bytes, *, reader: str) -> str:
    """With marking and the reader's name; gives all its words."""
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]
    assert pages
    assert [page for page in pages if "OFFICIAL-SENSITIVE" not in page or reader not in page] == []
    return " ".join(pages)


async def when_they_approve(chair: Visitor) -> None:
    """With a look at who gets what."""
    await chair.press("Check who reads what, and approve")
    assert "Who will read them" in await chair.reads()
    await chair.press("Approve the minutes")
    assert "The minutes are approved." in await chair.reads()
