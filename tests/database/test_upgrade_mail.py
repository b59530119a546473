"""Mail that the version before channels had queued, or half sent, still arrives, and in order."""

from collections.abc import AsyncIterator
from datetime import timedelta

import asyncpg
import pytest

from planning.meetings.queries import meeting
from service.database.mirror import differences
from service.database.pool import open_pool
from tests.database.upgrading import Upgraded, in_use, upgrade
from tests.factories import NOW
from tests.faults.verdict import message_id_of
from tests.mail.delivering import deliver
from tests.mail.servers import Script, listening

LATER = NOW + timedelta(hours=1)


@pytest.fixture(scope="module")
async def database(server: str) -> AsyncIterator[Upgraded]:
    async with upgrade(server, "meetings", last="accord_0002_meetings") as upgraded:
        yield upgraded


@pytest.fixture
async def upgraded(database: Upgraded) -> AsyncIterator[Upgraded]:
    async with in_use(database.database):
        yield database


async def test_the_tables_are_those_of_a_fresh_database(upgraded: Upgraded) -> None:
    owner = await asyncpg.connect(upgraded.database.owner)
    assert await differences(owner) == []
    await owner.close()


async def test_every_meeting_can_be_opened_by_its_chair(upgraded: Upgraded) -> None:
    chair = await upgraded.actor("chair")
    for meeting_id in upgraded.left.meetings.values():
        assert (await meeting(meeting_id=meeting_id, actor=chair, now=LATER)).id == meeting_id


async def test_queued_and_half_sent_mail_is_delivered(upgraded: Upgraded) -> None:
    rows = upgraded.left.tables["mail_message"]
    sequences = {row["message_id"]: row["sequence"] for row in rows}
    waiting = {row["message_id"] for row in rows if row["state"] in {"queued", "attempting"}}
    script = Script()
    workers = await open_pool(upgraded.database.worker)
    async with listening(script) as port:
        await deliver(workers, port, at=LATER)
    await workers.close()
    arrived = [message_id_of(mail) for mail in script.taken]
    assert set(arrived) == waiting
    assert len(arrived) == len(waiting)
    people = {row["message_id"]: (row["subject_id"], row["recipient_id"]) for row in rows}
    for person in set(people.values()):
        theirs = [sequences[mail] for mail in arrived if people[mail] == person]
        assert theirs == sorted(theirs)
