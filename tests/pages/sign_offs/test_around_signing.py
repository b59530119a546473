"""Around a signature: one page on a phone, questions and replies, delegates, release, reminders."""

from datetime import timedelta
from uuid import uuid4

import time_machine

from planning.operations.actions import release_agency
from planning.people.actions import authorise_signatory
from planning.plans.actions import change_resource
from planning.procedures.actions import install_shipped_profile
from planning.sign_offs.queries import answers_of
from planning.sign_offs.rules import Status
from tests.clients import Browser
from tests.factories import NOW, make_actor
from tests.pages.operations.world import faults_of, text_of
from tests.pages.plans.test_sections import here
from tests.pages.sign_offs.answering import a_condition, answer, status_of, version_id
from tests.planning.operation_world import World, resource

WEEK = {
    "from_on-day": "3", "from_on-month": "3", "from_on-year": "2026",
    "until_on-day": "10", "until_on-month": "3", "until_on-year": "2026",
}  # fmt: skip


async def test_the_schedule_holds_everything_and_the_answer_on_one_page(
    signatory: Browser, world: World
) -> None:
    page = await signatory.get(here(world, "schedule"))
    text = text_of(page)
    places = [
        "Your agency commits 1 role and 1 resource.",
        "What your agency commits",
        "Capacity left In no week does your agency commit more than it has declared.",
        "What every agency signs",
        "What is your agency’s answer?",
    ]
    found = [text.find(one) for one in places]
    assert -1 not in found
    assert found == sorted(found)
    assert "No role for this agency" not in text
    assert f'action="{here(world, "schedule", "answer")}"' in page.text


async def test_who_changed_last_reads_why_not_and_can_still_ask(
    signatory: Browser, world: World
) -> None:
    (line,) = (await world.seen()).resources
    await change_resource(
        resource_id=line.id,
        draft=resource(world.health.agency_id, funding="Ours"),
        version=line.version,
        actor=world.health,
        now=NOW,
    )
    await world.submit()
    text = text_of(await signatory.get(here(world, "schedule")))
    assert "You made the last change of what you would sign. Ask another signatory." in text
    assert "Sign with conditions" not in text
    assert "Ask a question" in text


async def test_a_question_is_replied_to_and_both_sides_see_what_waits(
    signatory: Browser, world: World, browser: Browser
) -> None:
    await install_shipped_profile(now=NOW)
    assert (await answer(signatory, world, "asked", note="Why us?")).status_code == 303
    (asked,) = await answers_of(plan_id=world.contingency, actor=world.lead)
    place = here(world, "answers", str(asked.id))
    await browser.sign_in_as(world.lead)
    assert "Reply to" in text_of(await browser.get("/work"))
    assert f'href="{place}"' in (await browser.get(here(world))).text
    assert faults_of(await browser.submit(place, {"text": " "})) == ["Enter your reply"]
    done = await browser.submit(place, {"text": "Your nurses know them"})
    assert (done.status_code, done.headers["location"]) == (303, place)
    await browser.sign_in_as(world.health)
    schedule = text_of(await browser.get(here(world, "schedule")))
    assert f"{world.lead.name}, the operation’s lead" in schedule
    assert "Your nurses know them" in schedule
    other = here(world, "answers", str(asked.id)).replace(str(world.contingency), str(uuid4()))
    assert (await browser.get(other)).status_code == 404


async def test_of_an_agency_released_meanwhile_nothing_is_signed_and_nothing_lost(
    signatory: Browser, world: World
) -> None:
    await release_agency(
        operation_id=world.operation_id,
        agency_id=world.health.agency_id,
        reason="No patient is involved",
        actor=world.lead,
        now=NOW,
        enqueue=world.sent,
    )
    refused = await answer(
        signatory, world, "signed_with_conditions", note="Kept", **a_condition(world.lead)
    )
    assert refused.status_code == 409
    assert faults_of(refused) == [
        "Your agency does not have to sign any more. The operation’s lead says why."
    ]
    assert "Kept" in refused.text
    assert "Two nurses at weekends" in refused.text
    assert "Your agency does not have to sign this plan." in text_of(
        await signatory.get(here(world, "schedule"))
    )


