"""The figures that the worker keeps are those worked out anew, and only the partnership's."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest
import time_machine

from planning.chains.actions import move_next_date, record_clock_met
from planning.chains.rules import ClockKind
from planning.errors import Invalid, NotAllowed, NotFound
from planning.measures.actions import add_changes, rebuild_measures
from planning.measures.queries import choices, dashboard
from planning.measures.rules import Dashboard, Filters, Measured, Period, Shown, quarters
from planning.meetings.actions import approve_minutes
from planning.operations.actions import attach_children, create_operation
from planning.people.rules import Actor, Role
from planning.procedures.rules import MeetingKind
from planning.transactions import fetch_value, transaction, using
from service.jobs.measures import measure_jobs
from service.jobs.registry import JobContext
from tests.factories import NOW, make_actor
from tests.planning.operation_world import draft
from tests.scene import Scene, decided, make_scene

WHOLE = Filters()
QUARTER = quarters(date(2026, 1, 1), 1)
_CELLS = """
select month, team, kind, operation_id, measure, part, amount from measure_cell
order by month, team, kind, operation_id, measure, part
"""


@pytest.fixture
async def scene(committed: asyncpg.Pool, administrator: asyncpg.Connection) -> Scene:
    await administrator.execute(
        "truncate measure_due, measure_contribution, measure_cell, measure_set_aside;"
        " set session_replication_role = replica; delete from chain_entry;"
        " set session_replication_role = origin"
    )
    return await make_scene()


async def test_nothing_is_worked_out_where_nothing_changed(
    scene: Scene, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    with using(worker_pool):
        assert await add_changes(now=NOW) == 0
    assert await _cells(administrator) == []


async def _cells(administrator: asyncpg.Connection) -> list[tuple[object, ...]]:
    return [tuple(row) for row in await administrator.fetch(_CELLS)]


async def _work(worker_pool: asyncpg.Pool) -> None:
    (handler,) = measure_jobs().handlers
    await handler.run(b"", JobContext(worker_pool, asyncio.Event()))


async def _rebuilt(
    worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> list[tuple[object, ...]]:
    with using(worker_pool):
        await rebuild_measures(now=NOW)
    return await _cells(administrator)


async def _whatever_happens(scene: Scene, concern_id: UUID) -> None:
    now = datetime(2026, 3, 4, 12, tzinfo=UTC)
    await move_next_date(
        concern_id=concern_id,
        next_on=date(2026, 3, 31),
        reason="Nobody can come",
        actor=scene.scheduler,
        now=now,
        enqueue=scene.sent,
    )
    meeting_id = await scene.hold(concern_id, decided(), day=date(2026, 3, 9))
    later = datetime(2026, 3, 10, 12, tzinfo=UTC)
    await approve_minutes(meeting_id=meeting_id, actor=scene.chair, now=later, enqueue=scene.sent)
    await record_clock_met(
        concern_id=concern_id,
        clock=ClockKind.CONFERENCE,
        met_on=date(2026, 3, 10),
        actor=scene.scheduler,
        now=later,
    )


async def test_adding_what_changed_equals_working_all_out_anew(
    scene: Scene, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    one, two = await scene.concerns("NB-M-1", "NB-M-2")
    await scene.hold(one.id, scene.adjourned())
    await _work(worker_pool)
    before = await _cells(administrator)
    await _whatever_happens(scene, one.id)
    await scene.hold(two.id, decided())
    await _work(worker_pool)
    kept = await _cells(administrator)
    assert kept != before
    assert await _rebuilt(worker_pool, administrator) == kept
    await _work(worker_pool)
    assert await _cells(administrator) == kept


async def test_what_commits_while_figures_are_worked_out_is_not_lost(
    scene: Scene,
    worker_pool: asyncpg.Pool,
    committed: asyncpg.Pool,
    administrator: asyncpg.Connection,
) -> None:
    (one,) = await scene.concerns("NB-M-3")
    await scene.hold(one.id, scene.adjourned())

    async def again() -> None:
        for _ in range(20):
            with using(worker_pool):
                await add_changes(now=NOW, most=1)

    await asyncio.gather(again(), again(), _in(committed, scene, one.id))
    await _work(worker_pool)
    kept = await _cells(administrator)
    assert await _rebuilt(worker_pool, administrator) == kept


async def _in(pool: asyncpg.Pool, scene: Scene, concern_id: UUID) -> None:
    with using(pool):
        await _whatever_happens(scene, concern_id)


async def _told(actor: Actor, filters: Filters = WHOLE, period: Period = QUARTER) -> Dashboard:
    return await dashboard(period=period, filters=filters, actor=actor, now=NOW + timedelta(days=2))


def _share(told: Dashboard, key: Measured) -> tuple[Shown, Shown]:
    share = told.figure(key).shares[0]
    return share.count, share.of


@pytest.fixture
async def told_to(
    scene: Scene, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> Actor:
    """Somebody of the partnership, when seven children of the North and one of the South met."""
    concerns = await scene.concerns(*(f"NB-S-{n}-{uuid4()}"[:40] for n in range(8)))
    for concern in concerns:
        await scene.hold(concern.id, scene.adjourned(agency_id=None))
    south = concerns[-1].id
    await administrator.execute("update concern set team = 'South' where id = $1", south)
    await _work(worker_pool)
    return await make_actor(Role.PARTNERSHIP)


async def test_the_partnership_sees_figures_and_no_small_one(told_to: Actor) -> None:
    told = await _told(told_to)
    assert _share(told, Measured.REASONS) == (Shown(8), Shown(8))
    assert [(row.words, row.total) for row in told.figure(Measured.REPEATS).by_team] == [
        ("North", Shown()),
        ("South", Shown(few=True)),
    ]
    assert [row.words for row in told.figure(Measured.REPEATS).by_month] == ["March 2026"]
    assert told.figure(Measured.HOURS).hours == Shown(24)
    assert told.figure(Measured.DAYS).distribution is not None
    assert told.before(Measured.REASONS).total == Shown(0)
    assert (await choices(actor=told_to)).teams == ["North", "South"]


async def test_a_filter_shows_no_more_than_the_rows_do(told_to: Actor) -> None:
    team = await _told(told_to, Filters(team="South"))
    assert team.figure(Measured.REPEATS).total == Shown(few=True)
    assert team.figure(Measured.HOURS).hours == Shown()
    kind = await _told(told_to, Filters(kind=MeetingKind.INITIAL))
    assert _share(kind, Measured.REASONS) == (Shown(8), Shown(8))
    nowhere = await _told(told_to, Filters(team="Nowhere"))
    assert nowhere.figure(Measured.CONVENED).total == Shown(0)


async def test_figures_say_until_when_they_are_complete(
    scene: Scene, told_to: Actor, worker_pool: asyncpg.Pool
) -> None:
    assert (await _told(told_to)).as_of == NOW + timedelta(days=2)
    (late,) = await scene.concerns("NB-LATE")
    await scene.hold(late.id, decided())
    assert (await _told(told_to)).as_of == NOW


@pytest.mark.parametrize(
    ("filters", "period", "field"),
    [
        (Filters(team="North", kind=MeetingKind.INITIAL), QUARTER, "team"),
        (Filters(), Period(date(2026, 1, 2), date(2026, 3, 31)), "from_on"),
        (Filters(), Period(date(2026, 1, 1), date(2026, 3, 30)), "until_on"),
        (Filters(), Period(date(2026, 4, 1), date(2026, 3, 31)), "until_on"),
        (Filters(), quarters(date(2020, 1, 1), 9), "until_on"),
        (Filters(), quarters(date(2026, 4, 1), 1), "from_on"),
    ],
)
async def test_what_would_tell_of_few_is_refused(
    committed: asyncpg.Pool, filters: Filters, period: Period, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await _told(await make_actor(Role.PARTNERSHIP), filters, period)
    assert [blocker.field for blocker in refused.value.blockers] == [field]


@pytest.mark.parametrize("roles", [(Role.SENIOR_MANAGER,), (Role.ADMINISTRATOR, Role.AUDITOR)])
async def test_nobody_else_sees_figures(committed: asyncpg.Pool, roles: Sequence[Role]) -> None:
    actor = await make_actor(*roles)
    with pytest.raises(NotAllowed):
        await _told(actor)
    with pytest.raises(NotAllowed):
        await choices(actor=actor)
    async with committed.acquire() as connection, connection.transaction():
        await connection.execute(
            "select set_config('accord.actor', $1, true)", str(actor.person_id)
        )
        assert await connection.fetchval("select count(*) from measure_cell") == 0


async def test_an_operation_is_told_to_those_who_see_it(
    scene: Scene, worker_pool: asyncpg.Pool, administrator: asyncpg.Connection
) -> None:
    both = {Role.PARTNERSHIP, Role.OPERATION_LEAD, Role.SCHEDULER}
    lead = await make_actor(*both)
    concerns = await scene.concerns(*(f"NB-O-{n}" for n in range(7)))
    for concern in concerns:
        await scene.hold(concern.id, scene.adjourned())
    operation = await create_operation(draft=draft({}), actor=lead, now=NOW)
    await administrator.execute(
        "insert into membership (id, compartment_id, person_id, reason, granted_by, from_at)"
        " select gen_random_uuid(), compartment_id, $1, 'Attaches', $1, now() from concern"
        " where id = any($2)",
        lead.person_id,
        [concern.id for concern in concerns],
    )
    await attach_children(
        operation_id=operation.id,
        concern_ids=[concern.id for concern in concerns],
        reason="Named by a witness",
        actor=lead,
        now=NOW,
    )
    await _work(worker_pool)
    filters = Filters(operation_id=operation.id)
    assert _share(await _told(lead, filters), Measured.REASONS) == (Shown(7), Shown(7))
    rows = (await _told(lead)).figure(Measured.REASONS).by_operation
    assert [(row.key, row.total) for row in rows] == [(str(operation.id), Shown(7))]
    other = await make_actor(Role.PARTNERSHIP)
    assert (await _told(other)).figure(Measured.REASONS).by_operation == []
    with pytest.raises(NotFound):
        await _told(other, filters)
    ask = "select count(*) > 0 from measure_cell where operation_id is not null"
    for reader, reads in ((lead, True), (other, False)):
        async with transaction(reader.person_id):
            assert await fetch_value(ask) is reads
    kept = await _cells(administrator)
    assert await _rebuilt(worker_pool, administrator) == kept


async def test_only_the_worker_reads_the_facts(committed: asyncpg.Pool) -> None:
    for call in ("accord_measure_facts('{}')", "accord_measured_concerns(null, 1)"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await committed.fetch(f"select {call}")


async def test_time_alone_settles_what_was_due(told_to: Actor) -> None:
    with time_machine.travel(NOW, tick=False):
        soon = await _told(told_to)
    late = await dashboard(
        period=QUARTER, filters=Filters(), actor=told_to, now=NOW + timedelta(days=60)
    )
    told = [one.figure(Measured.MINUTES).parts for one in (soon, late)]
    assert [[cell.count for cell in parts] for parts in told] == [
        [Shown(0), Shown(0), Shown(8)],
        [Shown(0), Shown(8), Shown(0)],
    ]
