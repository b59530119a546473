"""A person's other calendar shows their meetings by a secret link, until it is stopped."""

from datetime import date

import httpx

from tests.calendar.oracles import ical_js
from tests.calendar.oracles.reading import EventRead
from tests.journeys.conftest import Arriving
from tests.journeys.steps.meetings import Child
from tests.journeys.test_answering_by_mail import NURSE, in_days, when_they_convene
from tests.journeys.visitor import Visitor

MIA, NED = Child("Mia Holt", "HO-801"), Child("Ned Holt", "HO-802")
WHO = "Sam Whitlock"


async def test_a_calendar_link_follows_its_owners_meetings_and_can_be_stopped(
    sign_in: Arriving,
) -> None:
    scheduler = await sign_in("scheduler")
    meeting = await when_they_convene(scheduler, MIA, in_days(21), WHO)
    reference = (await scheduler.page.locator("h1").inner_text()).removeprefix("Meeting ")
    await when_they_convene(scheduler, NED, in_days(22), NURSE)
    owner = await sign_in("hospitals.signatory")
    link = await when_they_make_a_link(owner)

    async with httpx.AsyncClient() as program:
        first = await program.get(link)
        [event] = events_in(first.content)
        assert event.summary == f"Multi-agency meeting {reference}"
        assert (event.starts_at.date(), event.sequence) == (in_days(21), 0)
        assert (event.organiser, event.attendees) == (None, [])
        known = {"if-none-match": first.headers["etag"]}
        assert (await program.get(link, headers=known)).status_code == 304

        await when_they_move_it(scheduler, meeting, in_days(23))
        moved = await program.get(link, headers=known)
        assert moved.status_code == 200
        assert moved.headers["etag"] != first.headers["etag"]
        [event] = events_in(moved.content)
        assert (event.starts_at.date(), event.sequence) == (in_days(23), 1)

        await owner.open("/account/calendar")
        assert "Last used on" in await owner.reads()
        await owner.press("Stop the link “My telephone”")
        assert "The link does not work any more." in await owner.reads()
        assert (await program.get(link)).status_code == 404


def events_in(calendar: bytes) -> list[EventRead]:
    """As ical.js reads it."""
    [read] = ical_js.read([calendar])
    assert read.method is None
    return read.events


async def when_they_make_a_link(owner: Visitor) -> str:
    """From their account; it is shown this once."""
    await owner.open("/account")
    await owner.follow("Your calendar: see your meetings in Outlook, Google or on your phone")
    await owner.follow("Make a calendar link")
    await owner.write({"Where will you use it?": "My telephone"})
    await owner.press("Make the link")
    return await owner.page.locator("main code").first.inner_text()


async def when_they_move_it(scheduler: Visitor, meeting: str, day: date) -> None:
    await scheduler.open(f"{meeting}/reschedule")
    await scheduler.date("New date", day)
    await scheduler.press("Move the meeting")
    assert "The meeting is moved. Everybody is asked again." in await scheduler.reads()
