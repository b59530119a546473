"""Convening a meeting with eight people through the API, counted as the driver sends it."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from planning import clock
from planning.people.queries import actor_of
from planning.people.rules import Actor
from planning.transactions import transaction, use_connections
from service.app import create_app
from service.settings import load
from tests.benchmarks.counting import CountingConnections, Statements
from tests.benchmarks.lab import Database, Lab, connected
from tests.benchmarks.registry import Figure, at_most, benchmark, told
from tests.clients import ENVIRONMENT, PUBLIC_URL, Program, asgi

PEOPLE = 8
MOST_STATEMENTS = 12
_CONCERN = """
select k.id, k.opened_by, array(
    select p.id from person p where p.id <> k.opened_by order by p.id limit $1) as invitees
from concern k where k.closed_at is null order by k.id limit 1
"""


@benchmark("convening")
async def convening(lab: Lab) -> list[Figure]:
    """Statements of the act, BEGIN to COMMIT, with its idempotency key, its mail and its job."""
    counted = await _convene_twice(await lab.database(1_000))
    transactions = [one for one in counted.transactions() if len(one) > 1]
    return [
        at_most("convening: transactions", len(transactions), "transactions", 1),
        at_most("convening: statements", len(transactions[0]), "statements", MOST_STATEMENTS),
        told("convening: statements with the guard's", len(counted.sent), "statements"),
    ]


async def _convene_twice(database: Database) -> Statements:
    """The second is counted: the first one lets the process learn types and the profile."""
    scheduler_id, body = await _asked(database)
    async with connected(database.app) as pool:
        async with transaction(scheduler_id):
            scheduler = await actor_of(scheduler_id)
        counting = CountingConnections(pool)
        use_connections(counting)
        await _convene(scheduler, body, counting)
        return await _convene(scheduler, body, counting)


async def _convene(
    scheduler: Actor, body: dict[str, Any], counting: CountingConnections
) -> Statements:
    transport = asgi(create_app(load(ENVIRONMENT)))
    async with Program(transport=transport, base_url=PUBLIC_URL) as program:
        await program.act_for(scheduler)
        counted = counting.begin()
        answer = await program.post(
            "/api/v1/meetings", json=body, headers={"idempotency-key": str(uuid4())}
        )
    if answer.status_code != 201:
        raise RuntimeError(answer.text)
    return counted


async def _asked(database: Database) -> tuple[UUID, dict[str, Any]]:
    """Who convenes, and a meeting about their concern with themselves and seven others."""
    connection = await asyncpg.connect(database.administrator)
    try:
        row = await connection.fetchrow(_CONCERN, PEOPLE - 1)
    finally:
        await connection.close()
    now = clock.now()
    body = {
        "kind": "review",
        "purpose": "To decide what is still open",
        "mode": "video",
        "decided_at": now.isoformat(),
        "times": {
            "on": str(clock.london_date(now + timedelta(days=1))),
            "starts": "10:00:00",
            "ends": "11:00:00",
        },
        "chair_id": str(row["opened_by"]),
        "invitees": [{"person_id": str(person_id)} for person_id in row["invitees"]],
        "concern_ids": [str(row["id"])],
    }
    return row["opened_by"], body
