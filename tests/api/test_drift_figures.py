"""The figures by program: for the partnership alone."""

import time_machine

from planning.people.rules import Role
from planning.procedures.actions import install_shipped_profile
from planning.transactions import Connection
from tests.clients import Program
from tests.factories import NOW, make_actor

API = "/api/v1"


async def test_a_program_reads_the_last_whole_quarter(
    program: Program, rolled_back: Connection
) -> None:
    with time_machine.travel(NOW, tick=False):
        await install_shipped_profile(now=NOW)
        await program.act_for(await make_actor(Role.PARTNERSHIP))
        told = (await program.get(f"{API}/drift")).json()
        assert told["period"] == {"from_on": "2025-10-01", "until_on": "2025-12-31"}
        assert len(told["figures"]) == len(told["figures_before"]) == 23
        assert set(told["figures"][0]["total"]) == {"value", "few"}
        assert (await program.get(f"{API}/drift/choices")).status_code == 200
        wrong = await program.get(f"{API}/drift?team=A&kind=review")
        assert wrong.status_code == 422
        await program.act_for(await make_actor(Role.SENIOR_MANAGER))
        assert (await program.get(f"{API}/drift")).status_code == 403
