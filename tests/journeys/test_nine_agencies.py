"""An operation that begins without a child goes live once nine agencies mean what they signed."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from planning import clock
from planning.clock import today
from planning.groups.rules import Group
from service.demo.cast import EDUCATION, HEALTH, HOSPITALS
from service.demo.plans import REQUIRED
from service.demo.stage import Stage
from tests.journeys.accord import Accord
from tests.journeys.conftest import PHONE, Arriving
from tests.journeys.steps.many import given_it_has_begun
from tests.journeys.steps.meetings import Child
from tests.journeys.steps.nine import (
    KEY_WORKERS,
    SIGNATORIES,
    given_the_plans_are_written,
    when_a_program_convenes,
    when_a_program_holds,
    when_programs_declare_no_interest,
    when_programs_seat,
    when_programs_sign,
)
from tests.journeys.steps.operations import (
    CONTINGENCY,
    SUPPORT,
    when_they_change_the_commitment,
    when_they_start_an_operation,
    when_they_submit,
)
from tests.journeys.steps.past import given_a_concern
from tests.journeys.steps.programs import Programming
from tests.journeys.steps.readying import (
    then_it_is_ready,
    then_the_gate_waits_for,
    when_they_assess_the_risk,
    when_they_assign,
    when_they_attach,
    when_they_confirm_the_surge,
    when_they_convene_the_group,
    when_they_declare_capacity,
    when_they_declare_no_interest,
    when_they_hold_it,
    when_they_seat_the_chair,
)
from tests.journeys.steps.running import then_every_page_of_it_is_marked, when_they_have_a_pdf_made
from tests.journeys.steps.signing_off import (
    then_signatures,
    when_they_answer,
    when_they_confirm_the_condition,
    when_they_give_the_password_if_asked,
    when_they_meet_the_condition,
    when_they_reply,
    when_they_sign,
    when_they_sign_with_a_condition,
)
from tests.journeys.visitor import Visitor

NORA = Child("Nora Vale", "VL-901")
SLOTS = "Medical slots"
ALL_SIGNED = dict.fromkeys(REQUIRED, "Signed")
CONDITION = "A paediatrician is on call on the night of the arrests"
REFUSAL = "Four half days a week close our inclusion room. Who covers it?"
SIGNED = (
    "The contingency plan is signed by every required agency",
    "The victim-support strategy is signed by every required agency",
)
SURGE = "There is capacity for"
CHILDREN = "Every known child has a key worker"
RESOURCES = "What is asked for is committed"
AT_FIRST = (
    *SIGNED,
    "The strategic and the investigation group are constituted",
    "Both groups met",
    "Everybody in the groups and every signatory has declared",
    SURGE,
    "The partnership has been told",
)


@dataclass(frozen=True)
class Town:
    """Northborough's people at browsers and by programs; two of them are there all the time."""

    lead: Visitor
    chair: Visitor
    sign_in: Arriving
    program: Programming
    stage: Stage


@pytest.fixture
async def town(sign_in: Arriving, program: Programming, stage: Stage) -> Town:
    return Town(await sign_in("lead"), await sign_in("chair"), sign_in, program, stage)


async def test_nine_agencies_sign_and_an_operation_begun_without_a_child_goes_live(
    town: Town, accord: Accord
) -> None:
    lead, program, stage = town.lead, town.program, town.stage
    await when_they_start_an_operation(lead, "Operation Curlew", list(REQUIRED))
    operation = lead.path
    assert "No child whose concern you are in is attached" in await lead.reads()
    plans = await given_the_plans_are_written(program, stage, operation, "scheduler")
    for title, plan in plans.items():
        await lead.open(plan)
        if title == SUPPORT:
            await when_they_change_the_commitment(lead, KEY_WORKERS, "9")
        await when_they_submit(lead)
    await then_the_gate_waits_for(lead, operation, *AT_FIRST)

    manager = await town.sign_in("seniormanager")
    await _groups_meet(town, manager, accord, operation)
    await then_the_gate_waits_for(lead, operation, *SIGNED, SURGE, AT_FIRST[-1])
    await _capacity_is_there(town, manager, operation)
    await lead.open(operation)
    await lead.press("Tell the partnership")
    partnership = await town.sign_in("partnership")
    await partnership.open("/operations/board")
    told = partnership.page.locator(".govuk-inset-text").filter(has_text="Operation Curlew")
    await partnership.leave_by(told.get_by_role("button", name="I have seen this"))
    await then_the_gate_waits_for(lead, operation, *SIGNED)

    await _child_is_known(town, operation)
    await _all_sign(town, plans)
    await _one_line_changes(lead, await town.sign_in("hospitals.signatory", width=PHONE), plans)
    await then_it_is_ready(lead, operation)
    await lead.press("Go live")
    await when_they_give_the_password_if_asked(lead)
    await lead.press("Go live now")
    assert "The operation is live." in await lead.reads()
    await _plan_is_printed(lead, plans[CONTINGENCY])


