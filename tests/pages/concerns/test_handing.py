"""Has the receiver accepted? And: correcting an outcome after closing."""

from collections.abc import AsyncIterator
from datetime import date

import pytest
import time_machine

from planning.chains.queries import chain_of
from planning.concerns.rules import NewConcern
from planning.meetings.rules.closing import ChildDraft
from planning.procedures.rules import Outcome
from tests.clients import Browser, Program
from tests.scene import HELD, Scene, decided, make_scene

HANDED = ChildDraft(
    outcome=Outcome.TRANSFERRED,
    outcome_reason="The family has moved.",
    handed_to="Southmere, duty manager",
)
ANSWER = {
    "accepted": "yes",
    "answered_on-day": "4",
    "answered_on-month": "3",
    "answered_on-year": "2026",
    "answered_by_name": "Kit Moss",
    "evidence": "Their email of 4 March",
}


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    with time_machine.travel(HELD, tick=False):
        yield await make_scene()


async def met(scene: Scene, draft: ChildDraft) -> tuple[NewConcern, str]:
    """A child whose one meeting ended so, and the address of its entry."""
    (child,) = await scene.concerns("N-1")
    await scene.hold(child.id, draft)
    (entry,) = (await chain_of(concern_id=child.id, actor=scene.chair, now=HELD)).entries
    return child, f"/concerns/{child.id}/entries/{entry.id}"


async def test_the_page_asks_until_the_answer_is_recorded(browser: Browser, scene: Scene) -> None:
    child, entry = await met(scene, HANDED)
    here = f"/concerns/{child.id}"
    await browser.sign_in_as(scene.police)
    assert f"{entry}/answer" not in (await browser.get(here)).text
    assert (await browser.get(f"{entry}/answer")).status_code == 403
    await browser.sign_in_as(scene.manager)
    assert "Has Child N-1 been accepted by the receiver?" in (await browser.get("/work")).text
    page = (await browser.get(here)).text
    assert "Has the child been accepted by Southmere, duty manager?" in page
    assert f'href="{entry}/answer"' in page
    assert "Handed over to: Southmere, duty manager." in page
    assert (await browser.get(f"{entry}/answer")).status_code == 200
    empty = await browser.submit(f"{entry}/answer", {})
    assert empty.status_code == 422
    for told in (
        "Select what they answered",
        "Enter the day of the answer",
        "Say who gave the answer",
        "Say what shows it, or why they refused",
    ):
        assert told in empty.text
    early = await browser.submit(f"{entry}/answer", {**ANSWER, "answered_on-day": "3"})
    assert early.status_code == 409
    assert "Nobody can answer before the meeting" in early.text
    assert 'value="Kit Moss"' in early.text
    done = await browser.submit(f"{entry}/answer", ANSWER)
    assert (done.status_code, done.headers["location"]) == (303, here)
    after = (await browser.get(here)).text
    assert "Accepted on 4 March 2026 by Kit Moss: Their email of 4 March" in after
    assert "Has the child been accepted" not in after
    assert (await browser.get(f"{entry}/answer")).status_code == 409
    missing = f"/concerns/{child.id}/entries/{child.id}/answer"
    assert (await browser.get(missing)).status_code == 404


async def test_closing_is_offered_once_the_receiver_has_accepted(
    browser: Browser, scene: Scene
) -> None:
    child, entry = await met(scene, HANDED)
    here = f"/concerns/{child.id}"
    await browser.sign_in_as(scene.scheduler)
    waiting = (await browser.get(here)).text
    assert "Convene the next meeting" in waiting
    assert "Close this concern" not in waiting
    await browser.submit(f"{entry}/answer", ANSWER)
    assert "Close this concern" in (await browser.get(here)).text


async def test_a_refusal_asks_for_the_next_meeting(browser: Browser, scene: Scene) -> None:
    child, entry = await met(scene, HANDED)
    await browser.sign_in_as(scene.chair)
    await browser.submit(f"{entry}/answer", {**ANSWER, "accepted": "no", "evidence": "No beds"})
    page = (await browser.get(f"/concerns/{child.id}")).text
    assert "Refused: Southmere, duty manager" in page
    assert "No beds" in page
    assert "hold the next meeting" in page


