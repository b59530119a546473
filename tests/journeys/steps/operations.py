"""Planning an operation: its sections, roles and resources, and submitting both plans."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from planning import clock
from planning.clock import today
from tests.journeys.visitor import Visitor

CONTINGENCY, SUPPORT = "Contingency plan", "Victim-support strategy"
UNIT = "people"
AGENCIES_AT_FIRST = 3
SECTIONS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    CONTINGENCY: {
        "Objectives and the protection-versus-prosecution rule": {
            "Risk that ends the covert phase": "A child is about to be harmed.",
            "Who decides": "The safeguarding lead, alone.",
            "Hours to decide": "1",
        },
        "Agreed approach to risk": {
            "Assessment that all agencies use": "One tool, scored with the key worker.",
            "How capacity and consent are assessed": "Grooming is asked about each time.",
        },
        "Information-sharing agreement": {
            "What is shared": "Names of children at risk.",
            "What is held back, and the trigger that releases it": "Methods, until arrests.",
            "Lawful basis": "Children Act 2004 section 11.",
        },
        "Go-live sequence": {"Cover out of hours": "Emergency duty team and two officers."},
        "Media and community": {
            "Agreed lines": "We act to protect children.",
            "Who speaks": "The chair of the partnership.",
        },
        "Staff welfare": {
            "Supervision": "Weekly, from outside the operation.",
            "Support and debriefs": "After each disclosure.",
        },
    },
    SUPPORT: {
        "Out-of-hours line": {"Number and hours": "One number.", "Who answers": "Key workers."},
    },
}
AGREED = {"Agreed approach to risk", "Information-sharing agreement"}
"""Sections that also say when it was agreed."""


@dataclass(frozen=True)
class Post:
    """A mandatory role and who fills it; `key` signs the holder in."""

    title: str
    holder: str
    deputy: str
    key: str


POSTS: Mapping[str, list[Post]] = {
    CONTINGENCY: [
        Post("Senior investigating officer", "Det. Supt. Alan Frost", "DS Carla Munro", "lead"),
        Post("Safeguarding lead", "Martin Hale", "Priya Nair", "chair"),
        Post("Health lead", "Grace Adeyemi", "Diane Cole", "nurse"),
    ],
    SUPPORT: [
        Post("Victim-support lead", "Martin Hale", "Priya Nair", "chair"),
        Post("Witness care lead", "Det. Supt. Alan Frost", "DS Carla Munro", "lead"),
    ],
}


async def when_they_start_an_operation(lead: Visitor, name: str, agencies: list[str]) -> None:
    await lead.open("/operations")
    await lead.follow("Start an operation")
    await lead.write(
        {
            "Name": name,
            "What is believed to happen": "Young people are met around the quay.",
            "Victims known": "2",
            "Victims suspected": "6",
            "Number to plan for": "9",
        }
    )
    for number, agency in enumerate(agencies, 1):
        if number == AGENCIES_AT_FIRST + 1:
            await lead.press("Add more agencies")
        await lead.choose("Agency", agency, within=f"Agency {number}")
        await lead.write({"Why it must sign": "It has a part"}, within=f"Agency {number}")
    await lead.press("Start the operation")


async def when_they_let_in(lead: Visitor, *people: str) -> None:
    await lead.follow("Add people")
    await lead.tick(*people, within="Who needs to know?")
    await lead.tick("Safeguarding", within="What may they know?")
    await lead.write({"Why do they need to know?": "Part in the plans"})
    await lead.press("Add them")


async def when_they_fill_the_sections(lead: Visitor, plan: str) -> None:
    for section, answers in SECTIONS[plan].items():
        await lead.follow(section)
        await lead.write(answers)
        if section in AGREED:
            await lead.date("Agreed on", today(clock.now()))
        await lead.press("Save")
        assert "The section is saved." in await lead.reads()


async def when_they_fill_the_posts(lead: Visitor, plan: str) -> None:
    for post in POSTS[plan]:
        await lead.follow(f"Change {post.title}")
        await lead.choose("Holder (optional)", post.holder)
        await lead.choose("Deputy (optional)", post.deputy)
        await lead.write({"24-hour contact (optional)": "Extension 4141"})
        await lead.press("Save the role")


async def when_they_accept_the_posts(holder: Visitor, *titles: str) -> None:
    for title in titles:
        row = holder.page.get_by_role("row").filter(has_text=title)
        await holder.leave_by(row.get_by_role("button", name="Accept the role"))
        assert "You have accepted the role." in await holder.reads()


async def when_they_commit(
    lead: Visitor, agency: str, resource: str, *, asked: str, committed: str
) -> None:
    first = today(clock.now())
    await lead.follow("Add a resource")
    await lead.choose("Agency", agency)
    await lead.choose("Resource", "Something else")
    await lead.write({"Something else: what?": resource})
    await lead.write({"Something else: in which unit?": UNIT})
    await lead.write({"Asked for": asked, "Committed": committed})
    await lead.tick("During the live phase")
    await _period(lead, first, first + timedelta(days=90))
    await lead.press("Save the resource")


async def _period(lead: Visitor, first: date, last: date) -> None:
    await lead.date("First day", first)
    await lead.date("Last day", last)


async def when_they_change_the_commitment(
    lead: Visitor, resource: str, committed: str, *, unit: str = UNIT
) -> None:
    await lead.follow(f"Change {resource}, {unit}")
    await lead.write({"Committed": committed, "Asked for": committed})
    await lead.press("Save the resource")


async def when_they_submit(lead: Visitor) -> None:
    await lead.press("Submit for sign-off")
    await lead.page.get_by_role("button", name="Submit version").wait_for()
    await lead.leave_by(lead.page.get_by_role("button", name="Submit version"))
    assert "The signatories are asked." in await lead.reads()
