"""Meetings to convene through the API: who convenes, and of whom."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from planning import clock
from planning.people.queries import actor_of
from planning.transactions import transaction
from service.app import create_app
from service.settings import Settings
from tests.benchmarks.lab import Database
from tests.clients import PUBLIC_URL, Program, asgi

PEOPLE = 8
_CONCERN = """
select k.id, k.opened_by, array(
    select p.id from person p where p.id <> k.opened_by order by p.id limit $1) as invitees
from concern k where k.closed_at is null order by k.id limit 1
"""


@dataclass(frozen=True, slots=True)
class Convener:
    """A scheduler with a concern of theirs, and the others whom they invite."""

    scheduler_id: UUID
    concern_id: UUID
    invitees: list[UUID]

    def body(self, turn: int) -> dict[str, Any]:
        """A meeting of them all, busy or not; each turn has an hour of its own, three a day."""
        day, hour = divmod(turn, 3)
        now = clock.now()
        return {
            "kind": "review",
            "purpose": "To decide what is still open",
            "mode": "video",
            "decided_at": now.isoformat(),
            "times": {
                "on": str(clock.london_date(now + timedelta(days=day + 1))),
                "starts": f"{10 + hour}:00:00",
                "ends": f"{11 + hour}:00:00",
            },
            "chair_id": str(self.scheduler_id),
            "invitees": [{"person_id": str(person_id)} for person_id in self.invitees],
            "concern_ids": [str(self.concern_id)],
            "ask_although_busy": [
                str(person_id) for person_id in (self.scheduler_id, *self.invitees)
            ],
        }

    @asynccontextmanager
    async def program(self, settings: Settings) -> AsyncIterator[Program]:
        """The scheduler's own program, signed in to the application of these settings."""
        async with transaction(self.scheduler_id):
            scheduler = await actor_of(self.scheduler_id)
        transport = asgi(create_app(settings))
        async with Program(transport=transport, base_url=PUBLIC_URL) as program:
            await program.act_for(scheduler)
            yield program

    async def convene(self, program: Program, turn: int) -> None:
        """Convene one, with a key, and see that it was."""
        answer = await program.post(
            "/api/v1/meetings", json=self.body(turn), headers={"idempotency-key": str(uuid4())}
        )
        if answer.status_code != 201:
            raise RuntimeError(answer.text)


async def find_convener(database: Database) -> Convener:
    """The one who opened the first open concern."""
    connection = await asyncpg.connect(database.administrator)
    try:
        row = await connection.fetchrow(_CONCERN, PEOPLE - 1)
    finally:
        await connection.close()
    return Convener(row["opened_by"], row["id"], list(row["invitees"]))
