"""A signatory reads the agency's schedule and answers it, with the password given just now."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from planning.operations.actions import add_members
from planning.operations.rules import Tier
from planning.people.rules import AgencyCategory
from planning.plans.actions import change_resource
from planning.sign_offs.queries import answers_of, sign_off_states
from planning.sign_offs.rules import Answer, Status
from service.auth.accounts import set_password
from tests.clients import Browser
from tests.factories import NOW, make_actor
from tests.pages.operations.world import faults_of, text_of
from tests.pages.plans.test_sections import fields_of, here
from tests.pages.sign_offs.answering import a_condition, answer, status_of, version_id
from tests.planning.operation_world import World, make_world, resource

PASSWORD = "lantern cobalt orchard"
LATER = NOW + timedelta(minutes=6)


async def renew_line(world: World) -> None:
    """The lead changes health's line and submits the next version."""
    (line,) = (await world.seen()).resources
    await change_resource(
        resource_id=line.id,
        draft=resource(world.health.agency_id, funding="The partnership pays"),
        version=line.version,
        actor=world.lead,
        now=NOW,
    )
    await world.submit()


async def test_the_schedule_shows_what_the_agency_commits_and_nobody_elses(
    signatory: Browser, world: World
) -> None:
    text = text_of(await signatory.get(here(world, "schedule")))
    assert "contingency plan of Operation Larch, version 1." in text
    assert "Waiting for an answer" in text
    assert "Health lead" in text
    assert "Committed 4 people Asked for 4 people" in text
    assert "Leads the investigation and tells the safeguarding lead" not in text
    assert "What every agency signs" in text
    assert "Contingency register" in text
    assert "Police-sensitive" not in text


async def test_before_a_version_there_is_nothing_to_sign(browser: Browser) -> None:
    planned = await make_world()
    await browser.sign_in_as(planned.health)
    text = text_of(await browser.get(here(planned, "schedule")))
    assert "There is nothing to sign yet" in text
    assert (await browser.get(here(planned, "schedule", "answer"))).status_code == 404


async def test_an_agency_that_is_not_asked_can_read_what_all_sign(
    browser: Browser, world: World
) -> None:
    school = await make_actor(category=AgencyCategory.EDUCATION)
    await add_members(
        operation_id=world.operation_id,
        person_ids=[school.person_id],
        tier=Tier.SAFEGUARDING,
        reason="Knows the pupils",
        actor=world.lead,
        now=NOW,
    )
    await browser.sign_in_as(school)
    text = text_of(await browser.get(here(world, "schedule")))
    assert "Your agency does not have to sign this plan." in text
    assert "What is your agency’s answer?" not in text
    refused = await answer(browser, world, "signed")
    assert "This version asks nothing of your agency." in faults_of(refused)


async def test_signing_asks_for_the_password_and_happens_once(
    signatory: Browser, world: World
) -> None:
    path = here(world, "schedule", "answer")
    with time_machine.travel(LATER, tick=False):
        asked = await signatory.get(path)
        assert asked.headers["location"] == f"/confirm-password?next={path}"
    assert 'data-destructive="true"' in (await signatory.get(path)).text
    for _ in range(2):
        done = await answer(signatory, world, "signed", key="twice")
        assert (done.status_code, done.headers["location"]) == (303, here(world, "schedule"))
    (given,) = await answers_of(plan_id=world.contingency, actor=world.lead)
    assert (given.answer, given.person_id) == (Answer.SIGNED, world.health.person_id)
    text = text_of(await signatory.get(here(world, "schedule")))
    assert "Your agency has signed." in text
    assert f"Signed by {world.health.name} on 3 March 2026, 2pm, for version 1." in text
    assert "Signed by" in text_of(await signatory.get(here(world)))


async def test_a_password_that_is_too_old_is_asked_for_in_the_form_and_nothing_is_lost(
    signatory: Browser, world: World
) -> None:
    await set_password(person_id=world.health.person_id, password=PASSWORD, now=NOW)
    await signatory.sign_in_as(world.health)
    with time_machine.travel(LATER, tick=False):
        refused = await answer(signatory, world, "refused", note="No nurses are left")
        assert refused.status_code == 422
        assert faults_of(refused) == ["Enter your password again"]
        assert "No nurses are left" in refused.text
        wrong = await answer(
            signatory, world, "refused", note="No nurses are left", password="not it"
        )
        assert wrong.status_code == 422
        assert "not it" not in wrong.text
        before = signatory.session_id
        done = await answer(
            signatory, world, "refused", note="No nurses are left", password=PASSWORD
        )
        assert done.status_code == 303
        assert signatory.session_id not in {"", before}
        shown = text_of(await signatory.get(here(world, "schedule")))
        assert "Your agency has refused." in shown
        assert "“No nurses are left”" in shown


