"""The figures that the worker keeps equal those worked out anew, whatever happened in between."""

import asyncpg
import pytest

from planning.measures.actions import add_changes, rebuild_measures
from planning.transactions import using
from tests.scene import Scene, decided, make_scene

_CELLS = """
select month, team, kind, operation_id, measure, part, amount from measure_cell
order by month, team, kind, operation_id, measure, part
"""


@pytest.fixture
async def scene(committed: asyncpg.Pool) -> Scene:
    return await make_scene()


async def _cells(administrator: asyncpg.Connection) -> list[tuple[object, ...]]:
    return [tuple(row) for row in await administrator.fetch(_CELLS)]


async def test_adding_what_changed_equals_working_all_out_anew(
    scene: Scene,
    committed: asyncpg.Pool,
    worker_pool: asyncpg.Pool,
    administrator: asyncpg.Connection,
) -> None:
    one, two = await scene.concerns("NB-M-1", "NB-M-2")
    await scene.hold(one.id, scene.adjourned())
    with using(worker_pool):
        while await add_changes():
            pass
    before = await _cells(administrator)
    await scene.hold(two.id, decided())
    with using(worker_pool):
        while await add_changes():
            pass
        kept = await _cells(administrator)
        assert kept != before
        await rebuild_measures()
        assert await _cells(administrator) == kept
