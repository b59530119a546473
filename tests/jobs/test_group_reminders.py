"""People are reminded of a group's meeting, which is about no child, as of any other."""

from datetime import date, datetime, time
from uuid import UUID

import asyncpg
import pytest

from planning.groups.rules import Group
from planning.meetings.rules.scheduling import LocalTimes
from planning.people.rules import Actor
from planning.reminders.rules.kinds import Kind
from tests.planning.group_world import Groups, make_groups, seat_everybody
from tests.planning.operation_world import make_world
from tests.reminding import at, candidates


@pytest.fixture
async def groups(committed: asyncpg.Pool) -> Groups:
    made = await make_groups(await make_world())
    await seat_everybody(made)
    return made


async def told(pool: asyncpg.Pool, moment: datetime, actor: Actor) -> set[tuple[Kind, UUID]]:
    """What may be due to be told somebody."""
    return {(one.kind, one.subject_id) for one in await candidates(pool, moment, actor)}


async def test_an_invitation_is_told_after_a_day(groups: Groups, worker_pool: asyncpg.Pool) -> None:
    far = LocalTimes(date(2026, 3, 12), time(10), time(11))
    meeting_id = (await groups.convene(Group.STRATEGIC, times=far)).meeting_id
    assert await told(worker_pool, at(4, 14), groups.seniors[0]) == {(Kind.ANSWER, meeting_id)}


async def test_a_follow_up_is_told_until_the_group_is_convened_again(
    groups: Groups, worker_pool: asyncpg.Pool
) -> None:
    held = await groups.hold(Group.INVESTIGATION, absent=groups.seniors[:1])
    owed = (Kind.FOLLOW_UP, held)
    assert owed in await told(worker_pool, at(5, 10), groups.chair)
    again = LocalTimes(date(2026, 3, 12), time(10), time(11))
    await groups.convene(Group.INVESTIGATION, times=again)
    assert owed not in await told(worker_pool, at(5, 10), groups.chair)
