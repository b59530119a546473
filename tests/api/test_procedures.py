"""Rules, closed days and clocks through the API."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from planning.people.rules import Role
from planning.procedures import queries
from planning.procedures.shipped import shipped_profile
from tests.factories import NOW, make_actor
from tests.scene import HELD, decided, make_scene

LATER = shipped_profile().replace("red_run = 3", "red_run = 4")
API = "/api/v1"


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    queries._known.clear()
    yield
    queries._known.clear()


async def test_a_program_previews_installs_and_reads_a_version(program: Any) -> None:
    with time_machine.travel(NOW, tick=False):
        await make_scene()
        await program.act_for(await make_actor(Role.ADMINISTRATOR))
        wanted = {"profile": LATER, "in_force_from": "2026-04-01"}
        preview = await program.post(f"{API}/procedures/preview", json=wanted)
        assert preview.json() == [{"place": "drift.red_run", "before": 3, "after": 4}]
        once = {"Idempotency-Key": "one"}
        made = await program.post(f"{API}/procedures", json=wanted, headers=once)
        again = await program.post(f"{API}/procedures", json=wanted, headers=once)
        assert (made.status_code, made.json()) == (201, again.json())
        version = made.json()["version"]
        listed = (await program.get(f"{API}/procedures")).json()
        assert [line["version"] for line in listed] == [version, version - 1]
        seen = (await program.get(f"{API}/procedures/{version}")).json()
        assert seen["profile"]["drift"]["red_run"] == 4
        wrong = await program.post(
            f"{API}/procedures", json={"profile": "x = 1", "in_force_from": "2026-04-01"}
        )
        assert wrong.status_code == 422
        assert len(wrong.json()["blockers"]) == 7


async def test_a_program_closes_a_day_and_takes_it_back(program: Any) -> None:
    with time_machine.travel(NOW, tick=False):
        await program.act_for(await make_actor(Role.PARTNERSHIP))
        day = {"closed_on": "2026-03-06", "name": "Funeral", "reason": "Mourning"}
        made = await program.post(f"{API}/closed-days", json=day)
        assert made.status_code == 201
        (listed,) = (await program.get(f"{API}/closed-days")).json()
        assert (listed["id"], listed["withdrawn_at"]) == (made.json()["id"], None)
        back = f"{API}/closed-days/{listed['id']}/take-back"
        assert (await program.post(back, json={"reason": "Moved"})).status_code == 204
        assert (await program.post(back, json={"reason": "Moved"})).status_code == 409


async def test_a_program_moves_a_clock(program: Any) -> None:
    with time_machine.travel(HELD, tick=False):
        scene = await make_scene()
        (child,) = await scene.concerns("N-1")
        await scene.hold(child.id, decided())
        await program.act_for(scene.manager)
        moving = {
            "clock": "conference",
            "old_due_on": "2026-03-25",
            "new_due_on": "2026-03-27",
            "reason": "The solicitor is away",
        }
        here = f"{API}/concerns/{child.id}"
        assert (await program.post(f"{here}/clocks", json=moving)).status_code == 204
        clocks = (await program.get(f"{here}/chain")).json()["clocks"]
        assert [(one["kind"], one["due_on"]) for one in clocks] == [
            ("conference", "2026-03-27"),
            ("assessment", "2026-05-08"),
        ]
        assert (await program.post(f"{here}/clocks", json=moving)).status_code == 409
        held = {"clock": "conference", "met_on": "2026-03-04"}
        assert (await program.post(f"{here}/clocks/met", json=held)).status_code == 204
        (met,) = (await program.get(f"{here}/chain")).json()["clocks_met"]
        assert (met["clock"], met["met_on"]) == ("conference", "2026-03-04")
