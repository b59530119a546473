"""A meeting about many children: whom it is about, who is there for whom, and each one's record."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import asyncpg
import httpx

from planning import clock
from planning.concerns.actions import open_concerns
from planning.concerns.rules import NewChild, Opening
from planning.meetings.actions import record_child
from planning.meetings.queries import running
from planning.meetings.rules.closing import ChildDraft
from planning.procedures.rules import Outcome
from service.demo.stage import Stage
from tests.journeys.accord import Accord
from tests.journeys.steps.meetings import CONCERN, Child, when_they_open_concerns
from tests.journeys.steps.programs import Program
from tests.journeys.visitor import Visitor

FIRST_NAMES = (
    "Abel Bryony Caspar Delphine Edwin Flora Gideon Hester Ivo Jocasta Kester Linnet Magnus Nerys "
    "Orlando Petra Quill Rosalba Silas Thea Ursula Viggo Wanda Xanthe Yorick Zelda Ambrose"
).split()
CHILDREN = [Child(f"{name} Tarn", f"TN-{500 + at}") for at, name in enumerate(FIRST_NAMES)]
COMES_FOR_ALL = (
    "DS Carla Munro", "Grace Adeyemi", "Dr Luis Ortega", "Dr Mei Tan", "Owen Price",
    "Judith Kerr",
)  # fmt: skip
BALANCE = "Protection comes first: she is moved tonight, whatever that does to the case."


async def given_concerns(stage: Stage, *children: Child) -> None:
    """Opened some time before the meeting."""
    opening = Opening(
        children=[NewChild(child.reference, child.name) for child in children],
        reason=CONCERN,
        senior_manager_id=stage.id("seniormanager"),
    )
    await open_concerns(opening=opening, actor=stage.people["scheduler"], now=clock.now())


async def given_it_has_begun(accord: Accord, meeting: str) -> None:
    """As if it had been convened the days before for an hour ago."""
    administrator = await asyncpg.connect(accord.database.administrator)
    await administrator.execute(
        "update strategy_meeting set starts_at = now() - interval '1 hour',"
        " ends_at = now() + interval '1 hour', decided_at = now() - interval '1 day'"
        " where id = $1",
        UUID(meeting.rsplit("/", 1)[1]),
    )
    await administrator.close()


async def when_they_choose_known_and_new(
    scheduler: Visitor, known: Sequence[Child], new: Sequence[Child]
) -> None:
    await scheduler.tick(*(child.name for child in known), within="Which children is it about?")
    await scheduler.unfold("Open a concern for a child who has none")
    await scheduler.press("Add more children")
    await when_they_open_concerns(scheduler, *new)


async def when_they_say_what_for(scheduler: Visitor, day: date) -> None:
    await scheduler.choose("Type of meeting", "Exploitation")
    await scheduler.write({"What is the meeting for?": "To agree how each child is kept safe"})
    await scheduler.date("Date of the meeting", day)
    await scheduler.write({"Start time": "10am", "End time": "1pm"})
    await scheduler.tick("In a room")


async def when_they_say_who_comes_for_whom(
    scheduler: Visitor, some: Mapping[str, Sequence[Child]]
) -> None:
    for person in COMES_FOR_ALL:
        await scheduler.tick(f"All {len(CHILDREN)} children", within=person)
    for person, children in some.items():
        await scheduler.tick("Only some of them", within=person)
        await scheduler.tick(
            *(child.name for child in children), within=f"Children for whom {person}"
        )


async def when_they_write_about(chair: Visitor, child: Child) -> None:
    """The sections of exploitation and the outcome; then on to the next without one."""
    await chair.write(
        {
            "The child’s voice": f"{child.name} wants to go home.",
            "Capacity and consent": "She could not agree to any of it.",
            "Coercion": "A debt for a phone.",
            "Missing episodes": "Two nights in February.",
            "Balance of protection and prosecution": BALANCE,
            "Why this is the outcome": "The threshold is met.",
        }
    )
    await chair.tick("Section 47 started: joint enquiry")
    await chair.press("Save and go to the next undecided child")


async def when_the_others_are_decided(stage: Stage, meeting: str, *, but: Sequence[Child]) -> None:
    """The same by the acts that the pages do, for all that have no outcome yet."""
    chair, meeting_id = stage.people["chair"], UUID(meeting.rsplit("/", 1)[1])
    left = {child.reference for child in but}
    seen = await running(meeting_id=meeting_id, actor=chair, now=clock.now())
    draft = ChildDraft(outcome=Outcome.S47_INITIATED_JOINT, outcome_reason="The threshold is met.")
    for child in seen.children:
        if child.draft.outcome is None and child.reference not in left:
            await record_child(
                meeting_id=meeting_id,
                concern_id=child.concern_id,
                draft=draft,
                version=child.version,
                actor=chair,
                now=clock.now(),
            )


async def then_they_come_upon_only(school: Visitor, meeting: str, own: Child) -> None:
    """On every page that a school has: its own pupil, and no sign of any other."""
    concern = await _concern_of(school, meeting, own)
    seen = {}
    lists = ("/work", "/meetings", "/concerns", "/concerns/undecided", "/actions", "/search")
    for page in (meeting, f"{meeting}/minutes", concern, *lists, "/actions/agency", "/diary"):
        await school.open(page)
        assert school.status == httpx.codes.OK, page
        seen[page] = _children_in(await school.page.content())
    shows = {meeting, f"{meeting}/minutes", concern, "/concerns"}
    assert seen == {page: [own.name] if page in shows else [] for page in seen}
    for child, finds in ((own, True), (CHILDREN[-1], False)):
        await school.open("/search")
        await school.write({"Child": child.reference})
        await school.press("Search")
        assert (child.name in await school.reads()) is finds


async def then_a_program_finds_only(program: Program, meeting: str, own: Child) -> None:
    """Lists, the meeting and its minutes by the API, and a search for each child."""
    texts = {
        place: _children_in(str(await program.get(place)))
        for place in (meeting, f"{meeting}/minutes", "/concerns", "/meetings", "/work", "/actions")
    }
    found = [
        child.name
        for child in CHILDREN
        if (await program.post("/search", {"child": child.reference}))["children"]
    ]
    shows = {meeting, f"{meeting}/minutes", "/concerns"}
    assert texts == {place: [own.name] if place in shows else [] for place in texts}
    assert found == [own.name]


async def _concern_of(reader: Visitor, meeting: str, child: Child) -> str:
    await reader.open(meeting)
    await reader.follow(child.name)
    return reader.path


def _children_in(text: str) -> list[str]:
    return [child.name for child in CHILDREN if child.name in text or child.reference in text]
