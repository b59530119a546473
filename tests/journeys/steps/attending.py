"""Answering otherwise than by coming: a deputy, or what one knows in writing."""

from tests.journeys.steps.meetings import Child
from tests.journeys.visitor import Visitor


async def when_they_send_a_deputy(person: Visitor, meeting: str, deputy: str) -> None:
    await person.open(meeting)
    await person.press("I cannot come")
    assert person.path == f"{meeting}/instead"
    await person.press("Send a deputy")
    await person.choose("Who comes?", deputy)
    await person.press("Send the deputy")
    assert f"{deputy} is asked to come." in await person.reads()


async def when_they_write_instead_of_coming(
    person: Visitor, meeting: str, about: Child, what: str
) -> None:
    await person.open(meeting)
    await person.press("I cannot come")
    await person.press("Write to the meeting")
    await person.page.get_by_label("About", exact=True).first.select_option(label=about.name)
    await person.page.get_by_label("What you know").first.fill(what)
    await person.page.get_by_label("Fact", exact=True).first.check()
    await person.press("Send")
    assert "Sent. You can change it until the meeting is closed." in await person.reads()
