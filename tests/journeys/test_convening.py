"""A meeting for two siblings is convened, people are asked, and answers make it quorate."""

import re
from datetime import date

from planning import clock
from planning.clock import NONE_CLOSED, add_working_days, today
from tests.journeys.accord import Accord
from tests.journeys.conftest import Arriving
from tests.journeys.steps.meetings import (
    Child,
    email,
    then_invitations_are_neutral,
    when_they_answer,
    when_they_invite,
    when_they_open_concerns,
    when_they_say_what_for_and_when,
)

ADA = Child("Ada Thornwick", "TW-101")
BEN = Child("Ben Thornwick", "TW-102")


def tomorrow() -> date:
    """The next working day."""
    return add_working_days(today(clock.now()), 1, NONE_CLOSED)


async def test_a_scheduler_convenes_for_siblings_and_the_forecast_becomes_quorate(
    sign_in: Arriving, accord: Accord
) -> None:
    scheduler = await sign_in("scheduler")
    await scheduler.follow("Meetings")
    await scheduler.press("Convene a meeting")
    await when_they_open_concerns(scheduler, ADA, BEN)
    await when_they_say_what_for_and_when(scheduler, tomorrow())
    await when_they_invite(
        scheduler, "DS Carla Munro", "Grace Adeyemi", "Tom Ridley", chair="Martin Hale"
    )
    await scheduler.press("Continue")
    assert "Hold it at the latest by" in await scheduler.reads()
    assert "working day" in await scheduler.reads()
    await scheduler.untick(BEN.name, within="Tom Ridley")
    await scheduler.press("Convene the meeting")

    meeting = scheduler.path
    assert re.fullmatch(r"/meetings/[0-9a-f-]{36}", meeting)
    assert "Quorum: not yet" in await scheduler.reads()
    assert "For: Ada Thornwick" in await scheduler.row("Tom Ridley")
    invited = [email(key) for key in ("chair", "police", "nurse", "school")]
    await then_invitations_are_neutral(accord, meeting, invited, ADA, BEN)

    school = await sign_in("school", width=390)
    await when_they_answer(school, meeting, "I will come")
    assert ADA.name in await school.reads()
    assert "Ben" not in await school.reads()
    for key in ("chair", "nurse"):
        await when_they_answer(await sign_in(key), meeting, "I will come")
    police = await sign_in("police", width=390)
    await police.open(meeting)
    assert "Quorum: not yet" in await police.reads()
    await when_they_answer(police, meeting, "I will come")
    assert "Quorum: everybody needed has accepted" in await police.reads()
    assert "Police has accepted." in await police.reads()
