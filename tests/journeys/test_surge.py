"""Thirty children are named in a few days: their meetings are placed and convened together."""

from collections import Counter
from collections.abc import Mapping

from service.demo.stage import Stage
from service.pages.presenters.dates import moment
from tests.journeys.accord import Accord
from tests.journeys.conftest import PHONE, Arriving
from tests.journeys.steps.meetings import Child
from tests.journeys.steps.programs import Program, Programming
from tests.journeys.steps.surge import (
    Proposed,
    given_children_were_named,
    invitations,
    proposed,
    then_nothing_of_it_is_there,
    when_they_choose_waiting,
    when_they_find_times,
    when_they_pin,
    when_they_report_absent,
    when_they_stop_once_it_is_good_enough,
)
from tests.journeys.visitor import Visitor

CHILDREN = [Child(f"Wilder{at} Wold", f"WD-{700 + at}") for at in range(30)]
PINNED, ILL = CHILDREN[7], "Martin Hale"
DONE = "30 meetings are convened, and their people invited."
BEYOND = 3
"""How many meetings may move beside those that must."""


async def test_thirty_meetings_are_convened_in_one_act_and_only_what_must_moves(
    sign_in: Arriving, program: Programming, accord: Accord, stage: Stage
) -> None:
    await given_children_were_named(stage, *CHILDREN)
    scheduler, knows = await sign_in("scheduler"), await program("scheduler")
    batch = await when_they_choose_waiting(scheduler, *CHILDREN)
    await when_they_find_times(scheduler)
    assert "Week of" in await scheduler.reads()
    await _one_is_pinned(scheduler, knows, batch)
    for key in ("chair", "education.signatory"):
        await then_nothing_of_it_is_there(await sign_in(key, width=PHONE), batch, CHILDREN)
    convened = await _all_are_convened(scheduler, await sign_in("scheduler"), knows, batch, accord)
    await _somebody_is_ill(scheduler, knows, batch, accord, convened)


async def _one_is_pinned(scheduler: Visitor, knows: Program, batch: str) -> None:
    """And stays where it is when times are found again."""
    before = await proposed(knows, batch)
    await when_they_pin(scheduler, PINNED)
    assert "You have changed the batch since these times were found." in await scheduler.reads()
    await when_they_stop_once_it_is_good_enough(scheduler)
    after = await proposed(knows, batch)
    assert [one.reference for one in after.values() if one.pinned] == [PINNED.reference]
    assert after[PINNED.reference].starts_at == before[PINNED.reference].starts_at


async def _all_are_convened(
    scheduler: Visitor, again: Visitor, knows: Program, batch: str, accord: Accord
) -> Mapping[str, Proposed]:
    """In one act; the page that was open beside it answers the same and asks nobody twice."""
    await scheduler.press("Check and convene all")
    await again.open(f"{batch}/confirm")
    await scheduler.press("Convene 30 meetings")
    assert DONE in await scheduler.reads()
    convened = await proposed(knows, batch)
    asked = {(one.meeting_id, key, 0) for one in convened.values() for key in one.people}
    assert len({one.meeting_id for one in convened.values()}) == len(CHILDREN)
    assert await invitations(accord, list(convened.values())) == asked
    await again.press("Convene 30 meetings")
    assert DONE in await again.reads()
    assert await invitations(accord, list(convened.values())) == asked
    return convened


async def _somebody_is_ill(
    scheduler: Visitor,
    knows: Program,
    batch: str,
    accord: Accord,
    convened: Mapping[str, Proposed],
) -> None:
    """On the day with most of their meetings: those move, the others stay, and all who are told
    are seen before."""
    days = Counter(one.on for one in convened.values() if one.chair == ILL)
    ill_on = days.most_common(1)[0][0]
    theirs = {key for key, one in convened.items() if one.chair == ILL and one.on == ill_on}
    await when_they_report_absent(scheduler, ILL, ill_on)
    planned = await proposed(knows, batch)
    moves = {key for key, one in planned.items() if one.moves}
    assert {key for key, one in planned.items() if one.must_move} <= moves & theirs
    assert len(moves) <= len(theirs) + BEYOND
    for key in moves:
        line = await scheduler.row(key, moment(convened[key].starts_at))
        assert "5 people asked again" in line
    asked = await invitations(accord, list(convened.values()))
    await scheduler.press(f"Change {await _lines(scheduler)} meetings")
    assert "That is done, and everybody concerned is told." in await scheduler.reads()

    moved = await proposed(knows, batch)
    stayed = {key for key, one in moved.items() if one.starts_at == convened[key].starts_at}
    assert stayed == set(convened) - moves
    assert [one for one in moved.values() if one.chair == ILL and one.on == ill_on] == []
    mails = await invitations(accord, list(moved.values())) - asked
    told = {(meeting, person) for meeting, person, _ in mails}
    anew = {(moved[key].meeting_id, person) for key in moves for person in moved[key].people}
    changed = [one.meeting_id for key, one in moved.items() if one.people != convened[key].people]
    assert anew <= told
    assert {meeting for meeting, _ in told - anew} <= set(changed)


async def _lines(scheduler: Visitor) -> int:
    return await scheduler.page.locator("main tbody tr").count()
