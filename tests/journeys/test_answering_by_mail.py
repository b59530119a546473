"""Invitations are answered from people's own mail programs."""

from datetime import date, time, timedelta

from planning import clock
from planning.clock import NONE_CLOSED, add_working_days, in_london, today
from service.pages.presenters.dates import moment
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
from tests.journeys.steps.post import (
    calendar_messages,
    then_it_shows,
    when_their_mail_program_answers,
    when_their_mail_program_proposes,
)
from tests.journeys.visitor import Visitor

IDA = Child("Ida Fellgate", "FG-601")
JON = Child("Jon Fellgate", "FG-602")
OFFICER, NURSE = "DS Carla Munro", "Grace Adeyemi"
EVERYBODY = ("chair", "nurse", "police")


def in_days(days: int) -> date:
    """A working day that no other journey uses."""
    return add_working_days(today(clock.now()), days, NONE_CLOSED)


async def when_they_convene(scheduler: Visitor, child: Child, day: date, *people: str) -> str:
    """Gives the meeting's path."""
    await scheduler.open("/meetings/convene")
    await when_they_open_concerns(scheduler, child)
    await when_they_say_what_for_and_when(scheduler, day)
    await when_they_invite(scheduler, *people, chair="Martin Hale")
    await scheduler.press("Continue")
    await scheduler.press("Convene the meeting")
    return scheduler.path


async def test_an_invitation_is_answered_from_the_mail_program(
    sign_in: Arriving, accord: Accord
) -> None:
    scheduler = await sign_in("scheduler")
    meeting = await when_they_convene(scheduler, IDA, in_days(16), OFFICER, NURSE)
    for key in ("chair", "nurse"):
        await when_they_answer(await sign_in(key), meeting, "I will come")
    await scheduler.open(meeting)
    assert "Police has not answered: not quorate." in await scheduler.reads()

    now = clock.now()
    await when_their_mail_program_answers(accord, meeting, "police", "ACCEPTED", stamped_at=now)
    await then_it_shows(scheduler, meeting, "Quorum: everybody needed has accepted")
    assert "Police has accepted." in await scheduler.reads()
    assert "Answered by calendar" in await scheduler.row(OFFICER)

    before = now - timedelta(minutes=5)
    await when_their_mail_program_answers(accord, meeting, "police", "DECLINED", stamped_at=before)
    await then_it_shows(scheduler, f"{meeting}/replies", "Answers: I cannot come")
    await scheduler.open(meeting)
    assert "Police has accepted." in await scheduler.reads()
    assert "Accepted" in await scheduler.row(OFFICER)


async def test_a_proposed_time_is_decided_in_two_touches_on_a_phone(
    sign_in: Arriving, accord: Accord
) -> None:
    meeting = await when_they_convene(await sign_in("scheduler"), JON, in_days(17), OFFICER, NURSE)
    proposed = in_london(in_days(18), time(14))
    await when_their_mail_program_proposes(
        accord, meeting, "police", proposed, stamped_at=clock.now()
    )
    officer = await sign_in("police", width=PHONE)
    arrived = f"You proposed {moment(proposed)}. Martin Hale, who chairs, decides."
    await then_it_shows(officer, meeting, arrived)

    chair = await sign_in("chair", width=PHONE)
    await then_it_shows(chair, "/work", f"{OFFICER} proposes {moment(proposed)}.")
    before = chair.touches
    await when_they_open_the_proposal(chair, meeting)
    assert "Quorum: everybody needed can come" in await chair.reads()
    await chair.press("Move the meeting to this time")
    assert chair.touches - before == 2
    assert "The meeting is moved. Everybody is asked again." in await chair.reads()
    assert moment(proposed) in await chair.reads()

    for key in EVERYBODY:
        got = await calendar_messages(accord, meeting, email(key), count=2)
        assert got == ["REQUEST 0", "REQUEST 1"]
    await officer.open(meeting)
    assert arrived not in await officer.reads()
    await chair.open("/work")
    assert f"{OFFICER} proposes {moment(proposed)}." not in await chair.reads()


async def when_they_open_the_proposal(chair: Visitor, meeting: str) -> None:
    reply = chair.page.locator(f"a[href^='{meeting}/replies/']")
    await chair.leave_by(reply.first)
