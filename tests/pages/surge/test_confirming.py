"""Every meeting of a batch convened in one act, after all of them were seen."""

import re
from datetime import date
from uuid import uuid4

from planning.diaries.actions import add_absence
from planning.diaries.rules.absences import AbsenceKind, NewAbsence
from planning.people.queries import actor_of
from planning.surge.rules.batches import BatchState
from planning.transactions import transaction
from tests.clients import Browser
from tests.factories import NOW
from tests.pages.operations.world import faults_of, text_of
from tests.pages.surge.batches import proposed, seen, who
from tests.planning.surge_world import SurgeWorld


async def test_all_are_convened_once_however_often_it_is_asked(
    browser: Browser, world: SurgeWorld
) -> None:
    address, fields = await proposed(browser, world)
    check = text_of(await browser.get(f"{address}/confirm"))
    assert "meetings to convene 3 people to invite" in check
    first = await browser.submit(f"{address}/confirm", fields, key="double")
    again = await browser.submit(f"{address}/confirm", fields)
    assert (first.status_code, again.status_code) == (303, 303)
    view = await seen(world, address)
    assert view.state is BatchState.CONFIRMED
    shown = await browser.get(address)
    assert "3 meetings are convened, and their people invited." in text_of(shown)
    meeting = view.meetings[0]
    one = await browser.get(f"{address}/meetings/{meeting.id}")
    assert f'href="/meetings/{meeting.meeting_id}"' in one.text
    assert "Hold it to a time" not in text_of(one)
    assert "Schedule all" not in text_of(await browser.get("/surge"))


async def test_what_clashes_by_now_is_told_meeting_by_meeting_and_nothing_is_convened(
    browser: Browser, world: SurgeWorld
) -> None:
    address, fields = await proposed(browser, world)
    day = date(2026, 3, 4)
    meeting, person_id = who(await seen(world, address), "Police", day)
    async with transaction(None):
        police = await actor_of(person_id)
    leave = NewAbsence(AbsenceKind.LEAVE, day, day)
    await add_absence(person_id=police.person_id, absence=leave, actor=police, now=NOW)
    bad = await browser.submit(f"{address}/confirm", fields)
    assert bad.status_code == 409
    (fault,) = faults_of(bad)
    assert re.match(r"N-\d: .+ is busy at that time", fault)
    assert f'href="#{meeting.id}"' in bad.text
    assert f'id="{meeting.id}"' in bad.text
    view = await seen(world, address)
    assert (view.state, len(await world.list())) == (BatchState.OPEN, 3)


async def test_only_what_was_seen_is_convened(browser: Browser, world: SurgeWorld) -> None:
    address, _ = await proposed(browser, world)
    bad = await browser.submit(f"{address}/confirm", {})
    assert (bad.status_code, faults_of(bad)) == (422, ["Look at the times before you confirm"])
    other = await browser.submit(f"{address}/confirm", {"run_id": str(uuid4())})
    assert other.status_code == 404
