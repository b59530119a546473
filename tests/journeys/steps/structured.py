"""The structured record of a child, as a chair or a minute taker writes it."""

from dataclasses import dataclass
from datetime import date

from tests.journeys.steps.meetings import Child
from tests.journeys.visitor import Visitor


@dataclass(frozen=True)
class Said:
    """What one agency says about a child."""

    agency: str
    text: str
    nature: str = "Fact"


@dataclass(frozen=True)
class Given:
    """An action for a child."""

    what: str
    test: str
    owner: str
    due: date


async def when_they_record(
    chair: Visitor, child: Child, *said: Said, outcome: str, why: str, given: Given
) -> None:
    """From information to the outcome and its action, saved in one go."""
    await chair.follow(child.name)
    for found in said:
        await chair.write({f"What {found.agency} says": found.text})
        await chair.choose("Fact or opinion?", found.nature, within=found.agency)
    await chair.write({"The child’s voice": f"{child.name} wants it to stop."})
    await chair.write({"Risk and analysis": "It may happen again; their aunt keeps them safe."})
    await chair.tick("Threshold met" if "Section 47" in outcome else "Threshold not met")
    await chair.tick(outcome)
    await chair.write({"Why this is the outcome": why})
    await chair.write(
        {
            "What is to be done?": given.what,
            "How will we know that it is done? (optional)": given.test,
        }
    )
    await chair.choose("Who does it?", given.owner)
    await chair.date("Due", given.due)
    await chair.press("Save")


async def when_they_take_in_what_was_written(chair: Visitor, child: Child) -> None:
    await chair.follow(child.name)
    await chair.press("Take this into the record")
