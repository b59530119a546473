"""Chains that the version before drift's measures left say the same afterwards, and go on."""

from collections.abc import AsyncIterator
from datetime import date, timedelta

import asyncpg
import pytest

from planning.chains.actions import rebuild_chains
from planning.chains.queries import ChainSeen, chain_of, undecided_chains
from planning.chains.rules import Alert
from planning.escalations.queries import waiting_for
from planning.meetings.queries import meeting
from planning.people.rules import Actor
from planning.transactions import using
from service.database.migrate import chains_missing
from service.database.mirror import differences
from service.database.pool import open_pool
from tests.database.upgrading import Upgraded, in_use, upgrade
from tests.factories import NOW

LATER = NOW + timedelta(days=15)
"""Wednesday 18 March, after everything in it happened."""


@pytest.fixture(scope="module")
async def database(server: str) -> AsyncIterator[Upgraded]:
    async with upgrade(server, "mail", last="accord_0003_mail") as upgraded:
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


async def test_each_chain_is_what_its_meetings_made_it(upgraded: Upgraded) -> None:
    manager = await upgraded.actor("manager")
    chains = [await _chain(upgraded, place, manager) for place in range(4)]
    assert [(seen.state.meetings, seen.state.run, seen.state.alert) for seen in chains] == [
        (2, 2, Alert.RED),
        (2, 1, Alert.AMBER),
        (4, 0, Alert.NONE),
        (1, 0, Alert.NONE),
    ]
    assert {entry.meeting_id for entry in chains[2].entries} == {
        upgraded.left.meetings[f"decided_{number}"] for number in (1, 2, 3, 4)
    }


async def test_what_moved_and_who_was_asked_is_still_told(upgraded: Upgraded) -> None:
    manager = await upgraded.actor("manager")
    handed = await _chain(upgraded, 1, manager)
    assert handed.entries[0].moved_to == [date(2026, 3, 16)]
    waiting = await waiting_for(actor=manager)
    assert [line.concern_id for line in waiting] == [upgraded.left.concerns[0]]
    answered = (await _chain(upgraded, 2, manager)).escalations
    assert [found.child_safe_meanwhile for found in answered] == ["With her aunt"]


async def test_the_list_of_undecided_chains_is_full_once_the_worker_has_started(
    upgraded: Upgraded,
) -> None:
    manager = await upgraded.actor("manager")
    owner = upgraded.database.owner
    assert await chains_missing(owner)
    pool = await open_pool(upgraded.database.worker)
    with using(pool):
        await rebuild_chains(now=LATER, every=False)
    await pool.close()
    assert not await chains_missing(owner)
    page = await undecided_chains(actor=manager, now=LATER)
    red, handed, _, _, sibling, _ = upgraded.left.concerns
    assert {line.concern_id for line in page.items} == {red, handed, sibling}


async def _chain(upgraded: Upgraded, place: int, actor: Actor) -> ChainSeen:
    return await chain_of(concern_id=upgraded.left.concerns[place], actor=actor, now=LATER)
