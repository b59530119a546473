"""Two siblings, from their referral to final minutes; a school knows of one of them only."""

from datetime import date

from planning import clock
from planning.clock import NONE_CLOSED, add_working_days, today
from planning.procedures.rules import assessment_due, conference_due, parse_profile
from planning.procedures.shipped import shipped_profile
from service.demo.cast import HOSPITALS
from service.pages.presenters.dates import day
from tests.journeys.accord import Accord, everything_in
from tests.journeys.conftest import PHONE, Arriving
from tests.journeys.steps.attending import (
    when_they_send_a_deputy,
    when_they_write_instead_of_coming,
)
from tests.journeys.steps.meetings import (
    Child,
    email,
    then_invitations_are_neutral,
    then_it_tells_nothing,
    when_they_answer,
    when_they_invite,
)
from tests.journeys.steps.minuting import (
    when_the_chair_accepts_it,
    when_the_chair_adds,
    when_they_ask_for_a_correction,
    when_they_confirm_the_minutes,
)
from tests.journeys.steps.past import days_ago, given_it_has_begun
from tests.journeys.steps.referring import (
    when_they_are_on_leave,
    when_they_convene_from_the_childs_page,
    when_they_find_times,
    when_they_record_the_referral,
    when_they_take_the_first_time,
)
from tests.journeys.steps.running import (
    then_every_page_of_it_is_marked,
    when_they_close_it,
    when_they_have_a_pdf_made,
    when_they_record_who_came,
)
from tests.journeys.steps.structured import (
    Given,
    Said,
    when_they_record,
    when_they_take_in_what_was_written,
)
from tests.journeys.visitor import Visitor

ELLA = Child("Ella Sandling", "SD-401")
FINN = Child("Finn Sandling", "SD-402")
INVITED = {
    "DS Carla Munro": "police",
    "Dr Luis Ortega": "paediatrics",
    "Fatima Khan": "support",
    "Tom Ridley": "school",
}
CAME = ("Martin Hale", "Det. Supt. Alan Frost", "Dr Luis Ortega", "Tom Ridley")
WROTE = "Finn told our worker that he sleeps in the car."
ENGLAND = parse_profile(shipped_profile())
WRONG, RIGHT = "Two old fractures of the left arm.", "One old fracture of the left arm."
ADDED = "The housing officer is told of the car."
VISIT, HEALTH_CHECK = "See Ella at school, alone", "Arrange a health check for Finn"


def tomorrow() -> date:
    return add_working_days(today(clock.now()), 1, NONE_CLOSED)


async def test_a_sibling_meeting_from_referral_to_final_minutes(
    sign_in: Arriving, accord: Accord
) -> None:
    scheduler = await sign_in("scheduler")
    doctor = await sign_in("paediatrics")
    await when_they_are_on_leave(doctor, until=(tomorrow(), "1pm"))
    await when_they_record_the_referral(scheduler, days_ago(1), ELLA, FINN)
    meeting = await _convened_at_a_found_time(scheduler)
    asked = [email(key) for key in ("chair", *INVITED.values())]
    await then_invitations_are_neutral(accord, meeting, asked, ELLA, FINN)

    chair = await sign_in("chair")
    school = await sign_in("school", width=PHONE)
    deputy, writer = await _answered(sign_in, scheduler, meeting, [chair, doctor, school])
    held_on = await given_it_has_begun(accord, meeting)
    mailed = len(await accord.mails("/", count=0, to=email("school")))
    await _run(chair, meeting)
    await _given_out(accord, meeting, school, mailed)

    await _checked_and_approved(chair)
    await when_they_ask_for_a_correction(
        doctor,
        meeting,
        ELLA,
        text=f"Information from agencies, {HOSPITALS}",
        wrong=WRONG,
        should_say=RIGHT,
    )
    await when_the_chair_accepts_it(chair, RIGHT)
    for reader in (doctor, school, deputy, writer):
        await when_they_confirm_the_minutes(reader, meeting)
    await chair.open(f"{meeting}/minutes")
    await chair.press("Make the minutes final now")
    assert "The minutes are final." in await chair.reads()
    await when_the_chair_adds(chair, FINN, ADDED, "It was said as people left.")

    await _then_each_reads_their_own(doctor, school, meeting)
    await _then_the_clocks_run(chair, meeting, held_on)


async def _convened_at_a_found_time(scheduler: Visitor) -> str:
    """With everybody needed free, although the doctor is away in the morning. Gives the path."""
    await when_they_convene_from_the_childs_page(scheduler, ELLA, FINN)
    await when_they_invite(scheduler, *INVITED, chair="Martin Hale")
    times = await when_they_find_times(scheduler)
    assert times[0].startswith(f"{day(tomorrow())}, 1pm to 2pm Quorum: everybody needed can come")
    assert "Within the target" in times[0]
    await when_they_take_the_first_time(scheduler)
    assert "Hold it at the latest by" in await scheduler.reads()
    await scheduler.untick(FINN.name, within="Tom Ridley")
    await scheduler.press("Convene the meeting")
    assert "Quorum: not yet" in await scheduler.reads()
    return scheduler.path


