"""What goes wrong at the keyboard: every fault at once, nothing lost, nothing done twice."""

from uuid import uuid4

from service.demo.stage import Stage
from tests.journeys.accord import Accord
from tests.journeys.conftest import Arriving
from tests.journeys.steps.meetings import (
    Child,
    when_they_invite,
    when_they_open_concerns,
    when_they_say_what_for_and_when,
)
from tests.journeys.steps.past import days_ago, given_meetings

FAULTS = [
    "Enter the child’s reference",
    "Say why you are concerned",
    "Select a senior manager",
    "Select the type of meeting",
    "Say what the meeting is for",
    "When it was decided to meet: time must be a time, like 2pm or 14:30",
    "Select the chair",
    "Select how people meet",
    "Date must be a real date",
    "Start must be a time, like 2pm or 14:30",
    "End must be a time, like 2pm or 14:30",
    "Place must be 500 characters or fewer",
]
PLACE = "<b>Room</b> & " + "corridor " * 60


async def test_every_fault_is_named_at_once_and_everything_typed_is_kept(
    sign_in: Arriving,
) -> None:
    scheduler = await sign_in("scheduler")
    await scheduler.open("/meetings/convene")
    await scheduler.unfold("Open a concern for a child who has none")
    await scheduler.write({"Name": "Fay Oldroyd"}, within="Child 1")
    await scheduler.write({"What is the meeting for?": " \t "})
    await scheduler.write({"Start time": "25:99", "End time": "noonish"})
    await scheduler.write({"Place or link (optional)": PLACE, "Time": "late"})
    for part, typed in (("Day", "30"), ("Month", "2"), ("Year", "2027")):
        await scheduler.box("Date of the meeting").get_by_label(part).fill(typed)
    await scheduler.press("Continue")
    assert scheduler.status == 422
    assert await scheduler.page.title() == "Error: Convene a meeting – Accord"
    assert await scheduler.faults() == FAULTS
    kept = {"Name": "Fay Oldroyd", "Start time": "25:99", "End time": "noonish", "Time": "late"}
    for label, typed in kept.items():
        field = scheduler.page.get_by_label(label, exact=True)
        assert await field.first.input_value() == typed
    place = scheduler.page.get_by_label("Place or link (optional)")
    assert (await place.input_value()).strip() == PLACE.strip()
    assert await scheduler.box("Date of the meeting").get_by_label("Day").input_value() == "30"


async def test_a_form_that_is_sent_twice_convenes_one_meeting(
    sign_in: Arriving, accord: Accord
) -> None:
    scheduler = await sign_in("scheduler")
    await scheduler.open("/meetings/convene")
    await when_they_open_concerns(scheduler, Child("Gil Ramsey", "RM-401"))
    await when_they_say_what_for_and_when(scheduler, days_ago(-3))
    await scheduler.choose("Type of meeting", "Pre-birth")
    await when_they_invite(scheduler, "DS Carla Munro", "Grace Adeyemi", chair="Priya Nair")
    await scheduler.press("Continue")
    async with scheduler.page.expect_request(lambda sent: sent.method == "POST") as sending:
        await scheduler.press("Convene the meeting")
    meeting, sent = scheduler.path, await sending.value
    again = await scheduler.page.context.request.post(
        sent.url,
        data=sent.post_data_buffer,
        headers={"content-type": sent.headers["content-type"], "origin": accord.address},
        max_redirects=0,
    )
    assert (again.status, again.headers["location"]) == (303, meeting)
    await scheduler.open("/meetings")
    assert await scheduler.page.get_by_role("row").filter(has_text="Pre-birth").count() == 1


async def test_a_stranger_finds_the_same_nothing_for_hidden_and_absent(
    sign_in: Arriving, stage: Stage
) -> None:
    (meeting,), concern = await given_meetings(stage, Child("Hal Stone", "ST-501"), 1)
    stranger = await sign_in("youthjustice")
    for path in (meeting, concern):
        seen = []
        for asked in (path, f"/{path.split('/')[1]}/{uuid4()}"):
            await stranger.open(asked)
            seen.append((stranger.status, await stranger.page.title(), await stranger.reads()))
        assert seen[0][0] == 404
        assert seen[0] == seen[1]
    await stranger.open("/concerns")
    assert "Hal Stone" not in await stranger.reads()
