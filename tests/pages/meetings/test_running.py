"""Running a meeting: what is written stays, whoever else writes."""

import re
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest
import time_machine

from tests.clients import Browser
from tests.pages.meetings.typed import item
from tests.scene import HELD, Scene


@pytest.fixture
async def chair(
    browser: Browser, scene: Scene, meeting_id: UUID
) -> AsyncIterator[tuple[Browser, str]]:
    """The chair's browser while the meeting runs, and the meeting's address."""
    with time_machine.travel(HELD, tick=False):
        await browser.sign_in_as(scene.chair)
        yield browser, f"/meetings/{meeting_id}"


async def test_attendance_is_kept_and_counted(chair: tuple[Browser, str], scene: Scene) -> None:
    browser, meeting = chair
    ticked = [str(scene.police.person_id)]
    saved = await browser.submit(f"{meeting}/run", {"attendance": ticked})
    assert saved.status_code == 303
    page = (await browser.get(f"{meeting}/run")).text
    assert "1 present" in page
    assert page.count(" checked") == 1


async def test_an_action_needs_all_its_parts_and_nothing_is_saved_without(
    chair: tuple[Browser, str], children: list[UUID]
) -> None:
    browser, meeting = chair
    page = f"{meeting}/run/children/{children[0]}"
    typed = {**item("analysis", "Kept in the box"), "what": "Visit"}
    refused = await browser.submit(page, typed)
    assert refused.status_code == 422
    assert "Select who does it" in refused.text
    assert "Enter when it is due" in refused.text
    assert "Kept in the box" in refused.text
    assert "Kept in the box" not in (await browser.get(page)).text


async def test_a_late_due_date_refuses_draft_and_action_together(
    chair: tuple[Browser, str], scene: Scene, children: list[UUID]
) -> None:
    browser, meeting = chair
    page = f"{meeting}/run/children/{children[0]}"
    action = {"what": "Visit", "owner_id": str(scene.police.person_id)}
    due = {"due_on-day": "1", "due_on-month": "3", "due_on-year": "2026"}
    refused = await browser.submit(page, item("analysis", "X1") | action | due)
    assert refused.status_code == 409
    assert "Enter a due date that is not in the past." in refused.text
    assert "X1" in refused.text
    assert "Two versions of this text" not in refused.text
    assert "X1" not in (await browser.get(page)).text


async def test_a_save_leads_to_the_next_undecided_child(
    chair: tuple[Browser, str], children: list[UUID]
) -> None:
    browser, meeting = chair
    decided = {"version": "1", "outcome": "no_s47_early_help", "next": "on"}
    first, second = (f"{meeting}/run/children/{child}" for child in children)
    assert (await browser.submit(first, decided)).headers["location"] == second
    assert (await browser.submit(second, decided)).headers["location"] == f"{meeting}/run"


async def test_nobody_uninvited_can_be_present(chair: tuple[Browser, str], scene: Scene) -> None:
    browser, meeting = chair
    typed = {"version": "1", "attendance": str(scene.stranger.person_id)}
    refused = await browser.submit(f"{meeting}/run", typed)
    assert refused.status_code == 409
    assert "Choose people from the list." in refused.text


async def test_a_child_of_another_meeting_is_absent(chair: tuple[Browser, str]) -> None:
    browser, meeting = chair
    page = f"{meeting}/run/children/{uuid4()}"
    assert (await browser.get(page)).status_code == 404
    assert (await browser.submit(page, {"version": "1"})).status_code == 404


async def test_hidden_characters_and_long_texts_are_told_in_place(
    chair: tuple[Browser, str], children: list[UUID]
) -> None:
    browser, meeting = chair
    page = f"{meeting}/run/children/{children[0]}"
    typed = {
        **item("analysis", "a\x00b", at=1),
        **item("child_voice", "x" * 50_001),
        "version": "1",
        "outcome": "adjourned_no_decision",
        "next_on-day": "31",
        "next_on-month": "2",
        "next_on-year": "2026",
    }
    refused = await browser.submit(page, typed)
    assert refused.status_code == 422
    targets = re.findall(r'<a href="#([^"]+)">', refused.text)
    assert targets == ["item-0-body", "item-1-body", "next_on-day"]
    markup = await browser.submit(page, item("analysis", "<script>alert(1)</script>"))
    assert markup.status_code == 303
    assert "<script>" not in (await browser.get(page)).text


async def test_a_closed_meeting_takes_no_writing(
    chair: tuple[Browser, str], scene: Scene, children: list[UUID]
) -> None:
    browser, meeting = chair
    people = [str(person.person_id) for person in (scene.chair, scene.police, scene.health)]
    await browser.submit(f"{meeting}/run", {"attendance": people})
    for child in children:
        await browser.submit(
            f"{meeting}/run/children/{child}",
            {"version": "1", "outcome": "no_s47_early_help", "outcome_reason": "Support at home"},
        )
    assert (await browser.submit(f"{meeting}/close")).status_code == 303
    late = await browser.submit(f"{meeting}/run/joint", item("joint_other", "Late"))
    assert late.status_code == 409
    assert "This meeting is closed already." in late.text
    assert (await browser.get(f"{meeting}/close")).status_code == 409
