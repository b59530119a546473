"""Two worlds answer alike whoever may not know of what only one of them holds."""

import itertools
import re
from datetime import date, timedelta
from uuid import UUID

import pytest
import time_machine
from litestar import Litestar

from planning.access.actions import let_in
from planning.access.rules import Grant
from planning.operations.actions import add_members, attach_children
from planning.operations.rules import Tier
from planning.people.rules import Actor, Role
from planning.transactions import Connection, transaction
from tests import factories
from tests.api.test_authorisation_matrix import seen
from tests.api.test_no_count import alike
from tests.api.walking import read_everything
from tests.clients import Browser, Program, browser
from tests.factories import NOW, make_actor
from tests.held import undone
from tests.planning.escalating import raised
from tests.planning.operation_world import make_world
from tests.scene import HELD, make_scene

__all__ = ["browser"]
_SEED = re.compile(r'value="[0-9a-f]{8}"')
"""What is offered for drawing a sample is drawn by lot."""
FIRST, SECOND, READ = HELD.date(), date(2026, 3, 6), HELD + timedelta(days=6)


async def _world(*, hidden: bool) -> tuple[UUID, list[Actor]]:
    """A child whom a school comes for; hidden, another at red, escalated, in an operation."""
    scene, world = await make_scene(), await make_world()
    partnership = await make_actor(Role.PARTNERSHIP)
    pupil, other = await scene.concerns("N-1", "X-1")
    await scene.hold(pupil.id, scene.adjourned(), day=FIRST)
    await add_members(
        operation_id=world.operation_id,
        person_ids=[scene.manager.person_id],
        tier=Tier.SAFEGUARDING,
        reason="Knows the children",
        actor=world.lead,
        now=NOW,
    )
    async with transaction(scene.scheduler.person_id):
        grants = [Grant(pupil.compartment_id, scene.school.person_id, "Teaches the child")]
        await let_in(grants=grants, granted_by=scene.scheduler.person_id, now=NOW)
    if hidden:
        for day in (FIRST, SECOND):
            await scene.hold(other.id, scene.adjourned(), day=day)
        await scene.review(other.id, day=date(2026, 3, 9))
        await raised(scene, other, scene.chair, now=HELD)
        await attach_children(
            operation_id=world.operation_id,
            concern_ids=[other.id, pupil.id],
            reason="Named",
            actor=scene.manager,
            now=HELD,
        )
    return pupil.id, [scene.school, scene.stranger, partnership]


@pytest.mark.parametrize("api", [True, False])
async def test_who_may_not_know_is_answered_the_same_whether_it_is_there_or_not(
    app: Litestar,
    program: Program,
    browser: Browser,
    rolled_back: Connection,
    monkeypatch: pytest.MonkeyPatch,
    *,
    api: bool,
) -> None:
    client: Browser | Program = program if api else browser
    told: list[list[dict[str, str]]] = []
    for hidden in (False, True):
        monkeypatch.setattr(factories, "_number", itertools.count(factories.OF_NOBODY))
        async with undone(rolled_back):
            with time_machine.travel(READ, tick=False):
                concern_id, readers = await _world(hidden=hidden)
                ids = {"concern_id": [str(concern_id)]}
                answers = []
                for reader in readers:
                    await (program.act_for if api else browser.sign_in_as)(reader)
                    answers.append(
                        {
                            alike(place): _SEED.sub("", alike(str(seen(answer))))
                            async for place, answer in read_everything(app, client, ids)
                        }
                    )
                told.append(answers)
    without, with_it = told
    assert "Child N-1" in str(without[0])
    assert "Child N-1" not in str(without[1:])
    assert with_it == without