async def _groups_meet(town: Town, manager: Visitor, accord: Accord, operation: str) -> None:
    """Both are seated, declare and meet: one by pages, the other by programs."""
    lead, program, stage = town.lead, town.program, town.stage
    await when_they_seat_the_chair(lead, operation, "Martin Hale")
    await when_programs_seat(program, stage, operation, Group.STRATEGIC, but="chair")
    await when_programs_seat(program, stage, operation, Group.INVESTIGATION)
    await when_they_declare_no_interest(manager, operation)
    await when_programs_declare_no_interest(program, operation, but="seniormanager")
    on = today(clock.now()) + timedelta(days=28)
    by_page = await when_they_convene_the_group(lead, operation, on)
    by_program = await when_a_program_convenes(program, stage, operation, Group.INVESTIGATION)
    for meeting in (by_page, by_program):
        await given_it_has_begun(accord, meeting)
    await when_a_program_holds(program, stage, by_program)
    await when_they_hold_it(
        town.chair, by_page, "Martin Hale", "Helen Osei", "ACC Ruth Vane", "Diane Cole",
        "Karen Lowe", "Anjali Rao", "Judith Kerr",
    )  # fmt: skip


async def _capacity_is_there(town: Town, manager: Visitor, operation: str) -> None:
    """For the meetings to expect, and of what an agency declares that it has."""
    how = "Two chairs and two minute takers are free each morning."
    await when_they_confirm_the_surge(manager, operation, how)
    police = await town.program("police.signatory")
    surge = await police.get(f"{operation}/surge")
    told = {"victims_planning": surge["victims_planning"], "how": "Two officers each day."}
    await police.post(f"{operation}/surge", told)
    await when_they_declare_capacity(manager, KEY_WORKERS, "6")
    await then_the_gate_waits_for(town.lead, operation, *SIGNED, RESOURCES, AT_FIRST[-1])
    await when_they_declare_capacity(manager, KEY_WORKERS, "40")


async def _child_is_known(town: Town, operation: str) -> None:
    """Attached later; the gate waits until somebody is there for her."""
    await given_a_concern(town.stage, NORA)
    scheduler = await town.sign_in("scheduler")
    await when_they_attach(scheduler, operation, NORA)
    await then_the_gate_waits_for(town.lead, operation, *SIGNED, CHILDREN)
    await when_they_assign(scheduler, operation, NORA, worker="Fatima Khan", deputy="Grace Adeyemi")
    await when_they_assess_the_risk(await town.sign_in("support", width=PHONE), NORA)
    await then_the_gate_waits_for(town.lead, operation, *SIGNED)


async def _all_sign(town: Town, plans: dict[str, str]) -> None:
    """One with a condition, which is met and confirmed; one that refused at first."""
    lead, program, stage = town.lead, town.program, town.stage
    contingency = plans[CONTINGENCY]
    by_page = {"health.signatory", "education.signatory"}
    await when_programs_sign(program, stage, contingency, but=by_page)
    await when_programs_sign(program, stage, plans[SUPPORT], but=set())
    health = await town.sign_in("health.signatory")
    due = today(clock.now()) + timedelta(days=7)
    await when_they_sign_with_a_condition(
        health, contingency, CONDITION, owner="Martin Hale", due=due
    )
    education = await town.sign_in("education.signatory")
    await education.open(f"{contingency}/schedule")
    await when_they_answer(education, "Refuse", told="Your agency has refused.", note=REFUSAL)
    waiting = {HEALTH: "Signed, with conditions open", EDUCATION: "Refused"}
    await then_signatures(lead, contingency, ALL_SIGNED | waiting)

    await when_they_reply(
        lead, f"Reply to {EDUCATION}: refused", "Social care sends a worker to the room each day."
    )
    await when_they_sign(education, contingency)
    await when_they_meet_the_condition(town.chair, CONDITION, "Dr Ortega is on call that night.")
    await when_they_confirm_the_condition(health, CONDITION)
    for plan in plans.values():
        await then_signatures(lead, plan, ALL_SIGNED)
    assert len(SIGNATORIES) == len(ALL_SIGNED)


async def _one_line_changes(lead: Visitor, hospitals: Visitor, plans: dict[str, str]) -> None:
    """Only the agency whose line it is signs again, on a phone."""
    await lead.open(plans[CONTINGENCY])
    await when_they_change_the_commitment(lead, SLOTS, "9", unit="slots a week")
    await when_they_submit(lead)
    changed = ALL_SIGNED | {HOSPITALS: "Signed an earlier version"}
    await then_signatures(lead, plans[CONTINGENCY], changed)
    await then_signatures(lead, plans[SUPPORT], ALL_SIGNED)
    await when_they_sign(hospitals, plans[CONTINGENCY])


async def _plan_is_printed(lead: Visitor, plan: str) -> None:
    """The version that is live, with what every agency gives."""
    await lead.open(f"{plan}/versions")
    pdf = await when_they_have_a_pdf_made(lead, "Make a PDF of version 2")
    words = then_every_page_of_it_is_marked(pdf, reader="Det. Supt. Alan Frost")
    assert [agency for agency in REQUIRED if agency not in words] == []
    assert SLOTS in words
    assert NORA.name not in words
