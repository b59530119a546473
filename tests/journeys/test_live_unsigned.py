"""A child cannot wait: an operation is live before it is signed, and all that is owed for it."""

from datetime import date, datetime, timedelta

import time_machine

from planning import clock
from planning.clock import add_working_days, today
from planning.procedures.rules import parse_profile
from planning.procedures.shipped import shipped_profile
from service.demo.cast import HEALTH, POLICE, SOCIAL_CARE
from service.demo.stage import Stage, at, no_mail
from service.jobs.registry import JobContext
from service.jobs.signing_afterwards import signing_afterwards_jobs
from service.pages.presenters.dates import day, short_day
from tests.journeys.conftest import PHONE, Arriving
from tests.journeys.steps.planned import (
    Planned,
    given_an_operation,
    given_it_is_submitted,
    given_its_report_is_written,
)
from tests.journeys.steps.signing_in import given_the_password_was_long_ago
from tests.journeys.steps.signing_off import when_they_sign
from tests.journeys.steps.unsigned import (
    when_they_confirm_it,
    when_they_look_back,
    when_they_move_it_on,
    when_they_record_that_it_is_live,
)
from tests.journeys.visitor import Visitor

KESTREL = "Operation Kestrel"
WHY = "She is to be put on a boat tonight."
SIGNING = {SOCIAL_CARE: "Cares", POLICE: "Investigates", HEALTH: "Treats"}
SIGNATORIES = ("seniormanager", "police.signatory", "health.signatory")
PEOPLE = ("police", "nurse", "school", *SIGNATORIES)
NOT_MET = "The contingency plan is signed by every required agency"
ENGLAND = parse_profile(shipped_profile())


async def strike(at_work: JobContext, moment: datetime) -> None:
    """The worker looks at this moment."""
    handler, *_ = signing_afterwards_jobs(no_mail).handlers
    with time_machine.travel(moment, tick=False):
        await handler.run(b"", at_work)


async def test_what_is_owed_after_going_live_without_sign_off(
    sign_in: Arriving, stage: Stage, at_work: JobContext
) -> None:
    planned = await given_an_operation(stage, KESTREL, *PEOPLE, signing=SIGNING)
    await given_it_is_submitted(stage, planned, *SIGNING)
    lead = await sign_in("lead")
    await _recorded_and_confirmed(sign_in, lead, planned)
    partnership = await sign_in("partnership")
    await _board_says(partnership, "Live without sign-off", KESTREL)
    told = partnership.page.locator(".govuk-inset-text").filter(has_text=KESTREL).first
    await partnership.leave_by(told.get_by_role("button", name="I have seen this"))
    await lead.open(f"{planned.path}/notices")
    assert "Judith Kerr" in await lead.reads()

    due = add_working_days(today(clock.now()), 2, ENGLAND.closed_days)
    chief = await _escalated_once_the_time_is_over(sign_in, planned, at_work, due)
    await lead.open(planned.path)
    assert f"must sign afterwards, by {day(due)}" in await lead.reads()
    await _board_says(partnership, "Signatures are overdue", KESTREL)
    await _signed_after_all(sign_in, lead, chief, planned)
    await given_its_report_is_written(stage, planned, *SIGNATORIES)
    await _closed_after_looking_back(lead, await sign_in("school"), planned)


async def _recorded_and_confirmed(sign_in: Arriving, lead: Visitor, planned: Planned) -> None:
    """By police on a phone, and by health; a colleague of the first is not asked."""
    police, nurse = await sign_in("police", width=PHONE), await sign_in("nurse", width=PHONE)
    await given_the_password_was_long_ago()
    await when_they_record_that_it_is_live(police, planned.path, WHY)
    await lead.open(planned.path)
    assert "Unconfirmed. Somebody of another agency must confirm it by" in await lead.reads()
    await lead.unfold("What was not met when it went live")
    assert NOT_MET in await lead.reads()
    assert await lead.page.get_by_role("button", name="Confirm as the second person").count() == 0
    await when_they_confirm_it(nurse, planned.path)
    told = await nurse.reads()
    assert "Confirmed by Grace Adeyemi" in told
    assert WHY in told


async def _board_says(partnership: Visitor, *words: str) -> None:
    await partnership.open("/operations/board")
    told = await partnership.reads()
    assert [one for one in words if one not in told] == []


async def _escalated_once_the_time_is_over(
    sign_in: Arriving, planned: Planned, at_work: JobContext, due: date
) -> Visitor:
    """At the third stage: police have nobody named for it, so their senior manager is asked."""
    chief = await sign_in("police.signatory", width=PHONE)
    await strike(at_work, at(due, 23, 15))
    await chief.open("/work")
    asked = f"Answer the escalation for {planned.name}, contingency plan"
    assert asked not in await chief.reads()
    after = at(due + timedelta(days=1), 9, 15)
    for _ in range(2):
        await strike(at_work, after)
    await chief.open("/work")
    await chief.follow(asked)
    told = await chief.reads()
    assert "Stage 3 of 4, Director: ACC Ruth Vane must answer" in told
    assert f"signed by every required agency by {short_day(due)}, and are not" in told
    return chief


async def _signed_after_all(
    sign_in: Arriving, lead: Visitor, chief: Visitor, planned: Planned
) -> None:
    """What the chief answered waits for the lead, and goes once the lead has accepted it."""
    await chief.press("Answer")
    await chief.write(
        {
            "What have you decided?": "All three of us sign today.",
            "Is the child safe meanwhile, and how?": "Yes: two officers are on the quay.",
        }
    )
    await chief.press("Record your answer")
    others = [await sign_in(key, width=PHONE) for key in ("seniormanager", "health.signatory")]
    for signatory in (chief, *others):
        for plan in planned.plans:
            await when_they_sign(signatory, plan)
    await lead.open(planned.path)
    told = await lead.reads()
    assert "Every required agency has signed since" in told
    assert "It had been escalated." in told
    accepting = f"Accept the answer or move it up: {planned.name}, contingency plan"
    await lead.open("/work")
    await lead.follow(accepting)
    await lead.press("Accept the answer")
    await lead.write({"What was agreed?": "Signed, all six."})
    await lead.press("Accept the answer")
    await lead.open("/work")
    assert accepting not in await lead.reads()


async def _closed_after_looking_back(lead: Visitor, third: Visitor, planned: Planned) -> None:
    """By somebody of an agency that neither recorded nor confirmed it; not closed before."""
    await when_they_move_it_on(lead, planned.path, "Start closing")
    await when_they_move_it_on(lead, planned.path, "Close")
    assert lead.status == 409
    assert await lead.faults() == [
        "Review going live without sign-off before you close the operation."
    ]
    await lead.open(planned.path)
    assert await lead.page.get_by_role("link", name="Write the closing review").count() == 0
    await when_they_look_back(third, planned.path)
    await when_they_move_it_on(lead, planned.path, "Close")
    assert "Signatories can be reached at night." in await lead.reads()
