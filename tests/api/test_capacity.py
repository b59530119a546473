"""Capacity by the API: the same acts and the same walls as on the pages."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
import time_machine

from planning.people.rules import Role
from tests.api.conftest import Acting
from tests.api.test_meeting_journey import well
from tests.factories import NOW, make_actor
from tests.planning.capacity_world import commit
from tests.planning.operation_world import make_world


@pytest.fixture(autouse=True)
def _at_the_time() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


async def test_what_is_short_is_declared_proposed_and_offered(acting: Acting) -> None:
    world = await make_world()
    await commit(world, world.police.agency_id, 1, requested=Decimal(3))
    health, lead = await acting(world.health), await acting(world.lead)
    line = {"type_key": "social_workers", "first_on": "2026-04-06", "last_on": "2026-05-03",
            "amount": "5"}  # fmt: skip
    declared = well(await health.post("capacity", json={"lines": [line]}), 201)
    assert declared.json() == {"weeks": 4}
    here = f"operations/{world.operation_id}"
    found = well(await lead.get(f"{here}/capacity")).json()
    (proposed,) = found["proposals"]
    refused = await health.post(f"{here}/capacity/offers", json=proposed["proposal"])
    assert refused.status_code == 403
    well(await lead.post(f"{here}/capacity/offers", json=proposed["proposal"]), 201)
    assert well(await lead.get(f"{here}/capacity")).json()["proposals"] == []
    well(await lead.post(f"{here}/precedence", json={"precedence": 2}), 204)
    assert well(await lead.get(f"{here}/capacity")).json()["precedence"] == 2
    (own,) = well(await health.get("capacity", params={"first_week": "2026-04-06"})).json()["lines"]
    assert own["spans"][0]["spare"] == "5.00"


async def test_what_is_no_amount_or_no_date_is_named(acting: Acting) -> None:
    health = await acting((await make_world()).health)
    line = {"type_key": "money", "first_on": "1900-01-01", "last_on": None, "amount": "NaN"}
    refused = await health.post("capacity", json={"lines": [line, line | {"amount": "1e9"}]})
    assert refused.status_code == 422
    assert [one["field"] for one in refused.json()["blockers"]] == [
        "lines.0.amount", "lines.0.first_on", "lines.1.amount", "lines.1.first_on",
    ]  # fmt: skip
    for wrong in ("9999-12-31", "soon"):
        answer = await health.get("capacity", params={"first_week": wrong})
        assert 400 <= answer.status_code < 500


async def test_types_are_listed_for_all_and_kept_by_administrators(acting: Acting) -> None:
    administrator = await acting(await make_actor(Role.ADMINISTRATOR))
    new = {"words": "Dog handlers", "unit": "people", "per": "week"}
    assert well(await administrator.post("resource-types", json=new), 201).json() == {
        "key": "dog_handlers"
    }
    changed = {"words": "Dog teams", "unit": "teams"}
    well(await administrator.post("resource-types/dog_handlers", json=changed), 204)
    well(await administrator.post("resource-types/dog_handlers/close"), 204)
    types = well(await (await acting(await make_actor())).get("resource-types")).json()
    assert types[-1] == {
        "key": "dog_handlers", "words": "Dog teams", "unit": "teams", "per": "week",
        "is_open": False,
    }  # fmt: skip
