"""Showing the place in calendars is chosen on the forms; the entry is fetched from the meeting."""

from uuid import UUID

import pytest

from tests.clients import Browser, Program
from tests.pages.meetings.test_changing import seen
from tests.pages.meetings.test_held import told
from tests.scene import Scene

CALENDAR = "text/calendar; charset=utf-8"


def lines(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


async def test_the_place_is_shown_in_calendars_when_the_box_is_ticked(
    browser: Browser, scene: Scene, meeting_id: UUID
) -> None:
    await browser.sign_in_as(scene.chair)
    page, address = f"/meetings/{meeting_id}", f"/meetings/{meeting_id}/details"
    typed: dict[str, str | list[str]] = {
        "version": "1",
        "purpose": "To decide",
        "mode": "room",
        "chair_id": str(scene.chair.person_id),
        "place": "Exploitation suite",
        "place_in_calendars": "yes",
    }
    refused = await browser.submit(address, typed)
    assert refused.status_code == 409
    assert "The place says “exploitation”, which calendars must not show." in refused.text
    assert 'value="yes" checked' in refused.text
    saved = await browser.submit(address, {**typed, "place": "Library, North"})
    assert saved.status_code == 303
    assert (await seen(scene, meeting_id)).place_in_calendars
    assert "Calendars show the place." in (await browser.get(page)).text
    assert 'value="yes" checked' in (await browser.get(address)).text
    fetched = lines((await browser.get(f"{page}/calendar.ics")).content)
    assert r"LOCATION:Library\, North" in fetched
    assert "SEQUENCE:1" in fetched


async def test_the_entry_is_a_neutral_file_for_those_in_the_meeting(
    browser: Browser, scene: Scene, meeting_id: UUID
) -> None:
    await browser.sign_in_as(scene.police)
    page = f"/meetings/{meeting_id}"
    assert f'href="{page}/calendar.ics"' in (await browser.get(page)).text
    fetched = await browser.get(f"{page}/calendar.ics")
    assert fetched.headers["content-type"] == CALENDAR
    assert fetched.headers["content-disposition"] == 'attachment; filename="meeting.ics"'
    entry = lines(fetched.content)
    assert "LOCATION:Sign in to Accord to see the place" in entry
    assert f"DESCRIPTION:OFFICIAL-SENSITIVE\\nhttps://accord.test{page}" in entry
    assert not [one for one in entry if one.startswith(("METHOD", "ATTENDEE", "ORGANIZER"))]
    await browser.sign_in_as(scene.stranger)
    assert (await browser.get(f"{page}/calendar.ics")).status_code == 404


async def test_a_program_fetches_the_same(
    program: Program, browser: Browser, scene: Scene, meeting_id: UUID
) -> None:
    await browser.sign_in_as(scene.police)
    await program.act_for(scene.police, can_write=False)
    given = await program.get(f"/api/v1/meetings/{meeting_id}/calendar.ics")
    shown = await browser.get(f"/meetings/{meeting_id}/calendar.ics")
    assert given.headers["content-type"] == CALENDAR
    assert unstamped(given.content) == unstamped(shown.content)


def unstamped(content: bytes) -> list[str]:
    return [line for line in lines(content) if not line.startswith("DTSTAMP")]


@pytest.mark.parametrize(
    ("which", "during"),
    [
        ("first", ["DTSTART:20251026T003000Z", "DTEND:20251026T010000Z"]),
        ("second", ["DTSTART:20251026T013000Z", "DTEND:20251026T020000Z"]),
    ],
)
async def test_a_discussion_held_in_the_hour_that_came_twice_asks_which(
    browser: Browser, scene: Scene, children: list[UUID], which: str, during: list[str]
) -> None:
    await browser.sign_in_as(scene.scheduler)
    night: dict[str, str | list[str]] = {
        **told(scene, children[0]),
        "starts_at-day": "26",
        "starts_at-month": "10",
        "starts_at-year": "2025",
        "starts_at-time": "1:30am",
        "purpose": "Found at night",
        "emergency_reason": "Nobody had opened a concern yet",
    }
    asked = await browser.submit("/meetings/held", night)
    assert asked.status_code == 422
    assert "which of the two was it?" in asked.text
    recorded = await browser.submit("/meetings/held", {**night, "starts_at-which": which})
    assert recorded.status_code == 303, recorded.text
    page = recorded.headers["location"]
    assert f"({which} time)" in (await browser.get(page)).text
    entry = lines((await browser.get(f"{page}/calendar.ics")).content)
    assert [line for line in entry if line.startswith(("DTSTART:2025", "DTEND"))] == during
