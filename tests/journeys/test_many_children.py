"""Nine agencies meet about twenty-seven children; a school comes, and reads, for one of them."""

from datetime import timedelta

from service.demo.stage import Stage
from tests.journeys.accord import Accord, everything_in
from tests.journeys.conftest import PHONE, Arriving
from tests.journeys.steps.many import (
    BALANCE,
    CHILDREN,
    given_concerns,
    given_it_has_begun,
    then_a_program_finds_only,
    then_they_come_upon_only,
    when_the_others_are_decided,
    when_they_choose_known_and_new,
    when_they_say_what_for,
    when_they_say_who_comes_for_whom,
    when_they_write_about,
)
from tests.journeys.steps.meetings import (
    Child,
    email,
    then_invitations_are_neutral,
    when_they_answer,
    when_they_invite,
)
from tests.journeys.steps.programs import Programming
from tests.journeys.steps.running import (
    then_every_page_of_it_is_marked,
    when_they_approve,
    when_they_close_it,
    when_they_have_a_pdf_made,
)
from tests.journeys.test_convening import tomorrow
from tests.journeys.visitor import Visitor

INVITED = {
    "police": "DS Carla Munro",
    "nurse": "Grace Adeyemi",
    "paediatrics": "Dr Luis Ortega",
    "camhs": "Dr Mei Tan",
    "youthjustice": "Owen Price",
    "partnership": "Judith Kerr",
    "school": "Tom Ridley",
    "support": "Fatima Khan",
}
PUPIL, *OTHERS = CHILDREN
KNOWN, NEW = CHILDREN[:17], CHILDREN[17:]


async def test_a_school_reads_only_its_pupil_of_twenty_seven_children(
    sign_in: Arriving, program: Programming, accord: Accord, stage: Stage
) -> None:
    await given_concerns(stage, *KNOWN)
    scheduler = await sign_in("scheduler")
    meeting = await _convened(scheduler)
    await then_invitations_are_neutral(
        accord, meeting, [email(key) for key in ("chair", *INVITED)], *CHILDREN
    )
    school = await sign_in("school", width=PHONE)
    await when_they_answer(school, meeting, "I will come")
    await given_it_has_begun(accord, meeting)
    await _held(await sign_in("chair"), stage, meeting)

    await then_they_come_upon_only(school, meeting, PUPIL)
    await then_a_program_finds_only(await program("school"), meeting, PUPIL)
    words = then_every_page_of_it_is_marked(await _pdf(school, meeting), reader="Tom Ridley")
    assert [child.name for child in CHILDREN if child.name in words] == [PUPIL.name]
    assert BALANCE in words
    mails = await accord.mails("/", count=1, to=email("school"))
    assert [mail for mail in mails for child in CHILDREN if child.name in everything_in(mail)] == []


async def _convened(scheduler: Visitor) -> str:
    """By pages, with a tick for each child that somebody comes for; the meeting's path."""
    await scheduler.open("/meetings/convene")
    await when_they_choose_known_and_new(scheduler, KNOWN, NEW)
    # Tomorrow belongs to another journey, which invites the same people.
    await when_they_say_what_for(scheduler, tomorrow() + timedelta(days=14))
    await when_they_invite(scheduler, *INVITED.values(), chair="Martin Hale")
    await scheduler.press("Continue")
    some = {"Tom Ridley": [PUPIL], "Fatima Khan": CHILDREN[3:5]}
    await when_they_say_who_comes_for_whom(scheduler, some)
    await scheduler.press("Convene the meeting")
    assert f"For: {PUPIL.name}" in await scheduler.row("Tom Ridley")
    return scheduler.path


async def _held(chair: Visitor, stage: Stage, meeting: str) -> None:
    """Three children by pages, the others by the same acts; closed and approved."""
    await chair.open(meeting)
    await chair.press("Run the meeting")
    await chair.tick("Martin Hale", *INVITED.values(), within="Who is there?")
    await chair.press("Save")
    await chair.follow(PUPIL.name)
    assert "27 children without an outcome" in await chair.reads()
    await when_they_write_about(chair, PUPIL)
    await when_the_others_are_decided(stage, meeting, but=OTHERS[-2:])
    await chair.follow("Close the meeting")
    await chair.press("Close the meeting")
    assert chair.status == 409
    assert await chair.faults() == [
        f"Record an outcome for {child.name}." for child in sorted(OTHERS[-2:], key=_name)
    ]
    await chair.open(f"{meeting}/run")
    await chair.follow(OTHERS[-2].name)
    await when_they_write_about(chair, OTHERS[-2])
    assert OTHERS[-1].reference in await chair.reads()
    await when_they_write_about(chair, OTHERS[-1])
    assert chair.path == f"{meeting}/run"
    assert "Every child has an outcome" in await chair.reads()
    await when_they_close_it(chair)
    await when_they_approve(chair)


def _name(child: Child) -> str:
    return child.name


async def _pdf(school: Visitor, meeting: str) -> bytes:
    await school.open(f"{meeting}/minutes")
    return await when_they_have_a_pdf_made(school)
