"""From a referral to a meeting at a time that was found."""

from datetime import date

from tests.journeys.steps.meetings import CONCERN, PURPOSE, Child
from tests.journeys.steps.past import days_ago
from tests.journeys.visitor import Visitor


async def when_they_record_the_referral(scheduler: Visitor, on: date, *children: Child) -> None:
    await scheduler.follow("Children")
    await scheduler.follow("Open a concern")
    for number, child in enumerate(children, 1):
        box = f"Child {number}"
        await scheduler.write(
            {"Name": child.name, "Social care reference": child.reference}, within=box
        )
    await scheduler.write({"Why are you concerned?": CONCERN})
    await scheduler.choose("Senior manager", "Helen Osei")
    await scheduler.date("Date of the referral (optional)", on)
    await scheduler.press("Open the concerns")
    assert f"{len(children)} concerns are open." in await scheduler.reads()


async def when_they_are_on_leave(person: Visitor, *, until: tuple[date, str]) -> None:
    """From this morning until an hour of that day, said in their own diary."""
    await person.follow("Your diary")
    await person.tick("Leave", within="Add leave or a busy time")
    await person.date("First day", days_ago(0))
    await person.date("Last day (optional)", until[0])
    await person.write({"Start time (optional)": "0:00", "End time (optional)": until[1]})
    await person.press("Add to the diary")
    assert "It is in the diary." in await person.reads()


async def when_they_convene_from_the_childs_page(
    scheduler: Visitor, child: Child, *siblings: Child
) -> None:
    await scheduler.follow(child.name)
    await scheduler.press("Convene a meeting")
    await scheduler.tick(*(sibling.name for sibling in siblings))
    await scheduler.choose("Type of meeting", "Initial strategy meeting")
    await scheduler.write({"What is the meeting for?": PURPOSE})


async def when_they_find_times(scheduler: Visitor) -> list[str]:
    """Gives the times that are offered, the best first, each with what speaks for it."""
    await scheduler.tick("By video")
    await scheduler.press("Find times")
    offered = scheduler.box("Choose a time").locator(".govuk-radios__item")
    return [" ".join(words.split()) for words in await offered.all_inner_texts()]


async def when_they_take_the_first_time(scheduler: Visitor) -> None:
    await scheduler.box("Choose a time").get_by_role("radio").first.check()
    await scheduler.press("Continue")