async def test_the_chair_corrects_and_the_old_outcome_is_struck_through(
    browser: Browser, scene: Scene
) -> None:
    child, entry = await met(scene, decided())
    here = f"/concerns/{child.id}"
    (stood,) = (await chain_of(concern_id=child.id, actor=scene.chair, now=HELD)).entries
    await browser.sign_in_as(scene.manager)
    assert f"{entry}/correct" not in (await browser.get(here)).text
    assert (await browser.get(f"{entry}/correct")).status_code == 403
    await browser.sign_in_as(scene.chair)
    assert f'href="{entry}/correct"' in (await browser.get(here)).text
    assert (await browser.get(f"{entry}/correct")).status_code == 200
    empty = await browser.submit(f"{entry}/correct", {"handed_to": "Kept"})
    assert empty.status_code == 422
    assert "Select the right outcome" in empty.text
    assert "Say why this corrects it" in empty.text
    assert 'value="Kept"' in empty.text
    nobody = await browser.submit(f"{entry}/correct", {"outcome": "redirected", "reason": "Typed"})
    assert nobody.status_code == 409
    assert "Say who the child is handed over to" in nobody.text
    right = {"outcome": "no_s47_early_help", "reason": "Typed into the wrong child"}
    done = await browser.submit(f"{entry}/correct", right)
    assert (done.status_code, done.headers["location"]) == (303, here)
    after = (await browser.get(here)).text
    assert f"<del>{stood.outcome_words}</del>" in after
    assert f"Corrected by {scene.chair.name} on" in after
    assert "Typed into the wrong child" in after
    assert (await browser.get(f"{entry}/correct")).status_code == 404


async def test_after_a_correction_it_is_told_what_else_to_look_at(
    browser: Browser, scene: Scene
) -> None:
    child, entry = await met(scene, decided())
    with time_machine.travel(HELD.replace(day=6), tick=False):
        await scene.hold(child.id, decided(Outcome.S47_CONTINUES), day=date(2026, 3, 6))
        await browser.sign_in_as(scene.chair)
        right = {"outcome": "no_s47_early_help", "reason": "Typed wrongly"}
        await browser.submit(f"{entry}/correct", right)
        page = (await browser.get(f"/concerns/{child.id}")).text
    assert "Look at the meetings of 6 March 2026 too" in page
    assert "Check this history" in page
    assert "The outcome of 6 March 2026 does not follow from the meetings before it." in page


async def test_a_program_answers_and_corrects(program: Program, scene: Scene) -> None:
    _, entry = await met(scene, HANDED)
    await program.act_for(scene.chair)
    given = {
        "accepted": True,
        "answered_on": "2026-03-04",
        "answered_by_name": "Kit Moss",
        "evidence": "Their email",
    }
    assert (await program.post(f"/api/v1{entry}/answer", json=given)).status_code == 204
    right = {"outcome": "no_s47_early_help", "reason": "Typed wrongly"}
    done = await program.post(f"/api/v1{entry}/correct", json=right)
    assert (done.status_code, done.json()["in_minutes"]) == (201, False)


async def test_at_red_a_correction_to_an_adjournment_waits_for_the_manager(
    browser: Browser, scene: Scene
) -> None:
    (child,) = await scene.concerns("N-1")
    here = f"/concerns/{child.id}"
    for day in (4, 6):
        await scene.hold(child.id, scene.adjourned(), day=date(2026, 3, day))
    with time_machine.travel(HELD.replace(day=10), tick=False):
        await scene.hold(child.id, decided(Outcome.NO_S47_EARLY_HELP), day=date(2026, 3, 10))
        chain = await chain_of(concern_id=child.id, actor=scene.chair, now=HELD)
        entry = f"{here}/entries/{chain.entries[-1].id}/correct"
        await browser.sign_in_as(scene.chair)
        assert f"{here}/review" not in (await browser.get(here)).text
        wrong = {
            "outcome": "adjourned_no_decision",
            "no_decision_reason": "interpreter",
            "next_on-day": "20",
            "next_on-month": "3",
            "next_on-year": "2026",
            "authorised_by": str(scene.manager.person_id),
            "reason": "Nothing was decided",
        }
        refused = await browser.submit(entry, wrong)
        assert refused.status_code == 409
        assert f"Ask {scene.manager.name} to record one." in refused.text
        await browser.sign_in_as(scene.manager)
        assert "The chain was at red when it was decided." in (await browser.get(here)).text
        assert "Record the review" in (await browser.get(f"{here}/review")).text
        await browser.sign_in_as(scene.chair)
        urgent = {**wrong, "emergency_reason": "A child at risk tonight"}
        assert (await browser.submit(entry, urgent)).status_code == 303
        assert "In an emergency: A child at risk tonight" in (await browser.get(here)).text
