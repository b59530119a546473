"""From approved minutes to final ones: corrections, who has read them, addenda."""

from playwright.async_api import Locator

from tests.journeys.steps.meetings import Child
from tests.journeys.visitor import Visitor


async def when_they_ask_for_a_correction(
    reader: Visitor, meeting: str, child: Child, *, text: str, wrong: str, should_say: str
) -> None:
    await reader.open(f"{meeting}/minutes")
    await reader.leave_by(_link(reader, "Something is wrong here", child))
    await reader.tick(text, within="Which text is wrong?")
    await reader.write({"What is wrong?": wrong, "What should it say?": should_say})
    await reader.press("Ask the chair to correct it")
    assert "The chair is told. You will see the answer here." in await reader.reads()


async def when_the_chair_accepts_it(chair: Visitor, corrected: str) -> None:
    """By way of Your work."""
    await chair.open("/work")
    await chair.leave_by(chair.page.get_by_role("link", name="Answer 1 correction"))
    await chair.leave_by(chair.page.get_by_role("link", name="Answer the correction"))
    await chair.tick("Correct the text")
    await chair.write({"Corrected text": corrected})
    await chair.press("Send your answer")
    assert "The text is corrected. Everybody who reads it is told." in await chair.reads()


async def when_they_confirm_the_minutes(reader: Visitor, meeting: str) -> None:
    await reader.open(f"{meeting}/minutes")
    await reader.press("I have read these minutes")
    assert "You have confirmed that you read these minutes." in await reader.reads()


async def when_the_chair_adds(chair: Visitor, child: Child, text: str, why: str) -> None:
    await chair.leave_by(_link(chair, "Write an addendum", child))
    await chair.write({"What is to be added?": text, "Why is it added?": why})
    await chair.press("Add this to the minutes")
    assert "The addendum is added." in await chair.reads()


def _link(reader: Visitor, words: str, child: Child) -> Locator:
    """The link that is there for each part, of this child's."""
    return reader.page.get_by_role("link", name=words).filter(has_text=child.name)
