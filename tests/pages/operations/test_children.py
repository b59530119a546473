"""An operation's children on its page: attached by reference, detached, hidden from the others."""

import pytest

from planning.operations.actions import add_members
from planning.operations.queries import operation_children
from planning.operations.rules import Tier
from tests.clients import Browser
from tests.factories import NOW
from tests.pages.operations.world import faults_of, text_of
from tests.planning.operation_world import World
from tests.scene import Scene, make_scene


@pytest.fixture
async def scene(world: World) -> Scene:
    """Its manager is in the operation, too."""
    made = await make_scene()
    await add_members(
        operation_id=world.operation_id,
        person_ids=[made.manager.person_id],
        tier=Tier.SAFEGUARDING,
        reason="Knows the children",
        actor=world.lead,
        now=NOW,
    )
    return made


async def test_children_are_attached_and_detached(
    browser: Browser, world: World, scene: Scene
) -> None:
    await scene.concerns("R-1", "R-2")
    here = f"/operations/{world.operation_id}"
    await browser.sign_in_as(scene.manager)
    assert "No child whose concern you are in is attached" in text_of(await browser.get(here))
    form = {"concern_ids": "R-1\r\n\r\n R-2 ", "reason": "Named by two friends"}
    attached = await browser.submit(f"{here}/children", form)
    assert (attached.status_code, attached.headers["location"]) == (303, f"{here}#children")
    page = text_of(await browser.get(here))
    assert "Child R-1 R-1 Named by two friends" in page
    seen = await operation_children(operation_id=world.operation_id, actor=scene.manager, now=NOW)
    assert [one.child_name for one in seen] == ["Child R-1", "Child R-2"]
    detach = f"{here}/children/{seen[0].id}"
    assert "Attached because: Named by two friends" in text_of(await browser.get(detach))
    refused = await browser.submit(detach, {"reason": ""})
    assert (refused.status_code, faults_of(refused)) == (
        422, ["Enter why the child does not belong to the operation"],
    )  # fmt: skip
    assert (await browser.submit(detach, {"reason": "Another person"})).status_code == 303
    assert (await browser.get(detach)).status_code == 404
    assert "Child R-1" not in text_of(await browser.get(here))


async def test_every_reference_that_names_nobody_is_told(
    browser: Browser, world: World, scene: Scene
) -> None:
    await scene.concerns("R-1")
    here = f"/operations/{world.operation_id}/children"
    await browser.sign_in_as(world.lead)
    assert "Nobody is let in anywhere" in text_of(await browser.get(here))
    refused = await browser.submit(here, {"concern_ids": "R-1\nX-9", "reason": ""})
    assert (refused.status_code, faults_of(refused)) == (
        422, ["Enter why they belong to the operation"],
    )  # fmt: skip
    refused = await browser.submit(here, {"concern_ids": "R-1\nX-9", "reason": "Named"})
    assert (refused.status_code, faults_of(refused)) == (
        422,
        [
            "You cannot see a child with the reference R-1",
            "You cannot see a child with the reference X-9",
        ],
    )
    assert "R-1\nX-9" in refused.text
