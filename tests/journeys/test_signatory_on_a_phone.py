"""A chief nurse, on her phone, signs what her agency gives, and later what changed of it."""

from service.demo.plans import REQUIRED
from service.demo.stage import Stage
from tests.journeys.conftest import PHONE, Arriving
from tests.journeys.steps.nine import given_the_plans_are_written
from tests.journeys.steps.operations import CONTINGENCY
from tests.journeys.steps.programs import (
    Program,
    Programming,
    when_a_program_changes_a_line,
    when_a_program_submits,
)
from tests.journeys.visitor import Visitor

NURSES = "Health practitioners"
WORK = "Sign your agency’s schedule: Operation Plover, contingency plan"
MOST_TOUCHES = 3
"""From Your work until it is signed."""


async def test_a_signatory_on_a_phone_signs_in_three_touches_and_later_only_what_changed(
    sign_in: Arriving, program: Programming, stage: Stage
) -> None:
    operation = await _started(await program("lead"), stage)
    plans = await given_the_plans_are_written(program, stage, operation, "health.signatory")
    await when_a_program_submits(await program("lead"), plans[CONTINGENCY])
    nurse = await sign_in("health.signatory", width=PHONE)
    await _signs(nurse, told="Your agency commits 1 resource.")
    await when_a_program_changes_a_line(await program("lead"), plans[CONTINGENCY], NURSES, 5)
    await nurse.open("/work")
    assert "Changed since your agency signed. Version 2" in await nurse.reads()
    await _signs(nurse, told="What changed since your agency answered")
    await nurse.open("/work")
    assert WORK not in await nurse.reads()


async def _signs(nurse: Visitor, *, told: str) -> None:
    """From Your work; nothing is cut off on the way."""
    before = nurse.touches
    await nurse.follow(WORK)
    assert told in await nurse.reads()
    assert await nurse.page.evaluate("document.documentElement.scrollWidth") == PHONE
    await nurse.tick("Sign")
    await nurse.press("Send the answer")
    assert "Your agency has signed." in await nurse.reads()
    assert nurse.touches - before <= MOST_TOUCHES


async def _started(lead: Program, stage: Stage) -> str:
    """By a program; the operation's path."""
    draft = {
        "name": "Operation Plover",
        "summary": "Young people are met at the station.",
        "covert": False,
        "victims_known": 1,
        "victims_suspected": 4,
        "victims_planning": 6,
        "planned_live_on": None,
        "agencies": [
            {"agency_id": stage.agencies[name], "reason": why} for name, why in REQUIRED.items()
        ],
    }
    return f"/operations/{(await lead.post('/operations', draft))['id']}"