async def _answered(
    sign_in: Arriving, scheduler: Visitor, meeting: str, coming: list[Visitor]
) -> tuple[Visitor, Visitor]:
    """One sends a deputy and one writes; the others come. Gives the deputy and who wrote."""
    for person in coming:
        await when_they_answer(person, meeting, "I will come")
    writer = await sign_in("support")
    await when_they_write_instead_of_coming(writer, meeting, FINN, WROTE)
    police = await sign_in("police", width=PHONE)
    await when_they_send_a_deputy(police, meeting, "Det. Supt. Alan Frost")
    deputy = await sign_in("lead", width=PHONE)
    await scheduler.open(meeting)
    assert "Quorum: not yet" in await scheduler.reads()
    await when_they_answer(deputy, meeting, "I will come")
    await scheduler.open(meeting)
    assert "Quorum: everybody needed has accepted" in await scheduler.reads()
    return deputy, writer


async def _run(chair: Visitor, meeting: str) -> None:
    """Both children get an outcome and an action; what came in writing is taken in."""
    await chair.open("/work")
    await chair.leave_by(chair.page.locator(f"a[href='{meeting}/run']"))
    await when_they_record_who_came(chair, *CAME)
    assert "Record an outcome for Ella Sandling." in await chair.reads()
    await when_they_record(
        chair,
        ELLA,
        Said(HOSPITALS, WRONG),
        outcome="Section 47 started: joint enquiry",
        why="Injuries that nobody explains.",
        given=Given(VISIT, "Ella was seen.", "Tom Ridley", tomorrow()),
    )
    await when_they_take_in_what_was_written(chair, FINN)
    await when_they_record(
        chair,
        FINN,
        outcome="No section 47: assessment continues",
        why="He is safe with his aunt.",
        given=Given(HEALTH_CHECK, "A date is set.", "Dr Luis Ortega", tomorrow()),
    )
    await when_they_close_it(chair)
    assert "Decisions and actions went out to everybody invited." in await chair.reads()


async def _given_out(accord: Accord, meeting: str, school: Visitor, mailed: int) -> None:
    """The school has its action, and knows of no other; the mail says only that one waits."""
    for mail in await accord.mails("/", count=mailed + 1, to=email("school")):
        then_it_tells_nothing(everything_in(mail), ELLA, FINN)
    await school.open("/work")
    assert VISIT in await school.reads()
    await school.open(meeting)
    assert "Decisions and actions went out on" in await school.reads()
    assert VISIT in await school.reads()
    assert "Finn" not in await school.reads()


async def _checked_and_approved(chair: Visitor) -> None:
    await chair.press("Check who reads what, and approve")
    assert "Joint part, Ella Sandling" in await chair.row("Tom Ridley")
    assert "Joint part and both children" in await chair.row("Dr Luis Ortega")
    await chair.press("Approve the minutes")
    assert "The minutes are approved." in await chair.reads()


async def _then_each_reads_their_own(doctor: Visitor, school: Visitor, meeting: str) -> None:
    """Final, corrected, on paper: the doctor of both children, the school of its pupil."""
    words = {}
    for reader, name in ((doctor, "Dr Luis Ortega"), (school, "Tom Ridley")):
        await reader.open(f"{meeting}/minutes")
        assert "Final" in await reader.reads()
        pdf = await when_they_have_a_pdf_made(reader)
        words[name] = then_every_page_of_it_is_marked(pdf, reader=name)
        assert [text for text in (ELLA.name, RIGHT) if text not in words[name]] == []
        assert words[name].count(WRONG) == 1, "as what was wrong, and nowhere else"
    both = words["Dr Luis Ortega"]
    assert [text for text in (FINN.name, WROTE, ADDED) if text not in both] == []
    assert both.count(WROTE) == 1
    assert [
        text for text in ("Finn", FINN.reference, "car", ADDED) if text in words["Tom Ridley"]
    ] == []


async def _then_the_clocks_run(chair: Visitor, meeting: str, held_on: date) -> None:
    """A conference for the child whose enquiry started; the assessment of both by the referral."""
    assessed = f"Due by {day(assessment_due(ENGLAND, days_ago(1)))}"
    conference = f"Due by {day(conference_due(ENGLAND, held_on))}"
    await chair.open(meeting)
    await chair.follow(ELLA.name)
    assert conference in await chair.reads()
    assert assessed in await chair.reads()
    assert "0 working days since the meeting that started section 47" in await chair.reads()
    await chair.open(meeting)
    await chair.follow(FINN.name)
    assert "Child protection conference" not in await chair.reads()
    assert assessed in await chair.reads()
