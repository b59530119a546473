"""People with addresses, and a table of mail that holds nothing of other tests."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from planning.outbox import Recipient
from planning.people.rules import Actor
from tests.conftest import TestDatabase
from tests.factories import make_actor

NOTHING = """
truncate mail_settling, mail_message, pgqueuer, pgqueuer_log;
delete from mail_server_state;
insert into mail_server_state (server) values ('ordinary'), ('cjsm');
"""


@pytest.fixture
async def no_mail(database: TestDatabase) -> AsyncIterator[None]:
    administrator = await asyncpg.connect(database.administrator)
    await administrator.execute(NOTHING)
    yield
    await administrator.execute(NOTHING)
    await administrator.close()


@pytest.fixture
async def sam(committed: asyncpg.Pool, no_mail: None) -> Actor:
    return await make_actor()


@pytest.fixture
def to_sam(sam: Actor) -> Recipient:
    return Recipient(sam.person_id, sam.email)
