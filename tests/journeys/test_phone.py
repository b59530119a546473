"""A social care manager, on a phone in a car park, records what was just agreed by phone."""

from planning import clock
from planning.clock import add_working_days, today
from planning.procedures.rules import parse_profile
from planning.procedures.shipped import shipped_profile
from service.demo.stage import Stage
from service.pages.presenters.dates import day
from tests.journeys.conftest import PHONE, Arriving
from tests.journeys.steps.meetings import Child
from tests.journeys.steps.past import given_a_concern
from tests.journeys.steps.referring import when_they_find_times, when_they_take_the_first_time
from tests.journeys.steps.telling import when_they_add_an_action, when_they_record_a_phone_call

GUS = Child("Gus Redmire", "RM-501")
ENGLAND = parse_profile(shipped_profile())
MOST_TOUCHES = 15
"""Fields filled in, options picked and buttons pressed, from Your work until it is recorded."""


async def test_a_phone_discussion_takes_fifteen_touches_and_leads_to_its_full_meeting(
    sign_in: Arriving, stage: Stage
) -> None:
    await given_a_concern(stage, GUS)
    scheduler = await sign_in("scheduler", width=PHONE)
    before = scheduler.touches
    await when_they_record_a_phone_call(
        scheduler,
        GUS,
        "DS Carla Munro",
        "Grace Adeyemi",
        outcome="Section 47 started: joint enquiry",
        why="A burn that nobody explains.",
    )
    agreed_on = today(clock.now())
    await when_they_add_an_action(scheduler, "See Gus tonight", "DS Carla Munro", agreed_on)
    await scheduler.press("Record the discussion")
    assert "The discussion is recorded as meeting" in await scheduler.reads()
    assert scheduler.touches - before <= MOST_TOUCHES

    days = ENGLAND.timescales.full_meeting_after_phone_working_days
    due = add_working_days(agreed_on, days, ENGLAND.closed_days)
    owed = f"It was held by phone alone. Hold the full meeting by {day(due)}"
    assert owed in await scheduler.reads()
    reference = (await scheduler.page.locator("h1").inner_text()).removeprefix("Meeting ")
    await scheduler.open("/work")
    await scheduler.follow(f"Convene the full meeting after {reference}")
    for label in (GUS.name, "DS Carla Munro", "Grace Adeyemi"):
        assert await scheduler.box("").get_by_label(label, exact=True).is_checked()
    await scheduler.write({"What is the meeting for?": "To plan the enquiry"})
    times = await when_they_find_times(scheduler)
    assert "Quorum: everybody needed can come" in times[0]
    await when_they_take_the_first_time(scheduler)
    await scheduler.press("Convene the meeting")
    await scheduler.open("/work")
    assert f"Convene the full meeting after {reference}" not in await scheduler.reads()
