"""A batch of waiting meetings: chosen, placed, convened, and planned anew when somebody is ill."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

import asyncpg
import httpx

from planning.clock import london_date
from planning.concerns.actions import open_concerns
from planning.concerns.rules import NewChild, Opening
from service.demo.stage import Stage, at
from tests.journeys.accord import Accord
from tests.journeys.steps.meetings import CONCERN, Child
from tests.journeys.steps.past import days_ago
from tests.journeys.steps.programs import Program
from tests.journeys.visitor import Visitor

NAMED_DAYS_AGO = 9
"""Long enough that what other journeys left waiting is due later."""
LONGEST_SEARCH = 40_000
"""Milliseconds until a search of twenty seconds counts as lost, on a machine that is not quiet."""
OVER, STOP = "What was found", "Stop: this is good enough"


@dataclass(frozen=True)
class Proposed:
    """A meeting of a batch where its run or its invitations have it."""

    reference: str
    starts_at: datetime
    chair: str
    people: frozenset[str]
    meeting_id: str | None
    pinned: bool
    moves: bool
    must_move: bool

    @property
    def on(self) -> date:
        """The day of it."""
        return london_date(self.starts_at)


async def given_children_were_named(stage: Stage, *children: Child) -> None:
    """Their concerns are open for some days; no meeting is convened for any of them."""
    on = days_ago(NAMED_DAYS_AGO)
    opening = Opening(
        children=[NewChild(child.reference, child.name) for child in children],
        reason=CONCERN,
        senior_manager_id=stage.id("seniormanager"),
        referred_on=on,
    )
    await open_concerns(opening=opening, actor=stage.people["scheduler"], now=at(on, 9))


async def when_they_choose_waiting(scheduler: Visitor, *children: Child) -> str:
    """By ticking each; the path of the batch."""
    await scheduler.open("/work")
    await scheduler.follow("Batches")
    await scheduler.tick(*(child.reference for child in children))
    await scheduler.press("Schedule those ticked")
    return scheduler.path


async def when_they_find_times(scheduler: Visitor) -> None:
    """For ten seconds, on a page that shows itself anew until it is over."""
    await scheduler.choose("How long to search", "10 seconds")
    await scheduler.press("Find times")
    await _until_it_is_over(scheduler)
    await scheduler.press("See the calendar")


async def when_they_pin(scheduler: Visitor, child: Child) -> None:
    """Where the proposal has it."""
    await scheduler.follow(child.reference)
    await scheduler.press("Pin it here")
    assert "The meeting is pinned. Find times again." in await scheduler.reads()


async def when_they_stop_once_it_is_good_enough(scheduler: Visitor) -> None:
    """On a page that stands still, and that they look at again until there is an answer."""
    await scheduler.choose("How long to search", "1 minute")
    await scheduler.press("Find times again")
    found = scheduler.page.get_by_text("The best answer so far:")
    await found.wait_for(timeout=LONGEST_SEARCH)
    await scheduler.follow("Do not refresh it")
    await scheduler.page.get_by_text("This page stands still.").wait_for()
    await scheduler.press(STOP)
    await _until_it_is_over(scheduler)
    await scheduler.press("See the calendar")


async def when_they_report_absent(scheduler: Visitor, name: str, on: date) -> None:
    """For one day; what would move is worked out at once."""
    await scheduler.follow("Report that somebody cannot come")
    await scheduler.choose("Who cannot come?", name)
    await scheduler.date("First day away", on)
    await scheduler.date("Last day away", on)
    await scheduler.press("See what would move")
    await _until_it_is_over(scheduler)
    await scheduler.press("See what changes")


async def then_nothing_of_it_is_there(
    other: Visitor, batch: str, children: Sequence[Child]
) -> None:
    """Its addresses answer as if it had never been, and no list knows of it."""
    for part in ("", "/confirm"):
        await other.open(f"/surge/{uuid4()}{part}")
        never = other.status, await other.reads()
        await other.open(f"{batch}{part}")
        assert (other.status, await other.reads()) == never
        assert other.status in {httpx.codes.FORBIDDEN, httpx.codes.NOT_FOUND}
    told = [batch, *(child.reference for child in children), *(child.name for child in children)]
    for page in ("/work", "/surge", "/meetings", "/concerns"):
        await other.open(page)
        html = await other.page.content()
        assert [words for words in told if words in html] == [], page


async def proposed(program: Program, batch: str) -> dict[str, Proposed]:
    """Every meeting by its child's reference, as a program sees it."""
    view = await program.get(batch.replace("/surge/", "/surge/batches/"))
    found = {}
    for one in view["meetings"]:
        place, reference = one["place"], one["children"][0]["reference"]
        found[reference] = Proposed(
            reference,
            datetime.fromisoformat(place["starts_at"]),
            next(person["name"] for person in place["people"] if person["part"] == "Chair"),
            frozenset(person["id"] for person in place["people"]),
            one["meeting_id"],
            one["pinned"] is not None,
            one["moves"],
            one["must_move"],
        )
    return found


async def invitations(accord: Accord, meetings: Sequence[Proposed]) -> set[tuple[str, str, int]]:
    """Those queued for these meetings: meeting, who is asked, and which time it is."""
    administrator = await asyncpg.connect(accord.database.administrator)
    found = await administrator.fetch(
        "select subject_id, recipient_id, sequence from mail_message"
        " where kind = 'meeting_request' and subject_id = any($1)",
        [UUID(one.meeting_id) for one in meetings if one.meeting_id],
    )
    await administrator.close()
    return {(str(one[0]), str(one[1]), one[2]) for one in found}


async def _until_it_is_over(scheduler: Visitor) -> None:
    over = scheduler.page.get_by_role("heading", name=OVER, exact=True)
    await over.wait_for(timeout=LONGEST_SEARCH)
    await scheduler.look()
