"""The forecast by the API, as it stands and what if."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.api.conftest import Acting
from tests.api.test_meeting_journey import well
from tests.factories import NOW, make_actor
from tests.planning.operation_world import make_world


@pytest.fixture(autouse=True)
def _at_the_time() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


async def test_a_member_reads_it_and_asks_what_if(acting: Acting) -> None:
    world = await make_world()
    health = await acting(world.health)
    here = f"operations/{world.operation_id}/forecast"
    found = well(await health.get(here)).json()
    assert (found["runs"], len(found["meetings"]), found["calendar"]["live_on"]) == (
        10_000, 26, "2026-04-14",
    )  # fmt: skip
    assert found["in_surge"]["mean"] == pytest.approx(100, rel=0.02)
    asked = {"change": ["victims_planning:60", "more_chairs:2"]}
    other = well(await health.get(here, params=asked)).json()
    assert other["in_surge"]["mean"] == pytest.approx(200, rel=0.02)
    assert (other["given"]["more"], other["given"]["bases"]["more_chairs"]) == (
        {"more_chairs": 2}, "changed",
    )  # fmt: skip


async def test_what_cannot_be_is_named(acting: Acting) -> None:
    world = await make_world()
    health = await acting(world.health)
    here = f"operations/{world.operation_id}/forecast"
    for changes, fields in (
        (["half_life", "spread:much"], ["change", "change"]),
        (["half_life:NaN", "unheard_of:1", "spread:1e400"], ["unheard_of", "spread", "half_life"]),
    ):
        refused = await health.get(here, params={"change": changes})
        assert refused.status_code == 422
        assert [one["field"] for one in refused.json()["blockers"]] == fields
    stranger = await acting(await make_actor())
    assert (await stranger.get(here, params={"change": ["x:1"]})).status_code == 404
