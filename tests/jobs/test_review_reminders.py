"""A manager is told again of a review that is owed, until it is recorded."""

from datetime import date

import asyncpg
import pytest

from planning.procedures.queries import current_profile
from planning.reminders.queries import facts_of
from planning.reminders.rules.deciding import due_now
from planning.reminders.rules.kinds import Kind
from planning.transactions import transaction
from tests.reminding import at, candidates
from tests.scene import make_scene

pytestmark = pytest.mark.usefixtures("committed")
RED = date(2026, 3, 6)


async def test_an_owed_review_is_told_on_the_day_it_is_due(worker_pool: asyncpg.Pool) -> None:
    scene = await make_scene()
    (child,) = await scene.concerns("N-1")
    for day in (date(2026, 3, 4), RED):
        await scene.hold(child.id, scene.adjourned(), day=day)
    me = scene.manager.person_id
    found = await candidates(worker_pool, at(9, 10), scene.manager)
    (waiting,) = [one for one in found if one.kind is Kind.REVIEW]
    assert waiting.subject_id == child.id
    async with transaction(me):
        profile = (await current_profile(RED)).profile
        ((fact, profiles),) = await facts_of(me, [waiting], profile, at(9, 10))
    due = due_now(fact, profiles, at(9, 10))
    assert due is not None
    assert (due.number, fact.happens_on) == (1, RED)
    assert due_now(fact, profiles, at(6, 16)) is None
    await scene.review(child.id, day=date(2026, 3, 9))
    after = await candidates(worker_pool, at(9, 11), scene.manager)
    assert Kind.REVIEW not in {one.kind for one in after}
