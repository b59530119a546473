"""Batches as their pages begin them."""

import re
from datetime import date
from uuid import UUID

from planning.surge.queries import batch
from planning.surge.rules.seen import BatchMeeting, BatchView
from tests.clients import Browser
from tests.factories import NOW
from tests.planning.surge_world import SurgeWorld, answered


async def seen(world: SurgeWorld, address: str) -> BatchView:
    """The batch at an address."""
    batch_id = re.search(r"/surge/([0-9a-f-]{36})", address)
    assert batch_id
    return await batch(batch_id=UUID(batch_id[1]), actor=world.scene.scheduler, now=NOW)


async def begun(browser: Browser, world: SurgeWorld) -> str:
    """A batch of all, begun by its page; its address."""
    await browser.sign_in_as(world.scene.scheduler)
    answer = await browser.submit("/surge", {"which": "all"})
    assert answer.status_code == 303
    return answer.headers["location"]


async def found(world: SurgeWorld, address: str) -> None:
    """Do what the worker does with every run that waits."""
    view = await seen(world, address)
    for run in (view.run, *view.what_ifs):
        if run and run.state == "queued":
            await answered(run.id, world.scene.scheduler.person_id)


async def proposed(browser: Browser, world: SurgeWorld) -> tuple[str, dict[str, str]]:
    """A batch with times for all, and what its check page posts."""
    address = await begun(browser, world)
    await browser.submit(f"{address}/run", {"seconds": "20"})
    await found(world, address)
    return address, await run_of(browser, f"{address}/confirm")


def who(view: BatchView, part: str, day: date) -> tuple[BatchMeeting, UUID]:
    """The meeting of a day, and who has a part in it."""
    for meeting in view.meetings:
        if meeting.place and meeting.place.starts_at.date() == day:
            return meeting, next(
                one.id for one in meeting.place.people if one.part == part and one.id
            )
    raise LookupError(day)


async def run_of(browser: Browser, address: str) -> dict[str, str]:
    """The run that a page shows, as it posts it."""
    page = (await browser.get(address)).text
    run_id = re.search(r'name="run_id" value="([0-9a-f-]{36})"', page)
    assert run_id
    return {"run_id": run_id[1]}
