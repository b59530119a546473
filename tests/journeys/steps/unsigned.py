"""Live without sign-off: recorded, confirmed, and looked back at."""

from tests.journeys.steps.signing_off import when_they_give_the_password_if_asked
from tests.journeys.visitor import Visitor


async def when_they_record_that_it_is_live(person: Visitor, operation: str, why: str) -> None:
    """The password is asked for when it is old."""
    await person.open(operation)
    await person.follow("A child cannot wait: go live without sign-off")
    await when_they_give_the_password_if_asked(person)
    await person.write({"Why can it not wait for the sign-offs?": why})
    await person.press("Record that it is live")
    assert "The operation is live. Ask somebody of another agency" in await person.reads()


async def when_they_confirm_it(person: Visitor, operation: str) -> None:
    await person.open(operation)
    await person.press("Confirm as the second person")
    await when_they_give_the_password_if_asked(person)
    await person.press("Confirm")
    assert "You have confirmed it." in await person.reads()


async def when_they_look_back(person: Visitor, operation: str) -> None:
    await person.open(operation)
    await person.follow("Write the closing review")
    await person.write(
        {
            "Why could it not wait?": "She would have been gone by the morning.",
            "What was not met, and what came of it?": "No signatures. Nobody was at the door.",
            "What changes now?": "Signatories can be reached at night.",
        }
    )
    await person.press("Keep the review")
    assert "The closing review is kept." in await person.reads()


async def when_they_move_it_on(lead: Visitor, operation: str, step: str) -> None:
    await lead.open(operation)
    await lead.follow("Change the state")
    await lead.tick(step)
    await lead.write({"Why?": "The trial is over"})
    await lead.press("Save")
