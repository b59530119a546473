"""Batches as their pages begin them."""

import re
from uuid import UUID

from planning.surge.queries import batch
from planning.surge.rules.seen import BatchView
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
