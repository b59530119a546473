"""What the gate asks beside plans and signatures, each met by whoever can meet it."""

from datetime import date, timedelta

from planning import clock
from planning.clock import today
from tests.journeys.steps.meetings import Child
from tests.journeys.visitor import Visitor

STRATEGIC = "strategic management group"
READY = "Ready to go live"


async def then_the_gate_waits_for(person: Visitor, operation: str, *lines: str) -> None:
    """Exactly these lines of the operation's page are not met, by how they begin."""
    await person.open(operation)
    unmet = person.page.locator(".accord-gate__line").filter(has_text="Not met")
    names = await unmet.locator(".accord-gate__name").all_inner_texts()
    assert [line for line in names if not line.startswith(lines)] == []
    assert len(names) == len(lines)


async def then_it_is_ready(person: Visitor, operation: str) -> None:
    await person.open(operation)
    assert READY in await person.reads()


async def when_they_seat_the_chair(lead: Visitor, operation: str, name: str) -> None:
    await lead.open(operation)
    await lead.follow("Groups and their meetings")
    await lead.follow(f"Seat somebody in the {STRATEGIC}")
    await lead.choose("Who?", name)
    await lead.tick("Chair", within="What do they do in it?")
    await lead.write({"Why do they sit in it?": "Chairs strategy meetings"})
    await lead.press("Seat them")


async def when_they_convene_the_group(lead: Visitor, operation: str, on: date) -> str:
    """Everybody who sits in it is asked already; the meeting's path."""
    await lead.open(f"{operation}/groups")
    await lead.follow(f"Convene the {STRATEGIC}")
    await lead.write({"What is the meeting for?": "To agree the plans and what each agency gives"})
    await lead.date("Date of the meeting", on)
    await lead.write({"Start time": "2pm", "End time": "3pm"})
    await lead.tick("By video")
    await lead.press("Continue")
    await lead.press("Convene the meeting")
    return lead.path


async def when_they_hold_it(chair: Visitor, meeting: str, *people: str) -> None:
    await chair.open(meeting)
    await chair.press("Run the meeting")
    await chair.tick(*people, within="Who is there?")
    await chair.press("Save and go to closing")
    await chair.press("Close the meeting")


async def when_they_declare_no_interest(person: Visitor, operation: str) -> None:
    await person.open(f"{operation}/interests/declare")
    await person.tick("I have no interest in this operation")
    await person.press("Declare")


async def when_they_confirm_the_surge(manager: Visitor, operation: str, how: str) -> None:
    await manager.open(f"{operation}/surge")
    await manager.write({"How will these meetings be held?": how})
    await manager.press("Confirm the capacity")


async def when_they_declare_capacity(manager: Visitor, what: str, amount: str) -> None:
    """So much in each of the weeks that they are offered."""
    await manager.open("/capacity")
    await manager.press("Declare capacity")
    weeks = manager.page.get_by_label("To the week beginning (optional)").locator("option")
    await manager.choose("To the week beginning (optional)", await weeks.last.inner_text())
    await manager.write({what: amount})
    await manager.press("Declare")
    assert "Your agency’s capacity is declared." in await manager.reads()


async def when_they_attach(scheduler: Visitor, operation: str, child: Child) -> None:
    await scheduler.open(operation)
    await scheduler.follow("Attach children")
    await scheduler.write(
        {
            "Social care references of the children": child.reference,
            "Why they belong to the operation": "Seen in one of the cars",
        }
    )
    await scheduler.press("Attach them")
    assert child.name in await scheduler.reads()


async def when_they_assign(
    scheduler: Visitor, operation: str, child: Child, *, worker: str, deputy: str
) -> None:
    await scheduler.open(operation)
    await scheduler.follow("Victim support: key workers, contact, reviews")
    for post, way, name in (
        ("key worker", scheduler.press, worker),
        ("deputy", scheduler.follow, deputy),
    ):
        await way(f"Assign a {post}")
        await scheduler.tick(child.name)
        await scheduler.choose("Key worker" if name == worker else "Deputy key worker", name)
        await scheduler.write({"Why this person": "She asked for them"})
        await scheduler.press("Assign")
    assert worker in await scheduler.row(child.name)


async def when_they_assess_the_risk(worker: Visitor, child: Child) -> None:
    """From their work, on a phone."""
    await worker.open("/work")
    await worker.follow(f"Assess the risk of {child.name}")
    await worker.write(
        {
            "Immediate risk": "She is met after school. Her aunt fetches her from today.",
            "Ongoing risk": "A phone that they gave her. She keeps it off at night.",
        }
    )
    on = today(clock.now())
    await worker.date("Date of the assessment", on)
    await worker.date("Assess it again by", on + timedelta(days=14))
    await worker.press("Record the assessment")
