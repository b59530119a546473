"""Nothing of a draft reaches a reader, in any state before approval, by any way out."""

from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
import time_machine

from planning.transactions import fetch_value, transaction
from tests.clients import Browser, Program, app, browser, program, settings
from tests.planning.minuted import APPROVED, SECRET, Minuting, minuting

__all__ = ["app", "browser", "program", "settings"]
pytestmark = pytest.mark.usefixtures("rolled_back")
WAYS_BY_PAGE = (
    "",
    "/minutes",
    "/minutes/approve",
    "/minutes/corrections/new",
    "/minutes?version=1",
)
WAYS_BY_API = ("", "/minutes", "/minutes/readers")


@pytest.fixture
async def minutes() -> Minuting:
    return await minuting()


def secrets_in(answer: httpx.Response) -> list[str]:
    return [word for word in (SECRET, "We were five.") if word in answer.text]


async def test_before_approval_no_page_and_no_answer_of_the_api_holds_any_of_it(
    minutes: Minuting, browser: Browser, program: Program
) -> None:
    place = f"/meetings/{minutes.meeting_id}"
    with time_machine.travel(APPROVED, tick=False):
        for reader in (minutes.scene.police, minutes.scene.school):
            await browser.sign_in_as(reader)
            await program.act_for(reader)
            pages = [await browser.get(f"{place}{way}") for way in WAYS_BY_PAGE]
            pages += [await browser.get("/work"), await browser.get("/meetings")]
            answers = [await program.get(f"/api/v1{place}{way}") for way in WAYS_BY_API]
            assert [secrets_in(one) for one in (*pages, *answers)] == [[]] * 10
            assert [one.status_code for one in (*pages[1:5], *answers[1:])] == [404] * 6


async def test_before_approval_no_document_is_made_and_no_message_says_anything(
    minutes: Minuting, program: Program
) -> None:
    with time_machine.travel(APPROVED, tick=False):
        await program.act_for(minutes.scene.police)
        asked = await program.post(
            f"/api/v1/meetings/{minutes.meeting_id}/minutes/document",
            headers={"idempotency-key": str(uuid4())},
        )
    assert asked.status_code == 404
    async with transaction(minutes.scene.police.person_id):
        assert await fetch_value("select count(*) from document") == 0
    said = str(minutes.scene.sent.messages)
    assert [word for word in (SECRET, "We were five.", "N-1") if word in said] == []


async def test_after_approval_the_school_gets_its_own_part_by_every_way(
    minutes: Minuting, browser: Browser, program: Program
) -> None:
    await minutes.approve()
    place = f"/meetings/{minutes.meeting_id}/minutes"
    with time_machine.travel(APPROVED + timedelta(hours=1), tick=False):
        await browser.sign_in_as(minutes.scene.school)
        await program.act_for(minutes.scene.school)
        for answer in (await browser.get(place), await program.get(f"/api/v1{place}")):
            assert secrets_in(answer) == ["We were five."]
            assert ("Known to the school" in answer.text, "N-1" in answer.text) == (True, False)
