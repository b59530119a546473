"""A senior manager answers chains at red, one child or several, and nothing typed is lost."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
import time_machine

from planning.chains.queries import chain_of, review_cases, reviews_owed
from planning.chains.rules import ReviewAnswer
from planning.errors import NotFound
from planning.people.rules import Actor
from planning.procedures.rules import NoDecisionReason
from tests.clients import Browser, Program
from tests.scene import Scene, make_scene, replace_decided

pytestmark = pytest.mark.usefixtures("rolled_back")
DAYS = date(2026, 3, 4), date(2026, 3, 6)
AFTER = datetime(2026, 3, 6, 15, tzinfo=UTC)
THIRD = datetime(2026, 3, 10, 10, tzinfo=UTC)
ASKED = {"answer": "accept_one_more", "reason": "The scan is on Monday."}


@pytest.fixture
async def scene() -> Scene:
    return await make_scene()


async def red(scene: Scene, reference: str = "N-1") -> UUID:
    (child,) = await scene.concerns(reference)
    for day in DAYS:
        await scene.hold(child.id, scene.adjourned(), day=day)
    return child.id


async def shown(browser: Browser, path: str, actor: Actor, at: datetime = AFTER) -> str:
    with time_machine.travel(at, tick=False):
        await browser.sign_in_as(actor)
        found = await browser.get(path)
    assert found.status_code == 200
    return found.text


async def test_the_review_shows_what_is_needed_and_is_recorded(
    browser: Browser, scene: Scene
) -> None:
    child = await red(scene)
    path = f"/concerns/{child}/review"
    page = await shown(browser, path, scene.manager)
    for words in ("2 meetings, 2 working days, no decision", "The same reason was given twice."):
        assert words in page
    with time_machine.travel(AFTER, tick=False):
        wrong = await browser.submit(path, {"answer": "convene_conference", "reason": "Soon"})
        assert wrong.status_code == 422
        assert "Enter the date of the conference" in wrong.text
        assert ">Soon</textarea>" in wrong.text
        empty = await browser.submit(path, {})
        assert empty.status_code == 422
        assert "Choose what you answer" in empty.text
        stale = await browser.submit(path, {**ASKED, f"meetings-{child}": "1"})
        assert "Child N-1: another meeting was recorded meanwhile." in stale.text
        done = await browser.submit(path, {**ASKED, f"meetings-{child}": "2"})
    assert (done.status_code, done.headers["location"]) == (303, f"/concerns/{child}")
    concern = await shown(browser, f"/concerns/{child}", scene.manager)
    assert "Accept one more adjournment, " in concern
    assert "The latest review counts until the next adjournment." in concern
    again = await shown(browser, path, scene.manager)
    assert "A review is recorded: accept one more adjournment." in again
    assert "Record the review" not in again


async def test_your_work_lists_reviews_and_several_are_answered_at_once(
    browser: Browser, scene: Scene
) -> None:
    children = [await red(scene), await red(scene, "N-2")]
    work = await shown(browser, "/work", scene.manager)
    assert "Review 2 children at once" in work
    assert "9 March 2026" in work
    assert "Senior reviews" not in await shown(browser, "/work", scene.chair)
    await shown(browser, "/concerns/reviews", scene.manager)
    with time_machine.travel(AFTER, tick=False):
        none = await browser.submit("/concerns/reviews", ASKED)
        assert "Choose at least one child" in none.text
        many: dict[str, str | list[str]] = {
            **ASKED,
            **{f"meetings-{one}": "2" for one in children},
            "concern_ids": [str(one) for one in children],
        }
        done = await browser.submit("/concerns/reviews", many)
    assert (done.status_code, done.headers["location"]) == (303, "/work")
    assert await reviews_owed(actor=scene.manager, now=AFTER) == []
    empty = await shown(browser, "/concerns/reviews", scene.manager)
    assert "No review waits for you" in empty


async def test_others_see_whom_to_ask_and_strangers_nothing(browser: Browser, scene: Scene) -> None:
    child = await red(scene)
    page = await shown(browser, f"/concerns/{child}/review", scene.chair)
    assert f"A senior manager records the review. Ask {scene.manager.name}." in page
    assert "Record the review" not in page
    with pytest.raises(NotFound):
        await review_cases(concern_ids=[child], actor=scene.stranger, now=AFTER)


async def test_closing_names_the_review_and_offers_the_emergency(
    browser: Browser, scene: Scene
) -> None:
    child = await red(scene)
    convening = replace_decided(scene.convening([child], on=THIRD.date()), THIRD)
    meeting_id = (await scene.convene(convening, now=THIRD - timedelta(hours=3))).meeting_id
    await scene.come(meeting_id)
    await scene.decide(meeting_id, child, scene.adjourned(NoDecisionReason.OTHER))
    path = f"/meetings/{meeting_id}/close"
    later = THIRD + timedelta(hours=1)
    page = await shown(browser, path, scene.chair, later)
    assert f'href="/concerns/{child}/review"' in page
    with time_machine.travel(later, tick=False):
        refused = await browser.submit(path, {})
        assert refused.status_code == 409
        assert f"Ask {scene.manager.name} to record one." in refused.text
        done = await browser.submit(path, {"emergency_reason": "The fire alarm went"})
    assert done.status_code == 303
    owed = await shown(browser, f"/meetings/{meeting_id}/owed", scene.chair, later)
    assert f"Owed by {scene.manager.name}." in owed
    state = (await chain_of(concern_id=child, actor=scene.chair, now=later)).state
    assert (state.reported_emergencies, state.review.owed) == (1, True)


async def test_decide_next_time_is_told_on_the_child_s_page(browser: Browser, scene: Scene) -> None:
    child = await red(scene)
    at = datetime.combine(DAYS[1], time(15), tzinfo=UTC)
    await scene.review(child, ReviewAnswer.DECIDE_NEXT_TIME, day=date(2026, 3, 9))
    page = await shown(browser, f"/concerns/{child}", scene.chair, at + timedelta(days=4))
    assert "The next meeting decides: only an emergency can adjourn it." in page


async def test_a_program_reads_what_is_owed_page_by_page(program: Program, scene: Scene) -> None:
    children = {str(await red(scene)), str(await red(scene, "N-2"))}
    await program.act_for(scene.manager)
    with time_machine.travel(AFTER, tick=False):
        first = (await program.get("/api/v1/reviews?limit=1")).json()
        rest = (await program.get(f"/api/v1/reviews?cursor={first['next']}")).json()
        bad = await program.get("/api/v1/reviews?cursor=x")
        await program.act_for(scene.chair)
        nothing = (await program.get("/api/v1/reviews")).json()
    owed = [one["concern_id"] for page in (first, rest) for one in page["items"]]
    assert (len(owed), set(owed), rest["next"]) == (2, children, None)
    assert bad.status_code == 422
    assert nothing == {"items": [], "next": None}
