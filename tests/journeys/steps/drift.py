"""Senior reviews, emergencies, and what a receiver answers."""

from tests.journeys.steps.meetings import Child
from tests.journeys.steps.past import days_ago
from tests.journeys.visitor import Visitor


async def when_they_try_to_close(chair: Visitor, meeting: str) -> list[str]:
    """Refused; gives why."""
    await chair.open(f"{meeting}/close")
    await chair.press("Close the meeting")
    assert chair.status == 409
    return await chair.faults()


async def when_a_review_is_recorded(
    manager: Visitor, child: Child, answer: str, reason: str
) -> None:
    """By way of Your work."""
    await manager.open("/work")
    await manager.follow(f"Review the chain of {child.name}")
    await manager.tick(answer)
    await manager.write({"Why?": reason})
    await manager.press("Record the review")
    assert "Your review of 1 child is recorded." in await manager.reads()


async def when_they_close_it_in_an_emergency(chair: Visitor, why: str) -> None:
    await chair.unfold("It is an emergency and something is missing")
    await chair.write({"Why can this not wait?": why})
    await chair.press("Close the meeting")
    assert "The meeting is closed in an emergency." in await chair.reads()


async def when_they_say_that_it_was_accepted(manager: Visitor, child: Child) -> None:
    """By way of Your work."""
    await manager.open("/work")
    await manager.follow(f"Has {child.name} been accepted by the receiver?")
    await manager.follow("Record their answer")
    await manager.tick("Yes, they accepted")
    await manager.date("On which day did they answer?", days_ago(0))
    await manager.write(
        {
            "Who there gave the answer?": "Dana Wood, duty manager",
            "What shows it? If they refused, why?": "Her email of today.",
        }
    )
    await manager.press("Record the answer")
    assert "The answer is recorded." in await manager.reads()
