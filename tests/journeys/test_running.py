"""A meeting is run and closed, and everybody reads their own version of its minutes."""

import pytest

from service.demo.stage import Stage
from tests.journeys.conftest import Arriving
from tests.journeys.steps.meetings import Child
from tests.journeys.steps.past import days_ago, given_a_meeting_of_yesterday
from tests.journeys.steps.running import (
    JOINT,
    then_every_page_of_it_is_marked,
    when_nothing_is_decided,
    when_they_approve,
    when_they_close_it,
    when_they_decide,
    when_they_have_a_pdf_made,
    when_they_record_who_came,
)

CLEO = Child("Cleo Marlpit", "MP-201")
DEV = Child("Dev Marlpit", "MP-202")


@pytest.fixture
async def meeting(stage: Stage) -> str:
    return await given_a_meeting_of_yesterday(stage, CLEO, DEV)


async def test_a_chair_closes_with_an_outcome_for_each_child_and_the_school_reads_its_own(
    sign_in: Arriving, meeting: str
) -> None:
    chair = await sign_in("chair")
    await chair.open(meeting)
    await chair.press("Run the meeting")
    await when_they_record_who_came(
        chair, "Martin Hale", "DS Carla Munro", "Grace Adeyemi", "Tom Ridley"
    )
    await when_they_decide(
        chair, CLEO, outcome="Section 47 started: joint enquiry", why="The threshold is met."
    )
    await chair.follow("Close the meeting")
    assert "Before you can close it Record an outcome for Dev Marlpit." in await chair.reads()
    await chair.press("Close the meeting")
    assert chair.status == 409
    assert await chair.faults() == ["Record an outcome for Dev Marlpit."]

    await when_nothing_is_decided(chair, DEV, reason="Medical", next_on=days_ago(-2))
    await when_they_close_it(chair)
    assert "The minutes wait for the chair’s approval." in await chair.reads()
    await when_they_approve(chair)
    assert DEV.name in await chair.reads()

    school = await sign_in("school", width=390)
    reference = await chair.page.title()
    await school.page.get_by_role("link").filter(has_text="Read the minutes").first.wait_for()
    await school.open(f"{meeting}/minutes")
    assert await school.page.title() == reference
    for told in (JOINT, CLEO.name, "Section 47 started: joint enquiry"):
        assert told in await school.reads()
    assert "Dev" not in await school.reads()
    assert "Medical" not in await school.reads()

    pdf = await when_they_have_a_pdf_made(school)
    words = then_every_page_of_it_is_marked(pdf, reader="Tom Ridley")
    assert CLEO.name in words
    assert "Dev" not in words
    assert DEV.reference not in words
