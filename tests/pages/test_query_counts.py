"""A page asks the database as many questions about fifty meetings as about five."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import time_machine

from planning.people.rules import Actor
from planning.procedures.rules import Outcome
from planning.transactions import Connection
from tests.clients import Browser
from tests.factories import NOW
from tests.scene import Scene, decided, make_scene, noting_statements

FEW, MANY = 5, 50
FIRST_DAY = date(2026, 3, 4)
AFTERWARDS = datetime(2026, 5, 5, 9, 0, tzinfo=UTC)


async def test_queries_of_a_page_do_not_grow_with_its_lines(
    browser: Browser, rolled_back: Connection
) -> None:
    with time_machine.travel(NOW, tick=False):
        scene = await make_scene()
        (child,) = await scene.concerns("N-0")
        meeting_id = await _live_through(scene, child.id, range(FEW))
        pages = {
            "/work": scene.police,
            "/meetings": scene.police,
            "/concerns": scene.chair,
            f"/concerns/{child.id}": scene.chair,
            f"/meetings/{meeting_id}": scene.chair,
        }
        few = await _counts(browser, rolled_back, pages)
        await _live_through(scene, child.id, range(FEW, MANY))
        many = await _counts(browser, rolled_back, pages)
    assert many == few


async def _live_through(scene: Scene, concern_id: UUID, days: range) -> UUID:
    """A meeting of the child held on each day, decided every other time; as many yet to come."""
    convened = []
    for number in days:
        enquiry = Outcome.S47_CONTINUES if number else Outcome.S47_INITIATED_JOINT
        day = FIRST_DAY + timedelta(days=number)
        adjourned = scene.adjourned(next_on=day + timedelta(days=7))
        await scene.hold(concern_id, adjourned if number % 2 else decided(enquiry), day=day)
        (other,) = await scene.concerns(f"N-{number + 1}")
        coming = AFTERWARDS.date() + timedelta(days=number)
        convened.append(await scene.convene(scene.convening([other.id], on=coming)))
    return convened[0].meeting_id


async def _counts(
    browser: Browser, connection: Connection, pages: dict[str, Actor]
) -> dict[str, int]:
    counts = {}
    with time_machine.travel(AFTERWARDS, tick=False):
        for path, actor in pages.items():
            await browser.sign_in_as(actor)
            assert (await browser.get(path)).status_code == 200
            with noting_statements(connection) as seen:
                assert (await browser.get(path)).status_code == 200
            counts[path] = len(seen)
    return counts
