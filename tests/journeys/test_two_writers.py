"""Chair and minute taker write the same thing at once: nobody's words are lost."""

import re

import pytest
from playwright.async_api import expect

from service.demo.stage import Stage
from tests.journeys.conftest import Arriving
from tests.journeys.steps.meetings import Child
from tests.journeys.steps.past import given_a_meeting_with_a_minute_taker
from tests.journeys.steps.running import when_they_close_it, when_they_decide
from tests.journeys.visitor import Visitor

EDA, FLO = Child("Eda Calloway", "CW-301"), Child("Flo Calloway", "CW-302")
JOINT, VOICE = "Joint information", "The child’s voice"
OF_CHAIR = "Police and school hold the same account."
OF_MINUTES = "Police and school differ on the day."
AGREED = "Police and school agree on all but the day."
ALREADY = "This meeting is closed already."


@pytest.fixture
async def meeting(stage: Stage) -> str:
    return await given_a_meeting_with_a_minute_taker(stage, EDA)


@pytest.fixture
async def another(stage: Stage) -> str:
    return await given_a_meeting_with_a_minute_taker(stage, FLO)


async def test_two_writers_who_are_saved_as_they_type_keep_both_texts_until_one_settles_them(
    sign_in: Arriving, meeting: str
) -> None:
    chair, minutes = [await sign_in(key, scripted=True) for key in ("chair", "minutes")]
    for writer in (chair, minutes):
        await writer.open(f"{meeting}/run/joint")
    await when_they_write(chair, OF_CHAIR)
    await when_they_write(minutes, OF_MINUTES)

    beside = minutes.page.locator("blockquote")
    await expect(beside).to_contain_text(OF_CHAIR)
    await expect(beside).to_contain_text("Martin Hale")
    assert await what_is_in_the_box(minutes) == OF_MINUTES
    await minutes.look()
    await then_closing_is_refused(chair, meeting)

    await minutes.write({JOINT: AGREED})
    await then_it_is_saved(minutes)
    await minutes.press("Settle with what is in the box")
    assert "Two versions of this text" not in await minutes.reads()
    await chair.open(f"{meeting}/run/joint")
    assert await what_is_in_the_box(chair) == AGREED


async def test_two_writers_without_scripts_keep_both_texts_and_only_one_of_them_closes(
    sign_in: Arriving, another: str
) -> None:
    chair, minutes = await sign_in("chair"), await sign_in("minutes", width=390)
    await chair.open(f"{another}/run")
    await chair.tick("Martin Hale", "DS Carla Munro", "Grace Adeyemi", within="Who is there?")
    await chair.press("Save")
    for writer in (chair, minutes):
        await writer.open(f"{another}/run")
        await writer.follow(FLO.name)
    await chair.write({VOICE: "“I want to stay at school.”"})
    await chair.press("Save")
    await minutes.write({VOICE: "“I want to go home.”"})
    await minutes.press("Save")
    for told in ("Two versions of this text", "I want to stay at school", "Martin Hale"):
        assert told in await minutes.reads()
    assert (
        await minutes.page.get_by_label(VOICE, exact=True).input_value() == "“I want to go home.”"
    )
    await then_closing_is_refused(chair, another)

    await minutes.press("Use this text")
    assert "Two versions of this text" not in await minutes.reads()
    kept = minutes.page.get_by_label(VOICE, exact=True)
    assert await kept.input_value() == "“I want to stay at school.”"
    await when_they_decide(
        chair, FLO, outcome="Section 47 started: joint enquiry", why="The threshold is met."
    )
    await minutes.open(f"{another}/close")
    await when_they_close_it(chair)
    assert "The minutes wait for the chair’s approval." in await chair.reads()
    await minutes.press("Close the meeting")
    assert minutes.status == 409
    assert ALREADY in await minutes.reads()


async def when_they_write(writer: Visitor, text: str) -> None:
    await writer.write({JOINT: text})
    await then_it_is_saved(writer)


async def then_it_is_saved(writer: Visitor) -> None:
    """By itself, some seconds after it was typed."""
    await expect(writer.page.locator("[data-saved]")).to_have_text(re.compile(r"^Saved \d"))


async def what_is_in_the_box(writer: Visitor) -> str:
    return await writer.page.get_by_label(JOINT, exact=True).input_value()


async def then_closing_is_refused(chair: Visitor, meeting: str) -> None:
    await chair.open(f"{meeting}/close")
    await chair.press("Close the meeting")
    assert chair.status == 409
    assert [fault for fault in await chair.faults() if "ettle" in fault] != []
