"""Minutes by page: approval with a look over shoulders, corrections, confirming, addenda."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from planning.people.rules import Actor
from planning.transactions import Connection
from tests.clients import Browser
from tests.planning.minuted import AFTER, APPROVED, LATER, SECRET, TEXT, Minuting, minuting
from tests.scene import noting_statements

pytestmark = pytest.mark.usefixtures("rolled_back")


@pytest.fixture
async def minutes() -> Minuting:
    return await minuting()


class Reading:
    """A browser on the minutes of one meeting."""

    def __init__(self, browser: Browser, minutes: Minuting) -> None:
        self.browser = browser
        self.path = f"/meetings/{minutes.meeting_id}/minutes"

    async def as_(self, actor: Actor, place: str = "") -> str:
        await self.browser.sign_in_as(actor)
        return await self.see(place)

    async def see(self, place: str = "", *, status: int = 200) -> str:
        answer = await self.browser.get(self.path + place)
        assert answer.status_code == status
        return answer.text

    async def send(self, place: str, status: int = 303, /, **fields: str) -> str:
        answer = await self.browser.submit(self.path + place, fields)
        assert answer.status_code == status, answer.text
        return answer.text


@pytest.fixture
def reading(browser: Browser, minutes: Minuting) -> Reading:
    return Reading(browser, minutes)


async def test_the_chair_checks_who_gets_what_and_approves(
    reading: Reading, minutes: Minuting
) -> None:
    scene = minutes.scene
    with time_machine.travel(APPROVED, tick=False):
        assert "Check who reads what, and approve" in await reading.as_(scene.chair)
        check = await reading.see("/approve")
        rows = re.findall(r"<tr.*?</tr>", check, re.DOTALL)
        (of_school,) = [row for row in rows if scene.school.name in row]
        assert ("Joint part, Child N-2" in of_school, "N-1" in of_school) == (True, False)
        preview = await reading.see(f"/readers/{scene.school.person_id}")
        assert ("Known to the school" in preview, SECRET in preview) == (True, False)
        await reading.see(f"/readers/{scene.stranger.person_id}", status=404)
        await reading.send("/approve")
        await reading.send("/approve", 409)
        seen = await reading.see()
        assert "Corrections can be asked for until the end of Wednesday 11 March 2026" in seen
        await reading.see("/approve", status=409)


async def test_a_correction_from_asking_to_the_new_version(
    reading: Reading, minutes: Minuting
) -> None:
    scene = minutes.scene
    await minutes.approve()
    with time_machine.travel(LATER, tick=False):
        await reading.as_(scene.police)
        faults = await reading.send("/corrections/new", 422, wrong="", should_say="Six")
        assert ("Enter what is wrong" in faults, ">Six</textarea>" in faults) == (True, True)
        await reading.send("/corrections/new", section=TEXT, wrong="Five", should_say="Six")
        assert "Waits for the chair" in await reading.see()
        await reading.as_(scene.chair, "")
        work = (await reading.browser.get("/work")).text
        assert "Answer 1 correction of the minutes" in work
        (link,) = re.findall(r"/minutes(/corrections/[0-9a-f-]{36})", await reading.see())
        assert "We were five." in await reading.see(link)
        typed = {"answer": "accept", "section": TEXT, "part_version": "1"}
        same = await reading.send(link, 422, text="We were five.", **typed)
        assert "Change the text, or decline the correction" in same
        await reading.send(link, text="We were six.", **typed)
        await reading.send(link, 409, text="We were seven.", **typed)
        seen = await reading.as_(scene.school)
        assert "Corrected in version 2 of this part" in seen
        assert ("We were six." in seen, "Version 2" in seen) == (True, True)
        assert "We were five." in await reading.see("?version=1")
        await reading.see("?version=3", status=404)


async def test_the_chair_may_correct_another_text_or_decline_with_a_reason(
    reading: Reading, minutes: Minuting
) -> None:
    await minutes.approve()
    asked = await minutes.ask(minutes.scene.police)
    with time_machine.travel(LATER, tick=False):
        await reading.as_(minutes.scene.chair)
        place = f"/corrections/{asked}"
        assert "The text now: Purpose" in await reading.see(f"{place}?section=purpose")
        await reading.send(place, 422)
        await reading.send(place, 422, answer="decline", reason=" ")
        await reading.send(place, answer="decline", reason="The recording says five.")
        assert "The recording says five." in await reading.as_(minutes.scene.school)
        await reading.see(place, status=403)


async def test_two_tabs_that_answer_corrections_of_one_part_lose_nothing(
    reading: Reading, minutes: Minuting
) -> None:
    await minutes.approve()
    first, second = await minutes.ask(minutes.scene.police), await minutes.ask(minutes.scene.health)
    with time_machine.travel(LATER, tick=False):
        await reading.as_(minutes.scene.chair)
        typed = {"answer": "accept", "section": TEXT, "part_version": "1"}
        await reading.send(f"/corrections/{first}", text="We were six.", **typed)
        told = await reading.send(f"/corrections/{second}", 409, text="We were seven.", **typed)
        assert "This part was corrected while you had it open" in told
        for words in ("We were six.", ">We were seven.</textarea>", 'value="2"'):
            assert words in told
        await reading.send(
            f"/corrections/{second}", text="We were eight.", **{**typed, "part_version": "2"}
        )


async def test_who_has_read_and_confirmed_is_seen_and_ends_the_time_early(
    reading: Reading, minutes: Minuting
) -> None:
    scene = minutes.scene
    await minutes.approve()
    with time_machine.travel(LATER, tick=False):
        for person in (scene.police, scene.health, scene.school):
            assert "I have read these minutes" in await reading.as_(person)
            await reading.send("/acknowledge", 409, version="2")
            await reading.send("/acknowledge", version="1")
            assert "You have confirmed that you read this version" in await reading.see()
        assert "Make the minutes final now" in await reading.as_(scene.chair)
        assert "Confirmed 5 March 2026" in await reading.see()
        await reading.send("/finish")
        assert "Final" in await reading.as_(scene.school)
        await reading.send("/finish", 409)


async def test_final_text_is_only_added_to(reading: Reading, minutes: Minuting) -> None:
    await minutes.approve()
    with time_machine.travel(AFTER, tick=False):
        seen = await reading.as_(minutes.scene.police)
        assert "Something is wrong here" not in seen
        fields = {"section": TEXT, "wrong": "Five", "should_say": "Six"}
        late = await reading.send("/corrections/new", 409, **fields)
        assert "Ask the chair for an addendum" in late
        await reading.see("/addenda/new", status=403)
        await reading.as_(minutes.scene.chair, f"/addenda/new?about={minutes.first}")
        await reading.send("/addenda/new", 422, about=str(minutes.first))
        added = {"text": "A letter came.", "reason": "It was late."}
        await reading.send("/addenda/new", about=str(minutes.first), **added)
        assert "A letter came." in await reading.as_(minutes.scene.police)
        assert "A letter came." not in await reading.as_(minutes.scene.school)
        await reading.see(f"/corrections/new?about={minutes.first}", status=404)


@pytest.fixture
def statements(rolled_back: Connection) -> Iterator[list[str]]:
    with noting_statements(rolled_back) as noted:
        yield noted


async def test_the_number_of_queries_does_not_grow(
    reading: Reading, minutes: Minuting, statements: list[str]
) -> None:
    await minutes.approve()
    with time_machine.travel(LATER, tick=False):
        await reading.as_(minutes.scene.chair)

        async def count() -> int:
            statements.clear()
            await reading.see()
            return len(statements)

        few = await count()
        for number in range(3):
            asked = await minutes.ask(minutes.scene.police)
            await minutes.accept(asked, f"We were {number}.", part_version=number + 1)
        assert await count() == few
    with time_machine.travel(AFTER + timedelta(days=1), tick=False):
        await reading.as_(minutes.scene.chair)
        final = await count()
        await minutes.add()
        await minutes.add()
        assert await count() == final
