"""An ordinary year beside the operation: enough to draw figures from, seen by one person."""

from collections.abc import AsyncIterator, Iterator
from datetime import date

import asyncpg
import pytest

from planning import clock
from planning.measures.queries import dashboard
from planning.measures.rules import Filters, Measured, last_whole_quarter
from planning.people.queries import actor_of
from planning.procedures.actions import install_shipped_profile
from planning.transactions import fetch_value, transaction, use_connections
from service.database.pool import open_pool
from service.demo.cast import DOMAIN
from service.demo.stage import at, no_mail, set_stage
from service.demo.year import add_year, count_year
from service.demo.year_plot import year_of
from tests.conftest import fresh_database

_FIGURES = """
select (select count(*) from concern where closed_at is null) as open,
       (select count(*) from strategy_meeting
        where state <> 'final' or final_at > now()) as running,
       (select count(*) from chain_state where run > 0) as undecided,
       (select count(distinct person_id) from membership) as people_who_see_it,
       (select count(*) from person p join credential c on c.person_id = p.id) as accounts
"""


@pytest.fixture(scope="module")
async def loaded(server: str) -> AsyncIterator[tuple[asyncpg.Pool, str]]:
    async with fresh_database(server, "demo_year") as urls:
        pool = await open_pool(urls.app, maximum=2)
        use_connections(pool)
        days, _ = year_of(clock.today(clock.now()))
        await install_shipped_profile(now=at(days[0], 8))
        await set_stage(enqueue=no_mail, now=at(days[0], 8))
        await add_year(urls.administrator, now=clock.now())
        worker = await open_pool(urls.worker, maximum=2)
        use_connections(worker)
        await count_year(now=clock.now())
        await worker.close()
        use_connections(None)
        yield pool, urls.administrator
        await pool.close()


@pytest.fixture
def year(loaded: tuple[asyncpg.Pool, str]) -> Iterator[str]:
    use_connections(loaded[0])
    yield loaded[1]
    use_connections(None)


async def test_all_of_it_is_done_and_one_person_sees_it(year: str) -> None:
    administrator = await asyncpg.connect(year)
    figures = await administrator.fetchrow(_FIGURES)
    await administrator.close()
    assert dict(figures) == {
        "open": 0, "running": 0, "undecided": 0, "people_who_see_it": 1, "accounts": 1
    }  # fmt: skip


async def test_the_partnership_has_figures_to_look_at(year: str) -> None:
    async with transaction(None):
        email = f"partnership@{DOMAIN}"
        reader = await actor_of(await fetch_value("select id from person where email = $1", email))
    now = clock.now()
    seen = await dashboard(
        period=last_whole_quarter(clock.today(now)), filters=Filters(), actor=reader, now=now
    )
    repeats = seen.figure(Measured.REPEATS)
    told = (Measured.REPEATS, Measured.CONVENED, Measured.MINUTES, Measured.CONFERENCES)
    shown = [share for key in told for share in seen.figure(key).shares[:1]]
    assert [share.key for share in shown if share.per_cent is None] == []
    assert len([row for row in repeats.by_team if row.total.value]) == 4
    distribution = seen.figure(Measured.DAYS).distribution
    assert distribution is not None
    assert distribution.survival


@pytest.mark.parametrize(
    "today", [date(2026, 10, 1), date(2026, 11, 23), date(2027, 1, 4), date(2028, 2, 29)]
)
def test_it_is_a_year_whenever_the_demo_is_started(today: date) -> None:
    days, stories = year_of(today)
    sittings = [one for story in stories for one in story.sittings]
    repeats = sum(one.outcome == "adjourned_no_decision" for one in sittings)
    assert 220 <= len(stories) <= 350
    assert 450 <= len(sittings) <= 700
    assert 0.2 <= repeats / len(sittings) <= 0.27
    assert max(one.approved for one in sittings) < len(days)
    assert days[-1] < today