async def test_a_version_that_is_not_current_is_not_signed_and_the_difference_is_shown(
    signatory: Browser, world: World
) -> None:
    old = await version_id(world)
    await renew_line(world)
    fields = {"plan_version_id": old, "answer": "signed", "note": "Agreed by our board"}
    refused = await signatory.submit(here(world, "schedule", "answer"), fields)
    assert refused.status_code == 409
    text = text_of(refused)
    assert "Nothing was signed" in text
    assert "Version 2 was submitted after you opened version 1." in text
    assert "funding: “Own budget” became “The partnership pays”." in text
    assert "Agreed by our board" in refused.text
    assert await answers_of(plan_id=world.contingency, actor=world.lead) == []
    again = fields_of(refused.text) | {"answer": "signed"}
    assert again["plan_version_id"] == await version_id(world)
    assert (await signatory.submit(here(world, "schedule", "answer"), again)).status_code == 303


async def test_a_version_of_another_plan_is_not_answered_here(
    signatory: Browser, world: World
) -> None:
    states = await sign_off_states(operation_id=world.operation_id, actor=world.lead)
    other = next(one.plan_version_id for one in states if one.plan_id != world.contingency)
    for strange in (other, uuid4()):
        fields = {"plan_version_id": str(strange), "answer": "signed"}
        sent = await signatory.submit(here(world, "schedule", "answer"), fields)
        assert sent.status_code == 404


async def test_a_changed_line_supersedes_the_signature_and_says_why(
    signatory: Browser, world: World
) -> None:
    await answer(signatory, world, "signed")
    await renew_line(world)
    assert await status_of(world, world.health) is Status.SUPERSEDED
    text = text_of(await signatory.get(here(world, "schedule")))
    assert "Signed an earlier version" in text
    assert "What changed since your agency answered" in text
    assert "became “The partnership pays”" in text
    assert "1 change since then" in text_of(await signatory.get(here(world)))


async def test_every_fault_of_an_answer_is_told_and_kept(signatory: Browser, world: World) -> None:
    nothing = await signatory.submit(here(world, "schedule", "answer"), {"note": "kept"})
    assert nothing.status_code == 422
    assert faults_of(nothing) == ["Read the plan’s version first", "Select your answer"]
    assert ">kept</textarea>" in nothing.text
    silent = await answer(signatory, world, "asked")
    assert faults_of(silent) == ["Enter what you want to say."]
    bare = await answer(signatory, world, "signed_with_conditions")
    assert faults_of(bare) == ["Add at least one condition."]
    half = await answer(
        signatory, world, "signed_with_conditions", **{"conditions-1-blocking": "yes"}
    )
    assert faults_of(half) == [
        "Select who must meet it",
        "Enter when it must be met",
        "Enter the condition",
    ]
    stranger = await make_actor()
    late = a_condition(stranger, **{"due_on-year": "2025"})
    refused = await answer(signatory, world, "signed_with_conditions", **late)
    assert faults_of(refused) == [
        "Enter a date from today on.",
        "Choose somebody who is in this operation.",
    ]
    assert 'href="#conditions-0-owner_id"' in refused.text


async def test_people_who_may_not_sign_are_told_who_may_and_why(
    browser: Browser, world: World
) -> None:
    await browser.sign_in_as(world.lead)
    schedule = await browser.get(f"/plans/{world.contingency}/schedule")
    assert f"Only a signatory of your agency can answer: {world.police.name}." in text_of(schedule)
    assert "What is your agency’s answer?" not in schedule.text
    refused = await answer(browser, world, "signed")
    assert refused.status_code == 409
    assert faults_of(refused) == [
        "You are not on your agency’s list of signatories.",
        "You made the last change of what you would sign. Ask another signatory.",
        "You submitted this version. Ask another signatory to sign it.",
    ]


@pytest.mark.parametrize(
    ("reply", "told", "status"),
    [
        ("asked", "Your question is with the operation’s lead.", Status.ASKED),
        (
            "changes_requested",
            "The operation’s lead sees what you want changed.",
            Status.CHANGES_REQUESTED,
        ),
        ("refused", "Your agency has refused.", Status.REFUSED),
    ],
)
async def test_other_answers_than_a_signature(
    signatory: Browser, world: World, reply: str, told: str, status: Status
) -> None:
    assert (await answer(signatory, world, reply, note="Why us?")).status_code == 303
    text = text_of(await signatory.get(here(world, "schedule")))
    assert told in text
    assert "Withdraw the signature" not in text
    assert await status_of(world, world.health) is status


async def test_no_role_is_refused_while_the_agency_has_one(
    signatory: Browser, world: World
) -> None:
    refused = await answer(signatory, world, "no_role")
    assert refused.status_code == 409
    assert "Your agency has roles or resources in this version." in text_of(refused)
