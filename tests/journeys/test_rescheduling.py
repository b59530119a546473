"""A meeting moves, an officer cannot come then, and a colleague goes in their place."""

import re
from datetime import date

import pytest

from planning import clock
from planning.clock import NONE_CLOSED, add_working_days, today
from service.demo.cast import DOMAIN
from service.demo.stage import Stage
from service.mail.mailbox import calendar_of
from tests.journeys.accord import Accord
from tests.journeys.conftest import PHONE, Arriving
from tests.journeys.steps.meetings import (
    Child,
    email,
    when_they_answer,
    when_they_invite,
    when_they_open_concerns,
    when_they_say_what_for_and_when,
)
from tests.journeys.steps.past import given_it_began
from tests.journeys.steps.running import (
    when_they_approve,
    when_they_close_it,
    when_they_decide,
)
from tests.journeys.visitor import Visitor

GUS = Child("Gus Penhale", "PH-501")
OFFICER, DEPUTY, NURSE = "DS Carla Munro", "Det. Supt. Alan Frost", "Grace Adeyemi"


def in_days(days: int) -> date:
    """A working day to come."""
    return add_working_days(today(clock.now()), days, NONE_CLOSED)


@pytest.fixture
async def meeting(sign_in: Arriving) -> str:
    """Convened for Monday week or so; police and health have accepted."""
    scheduler = await sign_in("scheduler")
    await scheduler.open("/meetings/convene")
    await when_they_open_concerns(scheduler, GUS)
    await when_they_say_what_for_and_when(scheduler, in_days(6))
    await when_they_invite(scheduler, OFFICER, NURSE, chair="Martin Hale")
    await scheduler.press("Continue")
    await scheduler.press("Convene the meeting")
    for key in ("police", "nurse"):
        await when_they_answer(await sign_in(key), scheduler.path, "I will come")
    return scheduler.path


async def test_who_cannot_come_at_the_new_time_sends_a_deputy_and_sees_no_more_of_it(
    sign_in: Arriving, accord: Accord, stage: Stage, meeting: str
) -> None:
    scheduler = await sign_in("scheduler")
    await when_they_move_it(scheduler, meeting, in_days(7))
    await then_everybody_is_asked_again(scheduler)
    await then_the_calendar_says(accord, meeting, "police", ["REQUEST 0", "REQUEST 1"])

    officer = await sign_in("police", width=PHONE)
    await when_they_answer(officer, meeting, "I cannot come")
    assert await officer.page.title() == "What happens instead? – Accord"
    await officer.press("Send a deputy")
    await when_somebody_of_another_agency_is_sent(officer, str(stage.id("school")))
    assert officer.status == 409
    told = "Tom Ridley is not of Northshire Police. Choose a colleague there."
    assert await officer.faults() == [told]
    await officer.choose("Who comes?", DEPUTY)
    await officer.press("Send the deputy")
    assert f"{DEPUTY} is asked to come." in await officer.reads()
    await then_it_does_not_exist_for(officer, meeting)
    await then_the_calendar_says(accord, meeting, "lead", ["REQUEST 1"])
    await then_the_calendar_says(accord, meeting, "police", ["REQUEST 0", "REQUEST 1", "CANCEL 2"])
    deputy = await sign_in("lead", width=PHONE)
    await when_they_answer(deputy, meeting, "I will come")
    await scheduler.open(meeting)
    assert "Police has accepted." in await scheduler.reads()
    assert f"deputy for {OFFICER}" in await scheduler.row(DEPUTY)

    await given_it_began(accord, meeting)
    await when_it_is_held_and_decided(await sign_in("chair"), meeting)
    await deputy.open(f"{meeting}/minutes")
    assert GUS.name in await deputy.reads()
    assert "Section 47 started: joint enquiry" in await deputy.reads()
    await then_it_does_not_exist_for(officer, meeting)


async def when_they_move_it(scheduler: Visitor, meeting: str, day: date) -> None:
    """Every time that is offered says whether the deadline is kept."""
    await scheduler.open(meeting)
    assert "Police has accepted." in await scheduler.reads()
    await scheduler.follow("Move the meeting")
    assert "Hold it at the latest by" in await scheduler.reads()
    await scheduler.press("Find times")
    offered = await scheduler.box("Choose a time").locator(".govuk-hint").all_inner_texts()
    kept = ("Within the target", "After the target, within the limit", "Later than the limit")
    assert [one for one in offered[1:] if not any(told in one for told in kept)] == []
    await scheduler.tick("Another time, typed below")
    await scheduler.unfold("Type a time")
    await scheduler.date("New date", day)
    await scheduler.write({"Start time": "3pm", "End time": "4pm"})
    await scheduler.press("Move the meeting")


async def then_everybody_is_asked_again(scheduler: Visitor) -> None:
    assert "The meeting is moved. Everybody is asked again." in await scheduler.reads()
    assert "Police has not answered: not quorate." in await scheduler.reads()
    assert "Not answered" in await scheduler.row(OFFICER)
    assert "Later than the limit" in await scheduler.reads()


async def then_it_does_not_exist_for(officer: Visitor, meeting: str) -> None:
    for page in ("", "/minutes", "/deputy"):
        await officer.open(meeting + page)
        assert officer.status == 404


async def when_somebody_of_another_agency_is_sent(officer: Visitor, person_id: str) -> None:
    """The page does not offer them: they changed agency after it was opened, or it was tampered
    with."""
    chosen = officer.page.get_by_label("Who comes?", exact=True)
    await chosen.evaluate("(select, id) => select.add(new Option('Somebody', id))", person_id)
    await chosen.select_option(person_id)
    await officer.press("Send the deputy")


async def when_it_is_held_and_decided(chair: Visitor, meeting: str) -> None:
    await chair.open(f"{meeting}/run")
    await chair.tick("Martin Hale", DEPUTY, NURSE, within="Who is there?")
    await chair.press("Save")
    await when_they_decide(
        chair, GUS, outcome="Section 47 started: joint enquiry", why="The threshold is met."
    )
    await when_they_close_it(chair)
    await when_they_approve(chair)


async def then_the_calendar_says(
    accord: Accord, meeting: str, key: str, messages: list[str]
) -> None:
    """What the person's calendar got, each with its number, in order."""
    mails = await accord.mails(meeting, count=len(messages), to=email(key))
    got = []
    for mail in mails:
        calendar = calendar_of(mail)
        assert calendar is not None
        text = str(calendar.get_content())
        method, sequence = re.search(r"METHOD:(\w+)", text), re.search(r"SEQUENCE:(\d+)", text)
        assert method is not None
        assert sequence is not None
        got.append(f"{method[1]} {sequence[1]}")
    assert sorted(got, key=lambda one: one.split()[1]) == messages
    assert {mail["To"] for mail in mails} == {f"{key}@{DOMAIN}"}
