"""A partnership that began with the foundation goes on where it was: nothing of it is lost."""

from collections.abc import AsyncIterator
from datetime import timedelta

import asyncpg
import msgspec
import pytest

from planning.chains.queries import chain_of
from planning.meetings.queries import meeting, minutes_of, record_of, work_of
from service.database.mirror import differences
from tests.database.upgrading import Upgraded, in_use, upgrade
from tests.factories import NOW

LATER = NOW + timedelta(days=10)
"""After everything in it happened: meetings in each state, and two at the same time."""


@pytest.fixture(scope="module")
async def database(server: str) -> AsyncIterator[Upgraded]:
    async with upgrade(server, "foundation", last="accord_0001_foundation") as upgraded:
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
    for name, meeting_id in upgraded.left.meetings.items():
        seen = await meeting(meeting_id=meeting_id, actor=chair, now=LATER)
        assert (name, seen.id) == (name, meeting_id)


async def test_what_was_written_of_a_running_meeting_is_still_there(upgraded: Upgraded) -> None:
    chair = await upgraded.actor("chair")
    meeting_id = upgraded.left.meetings["running"]
    record = await record_of(meeting_id=meeting_id, actor=chair, now=LATER)
    assert [item.texts[0].body for item in record.items] == ["Half written"]


async def test_approved_minutes_read_as_they_were_approved(upgraded: Upgraded) -> None:
    reader = await upgraded.actor("health")
    minutes = await minutes_of(
        meeting_id=upgraded.left.meetings["approved"], actor=reader, now=LATER
    )
    text = msgspec.json.encode(minutes).decode()
    for words in ("All agreed on confidentiality.", "Bruises seen", "I want to stay.", "Likely"):
        assert words in text


async def test_chains_and_work_are_what_they_were(upgraded: Upgraded) -> None:
    chair = await upgraded.actor("chair")
    chain = await chain_of(concern_id=upgraded.left.concerns[1], actor=chair, now=LATER)
    assert chain.state.run == 2
    work = await work_of(actor=chair, now=LATER)
    assert [line.id for line in work.to_approve] == [upgraded.left.meetings["closed"]]
