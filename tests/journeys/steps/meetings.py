"""Strategy meetings, from convening to everybody's own minutes."""

import re
from dataclasses import dataclass
from datetime import date

from service.calendar.invitations import MARKING
from service.demo.cast import DOMAIN
from service.mail.mailbox import calendar_of
from tests.journeys.accord import Accord, everything_in
from tests.journeys.visitor import Visitor


@dataclass(frozen=True)
class Child:
    """A synthetic child."""

    name: str
    reference: str


PURPOSE = "To decide on section 47 for both"
CONCERN = "Bruises that nobody explains"


async def when_they_open_concerns(scheduler: Visitor, *children: Child) -> None:
    await scheduler.unfold("Open a concern for a child who has none")
    for number, child in enumerate(children, 1):
        box = scheduler.page.get_by_role("group", name=f"Child {number}", exact=True)
        for label, text in (("Name", child.name), ("Social care reference", child.reference)):
            await box.get_by_label(label, exact=True).fill(text)
    await scheduler.write({"Why are you concerned?": CONCERN})
    await scheduler.choose("Senior manager", "Helen Osei")


async def when_they_say_what_for_and_when(scheduler: Visitor, day: date) -> None:
    await scheduler.choose("Type of meeting", "Initial strategy meeting")
    await scheduler.write({"What is the meeting for?": PURPOSE})
    await scheduler.date("Date of the meeting", day)
    await scheduler.write({"Start time": "10am", "End time": "11:30"})
    await scheduler.write({"Place or link (optional)": "Council House, room 2"})
    await scheduler.tick("In a room")


async def when_they_invite(scheduler: Visitor, *people: str, chair: str) -> None:
    await scheduler.choose("Chair", chair)
    await scheduler.tick(*people, within="Who else is invited?")


async def then_invitations_are_neutral(
    accord: Accord, meeting: str, recipients: list[str], *children: Child
) -> None:
    """One each; nothing in it says what it is about or who else is asked."""
    mails = await accord.mails(meeting, count=len(recipients))
    assert [str(mail["To"]) for mail in mails] == sorted(recipients)
    for mail in mails:
        calendar = calendar_of(mail)
        assert calendar is not None
        lines = str(calendar.get_content()).replace("\r\n ", "").splitlines()
        asked = [line for line in lines if line.startswith("ATTENDEE")]
        assert len(asked) == 1
        assert asked[0].endswith(f"mailto:{mail['To']}")
        assert [line for line in lines if line.startswith("METHOD")] == ["METHOD:REQUEST"]
        then_it_tells_nothing(everything_in(mail), *children)


def then_it_tells_nothing(text: str, *children: Child) -> None:
    assert MARKING in text
    told = [PURPOSE, CONCERN, "strategy", "section 47", "exploitation", "enquiry", "child"]
    told += [part for child in children for part in (*child.name.split(), child.reference)]
    assert [word for word in told if re.search(rf"\b{word}\b", text, re.IGNORECASE)] == []


async def when_they_answer(person: Visitor, meeting: str, answer: str) -> None:
    await person.open("/work")
    reference = await _reference(person, meeting)
    await person.follow(f"Answer the invitation to meeting {reference}")
    assert person.path == meeting
    await person.press(answer)
    assert "Your answer is recorded." in await person.reads()


async def _reference(person: Visitor, meeting: str) -> str:
    line = await person.page.locator(f"a[href='{meeting}']").first.inner_text()
    return line.rsplit(" ", 1)[1]


def email(key: str) -> str:
    return f"{key}@{DOMAIN}"