async def test_a_superseded_answer_offers_the_new_version_with_what_was_typed(
    signatory: Browser, world: World
) -> None:
    old = await version_id(world)
    await world.submit()
    refused = await answer(signatory, world, "signed", note="Gladly", plan_version_id=old)
    assert refused.status_code == 409
    assert "Nothing was signed" in text_of(refused)
    assert "Send this answer to version 2" in refused.text
    assert "Gladly" in refused.text
    assert await status_of(world, world.health) is Status.WAITING


async def test_a_delegate_is_named_and_taken_back(signatory: Browser, world: World) -> None:
    colleague = await make_actor(agency_id=world.health.agency_id)
    empty = await signatory.submit("/signing/delegates", {})
    assert faults_of(empty) == [
        "Select a colleague", "Enter the first day", "Enter the last day", "Enter why",
    ]  # fmt: skip
    named = {"person_id": str(colleague.person_id), "reason": "Leave", **WEEK}
    assert (await signatory.submit("/signing/delegates", named)).status_code == 303
    page = await signatory.get("/signing")
    assert f"Named by {world.health.name}: Leave" in text_of(page)
    assert "Until 10 March 2026" in text_of(page)
    taken = page.text.split('action="/signing/delegates/')[1].split('"')[0]
    assert (await signatory.submit(f"/signing/delegates/{taken}", {})).status_code == 303
    assert (
        colleague.name not in text_of(await signatory.get("/signing")).split("Name a delegate")[0]
    )


async def test_who_does_not_sign_reads_the_list_alone(browser: Browser, world: World) -> None:
    await authorise_signatory(
        person_id=world.lead.person_id,
        from_on=(NOW + timedelta(days=9)).date(),
        until_on=None,
        actor=None,
        now=NOW,
    )
    await browser.sign_in_as(world.lead)
    text = text_of(await browser.get("/signing"))
    assert "From 12 March 2026" in text
    assert "Name a delegate" not in text
    await browser.sign_in_as(await make_actor())
    assert "Nobody signs for your agency" in text_of(await browser.get("/signing"))


async def test_the_lead_reminds_whoever_has_not_answered(browser: Browser, world: World) -> None:
    await browser.sign_in_as(world.lead)
    assert "Remind those who have not answered" in (await browser.get(here(world))).text
    done = await browser.submit(here(world, "remind"), {})
    assert done.status_code == 303
    assert "2 people are reminded." in text_of(await browser.get(here(world)))


async def test_a_condition_that_was_shown_waits_for_the_agency(
    signatory: Browser, world: World
) -> None:
    await install_shipped_profile(now=NOW)
    await answer(signatory, world, "signed_with_conditions", **a_condition(world.lead))
    await signatory.sign_in_as(world.lead)
    work = text_of(await signatory.get("/work"))
    assert "Two nurses at weekends" in work
    place = (await signatory.get(here(world))).text.split("/conditions/")[1].split("/")[0]
    done = await signatory.submit(here(world, "conditions", place, "meet"), {"evidence": "Hired"})
    assert done.status_code == 303
    await signatory.sign_in_as(world.health)
    assert "Confirm a condition: Two nurses at weekends" in text_of(await signatory.get("/work"))
    assert "Your agency’s conditions" in text_of(await signatory.get(here(world, "schedule")))


async def test_a_form_of_an_older_page_submits_nothing(browser: Browser, world: World) -> None:
    await browser.sign_in_as(world.lead)
    assert 'name="after" value="1"' in (await browser.get(here(world, "submit"))).text
    done = [await browser.submit(here(world, "submit"), {"after": "1"}) for _ in range(2)]
    assert [one.status_code for one in done] == [303, 409]
    with time_machine.travel(NOW, tick=False):
        assert (await world.seen()).number == 2
