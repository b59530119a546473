"""Recording a discussion that was held already."""

from datetime import date

from tests.journeys.steps.meetings import PURPOSE, Child
from tests.journeys.visitor import Visitor


async def when_they_record_a_phone_call(
    scheduler: Visitor, child: Child, *people: str, outcome: str, why: str
) -> None:
    """Time, length, mode and type are filled in with what is most likely."""
    await scheduler.follow("Meetings")
    await scheduler.follow("Record a discussion already held")
    await scheduler.choose("Who was it about?", child.name)
    await scheduler.choose("What was decided?", outcome)
    await scheduler.write({"Why?": why, "What was it for?": PURPOSE})
    await scheduler.tick(*people, within="Who took part?")


async def when_they_add_an_action(scheduler: Visitor, what: str, owner: str, due: date) -> None:
    await scheduler.unfold("Add an action")
    await scheduler.write({"What is to be done?": what})
    await scheduler.choose("Who does it?", owner)
    await scheduler.date("Due", due)
