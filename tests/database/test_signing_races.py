"""Two people who edit, sign, withdraw, submit and go live at the same moment.

`python -m tests.benchmarks gate_races` has two thousand of them meet.
"""

from random import Random

import asyncpg

from tests.conftest import TestDatabase
from tests.database.gate_racing import make_races


async def test_whoever_comes_second_finds_what_the_first_left(
    committed: asyncpg.Pool, database: TestDatabase
) -> None:
    races = await make_races(database.administrator, Random(6))
    await races.run(20)
    assert races.ended.total() == 20
    assert races.ended["submitted twice"] == 5
    assert committed.get_idle_size() == committed.get_size()
