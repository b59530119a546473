"""A report keeps what was known: it never changes, and late entries make another version."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from planning.errors import Invalid, NotAllowed, NotFound
from planning.measures.actions import add_changes, ask_for_report, make_reports
from planning.measures.queries import ReportSeen, dashboard, report, reports
from planning.measures.rules import Filters, Measured, quarters
from planning.measures.rules.reports import fingerprint_of
from planning.people.rules import Actor, Role
from planning.transactions import using
from tests.factories import make_actor
from tests.scene import Scene, decided, make_scene

QUARTER = date(2026, 1, 1)
BEFORE, AFTER = date(2026, 3, 31), date(2026, 5, 5)
NOW = datetime(2026, 5, 5, 9, 0, tzinfo=UTC)
LATE = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
async def scene(committed: asyncpg.Pool) -> Scene:
    return await make_scene()


@pytest.fixture
async def reader(committed: asyncpg.Pool) -> Actor:
    return await make_actor(Role.PARTNERSHIP)


async def asked(reader: Actor, known_on: date = AFTER) -> UUID:
    return await ask_for_report(quarter=QUARTER, known_on=known_on, actor=reader, now=NOW)


async def made(reader: Actor, worker_pool: asyncpg.Pool, known_on: date = AFTER) -> ReportSeen:
    report_id = await asked(reader, known_on)
    with using(worker_pool):
        await make_reports(now=NOW + timedelta(minutes=1))
    return await report(report_id=report_id, actor=reader)


async def held(scene: Scene, *references: str) -> None:
    """A meeting at which everything was decided; it is entered after the quarter."""
    concerns = await scene.concerns(*references)
    meeting_id = await scene.meet(*(one.id for one in concerns))
    await scene.come(meeting_id)
    for one in concerns:
        await scene.decide(meeting_id, one.id, decided())
    await scene.close(meeting_id, now=LATE)


async def test_a_report_tells_what_the_dashboard_tells_worked_out_anew(
    scene: Scene, reader: Actor, worker_pool: asyncpg.Pool
) -> None:
    await held(scene, *(f"NB-R-{number}" for number in range(7)))
    with using(worker_pool):
        while await add_changes(now=NOW):
            pass
    seen = await made(reader, worker_pool)
    shown = await dashboard(period=quarters(QUARTER, 1), filters=Filters(), actor=reader, now=NOW)
    assert seen.content
    assert seen.content.figures == shown.figures
    assert seen.content.figures_before == shown.figures_before
    assert seen.line.fingerprint == fingerprint_of(seen.content).hex()


async def test_what_was_recorded_later_makes_another_version_and_is_told(
    scene: Scene, reader: Actor, worker_pool: asyncpg.Pool
) -> None:
    await held(scene, *(f"NB-L-{number}" for number in range(7)))
    early = await made(reader, worker_pool, BEFORE)
    late = await made(reader, worker_pool, AFTER)
    again = await report(report_id=early.line.id, actor=reader)
    assert late.line.version == early.line.version + 1
    assert (again.content, again.line, again.superseded) == (early.content, early.line, True)
    assert late.changed
    assert late.content
    assert {one.measure for one in late.changed} >= {
        late.content.figure(Measured.REPEATS).measure.words
    }


async def test_versions_lie_weeks_apart_or_their_difference_would_tell_of_one_child(
    scene: Scene, reader: Actor, worker_pool: asyncpg.Pool
) -> None:
    seen = await made(reader, worker_pool)
    for near in (AFTER - timedelta(days=1), AFTER - timedelta(days=27)):
        with pytest.raises(Invalid, match="less than 28 days"):
            await asked(reader, near)
    again = await made(reader, worker_pool)
    assert (again.line.version > seen.line.version, again.changed) == (True, [])


async def test_nobody_changes_or_removes_a_report(
    scene: Scene, reader: Actor, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    seen = await made(reader, worker_pool)
    for act in ("update quarterly_report set version = 99", "delete from quarterly_report"):
        with pytest.raises(asyncpg.RestrictViolationError):
            await administrator.execute(f"{act} where id = $1", seen.line.id)
    with pytest.raises(asyncpg.RestrictViolationError):
        await administrator.execute("truncate quarterly_report")


async def test_a_report_that_waits_is_not_asked_for_twice_and_is_made_once(
    scene: Scene, reader: Actor, worker_pool: asyncpg.Pool
) -> None:
    first = await asked(reader)
    assert await asked(reader, BEFORE) == first
    waiting = await report(report_id=first, actor=reader)
    assert (waiting.content, waiting.changed, waiting.line.made_at) == (None, None, None)
    with using(worker_pool):
        assert await make_reports(now=NOW) == 1
        assert await make_reports(now=NOW) == 0


async def test_reports_are_for_the_partnership_alone(
    scene: Scene, reader: Actor, worker_pool: asyncpg.Pool
) -> None:
    seen = await made(reader, worker_pool)
    for other in (scene.manager, scene.chair):
        with pytest.raises(NotAllowed):
            await asked(other)
        with pytest.raises(NotAllowed):
            await reports(actor=other)
        with pytest.raises(NotAllowed):
            await report(report_id=seen.line.id, actor=other)
    with pytest.raises(NotFound):
        await report(report_id=uuid4(), actor=reader)


async def test_the_list_is_told_a_page_at_a_time_the_last_first(
    scene: Scene, reader: Actor, worker_pool: asyncpg.Pool
) -> None:
    await made(reader, worker_pool)
    last = await made(reader, worker_pool)
    one = await reports(actor=reader, limit=1)
    rest = await reports(actor=reader, cursor=one.next)
    assert len(one.items) == 1
    assert last.line.id in {line.id for line in (*one.items, *rest.items)}
    assert one.items[0].id not in {line.id for line in rest.items}


async def test_a_quarter_that_is_not_over_is_refused(scene: Scene, reader: Actor) -> None:
    with pytest.raises(Invalid):
        await ask_for_report(quarter=date(2026, 4, 1), known_on=AFTER, actor=reader, now=NOW)
