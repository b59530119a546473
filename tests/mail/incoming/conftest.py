"""An invitation that was sent, and an empty table of what came back."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

import asyncpg
import pytest

from planning.people.rules import Actor
from tests.conftest import TestDatabase
from tests.scene import Scene, make_scene

EMPTY = "truncate incoming_mail, reply, mail_message, mail_settling, pgqueuer, pgqueuer_log"


@dataclass(frozen=True)
class Invited:
    """One person's invitation, and the message that carried it."""

    scene: Scene
    person: Actor
    meeting_id: UUID
    token: str
    return_token: UUID
    message_id: str

    @property
    def address(self) -> str:
        return f"meetings+{self.token}@accord.example"

    @property
    def return_path(self) -> str:
        return f"bounces+{self.return_token.hex}@accord.example"


@pytest.fixture
async def administrator(database: TestDatabase) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database.administrator)
    await connection.execute(EMPTY)
    yield connection
    await connection.execute(EMPTY)
    await connection.close()


@pytest.fixture
async def invited(committed: asyncpg.Pool, administrator: asyncpg.Connection) -> Invited:
    """A nurse, asked to the usual meeting; the mail server has taken the message."""
    scene = await make_scene()
    (concern,) = await scene.concerns("A")
    meeting_id = await scene.meet(concern.id)
    token = await administrator.fetchval(
        "select organiser_token from attendee where meeting_id = $1 and person_id = $2",
        meeting_id,
        scene.health.person_id,
    )
    row = await administrator.fetchrow(
        "insert into mail_message (id, kind, subject_id, sequence, recipient_id, address,"
        " message_id, body, state, attempts, next_attempt_at, queued_at, accepted_at)"
        " values (gen_random_uuid(), 'meeting_request', $1, 0, $2, $3, '<1@accord.example>', 'x',"
        " 'accepted', 1, now(), now(), now()) returning return_token, message_id",
        meeting_id,
        scene.health.person_id,
        scene.health.email,
    )
    return Invited(scene, scene.health, meeting_id, token, row[0], row[1])
