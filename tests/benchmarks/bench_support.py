"""Victim support of a large operation: the lead's list, a key worker's phone, the gate's counts."""

import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from statistics import median
from uuid import UUID

from planning import clock
from planning.concerns.actions import open_concerns
from planning.concerns.rules import NewChild, Opening
from planning.operations.actions import attach_children
from planning.operations.queries import operation_children
from planning.people.rules import Actor, AgencyCategory, Role
from planning.plans.actions import start_operation
from planning.support.actions import assign_key_worker
from planning.support.queries import child_plan, support_owed, support_standing, supported_children
from planning.support.rules.posts import Post
from planning.transactions import execute, transaction
from tests.benchmarks.lab import Lab, connected
from tests.benchmarks.registry import Figure, at_most, benchmark, told
from tests.factories import Sent, make_actor, make_agency
from tests.planning.operation_world import draft

SMALL, LARGE = 30, 300
EACH = 10
"""Children of one key worker."""
AT_ONCE = 100
CONTACTS = 60
"""Of each child: most of a year, at more than one a week."""
MILLISECONDS, GATE_MILLISECONDS = 100, 10
TURNS = 11

_CONTACTS = """
insert into child_contact (id, compartment_id, concern_compartment_id, child_plan_id, happened_on,
                           kind, seen, note, made_by, made_at)
select gen_random_uuid(), p.compartment_id, p.concern_compartment_id, p.id, $2::date - n * 5,
       'phone', false, 'Rang after school', $1, $3
from child_plan p cross join generate_series(0, $4 - 1) as n
"""


@benchmark("support")
async def support(lab: Lab) -> list[Figure]:
    """Median milliseconds with 300 children who have 60 contacts each, and growth from 30."""
    small, large = await _times(lab, SMALL), await _times(lab, LARGE)
    listed, gate = "the lead’s list", "the gate’s counts"
    return [
        at_most(f"support, {LARGE} children: {listed}", large[listed], "ms", MILLISECONDS),
        at_most(f"support, {LARGE} children: {gate}", large[gate], "ms", GATE_MILLISECONDS),
        *(
            told(f"support, {LARGE} children: {name}", large[name], "ms")
            for name in large
            if name not in {listed, gate}
        ),
        *(
            told(f"support: growth of {name} at ten times", large[name] / small[name], "times")
            for name in large
        ),
    ]


async def _times(lab: Lab, children: int) -> dict[str, float]:
    name, now = f"bench_support_{children}", clock.now()
    url = await lab.fresh(name)
    async with connected(url, maximum=1):
        manager, worker, operation_id, child_id = await _operation(children, now)
    async with connected(lab.server.url("postgres", name)) as administrator:
        await administrator.execute("analyze")
    async with connected(url, maximum=1):
        today = clock.today(now)

        async def standing() -> object:
            async with transaction(manager.person_id):
                return await support_standing(operation_id, today=today)

        asked: dict[str, Callable[[], Awaitable[object]]] = {
            "the lead’s list": lambda: supported_children(
                operation_id=operation_id, actor=manager, now=now
            ),
            "the gate’s counts": standing,
            "a key worker’s work": lambda: support_owed(actor=worker, now=now),
            "a child’s plan": lambda: child_plan(child_id=child_id, actor=worker, now=now),
        }
        return {name: await _median(ask) for name, ask in asked.items()}


async def _median(ask: Callable[[], Awaitable[object]]) -> float:
    times = []
    for _ in range(TURNS):
        started = time.perf_counter()
        await ask()
        times.append((time.perf_counter() - started) * 1000)
    return median(times)


async def _operation(children: int, now: datetime) -> tuple[Actor, Actor, UUID, UUID]:
    agency_id = await make_agency(AgencyCategory.SOCIAL_CARE)
    manager = await make_actor(
        Role.SCHEDULER, Role.SENIOR_MANAGER, Role.OPERATION_LEAD, agency_id=agency_id
    )
    operation_id = await start_operation(
        draft=draft(
            {},
            victims_known=0,
            victims_suspected=0,
            victims_planning=0,
            covert=False,
            planned_live_on=None,
        ),
        actor=manager,
        now=now - timedelta(days=300),
    )
    await _attach(operation_id, children, manager, now - timedelta(days=300))
    attached = await operation_children(operation_id=operation_id, actor=manager, now=now)
    workers = await _assign(operation_id, [one.id for one in attached], manager, now)
    async with transaction(manager.person_id):
        await execute(_CONTACTS, manager.person_id, clock.today(now), now, CONTACTS)
    return manager, workers[0], operation_id, attached[0].id


async def _attach(operation_id: UUID, children: int, manager: Actor, at: datetime) -> None:
    for first in range(0, children, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, children))
        opened = await open_concerns(
            opening=Opening(
                children=[NewChild(f"N-{number}", f"Child {number:04}") for number in numbers],
                reason="Synthetic",
                senior_manager_id=manager.person_id,
            ),
            actor=manager,
            now=at,
        )
        await attach_children(
            operation_id=operation_id,
            concern_ids=[one.id for one in opened],
            reason="Named",
            actor=manager,
            now=at,
        )


async def _assign(
    operation_id: UUID, child_ids: list[UUID], manager: Actor, now: datetime
) -> list[Actor]:
    workers = []
    for first in range(0, len(child_ids), EACH):
        workers.append(await make_actor(category=AgencyCategory.VOLUNTARY))
        await assign_key_worker(
            operation_id=operation_id,
            child_ids=child_ids[first : first + EACH],
            post=Post.WORKER,
            person_id=workers[-1].person_id,
            reason="Has room",
            actor=manager,
            now=now - timedelta(days=200),
            enqueue=Sent(),
        )
    return workers
