"""Capacity of nine agencies over a year, drawn on by fifty operations that the reader is in."""

import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from statistics import median
from uuid import UUID, uuid4

from planning import clock
from planning.capacity.actions import declare_capacity
from planning.capacity.queries import agency_capacity, operation_capacity, over_commitments
from planning.capacity.queries.boards import WEEKS
from planning.capacity.rules.declaring import Declaration
from planning.people.rules import Actor, AgencyCategory, Role
from planning.plans.actions.start import start_operation
from planning.plans.queries import plans_of
from planning.plans.queries.resource_types import resource_types
from planning.transactions import execute, to_json, transaction
from tests.benchmarks.lab import Lab, connected
from tests.benchmarks.registry import Figure, at_most, benchmark, told
from tests.factories import make_actor
from tests.planning.operation_world import draft

SMALL, LARGE = 5, 50
LINES = 40
"""Resource lines of each operation."""
MILLISECONDS, GROWTH = 300, 10
TURNS = 9

_LINES = """
insert into plan_resource (id, compartment_id, plan_id, agency_id, type_key, kind, unit, requested,
    committed, phase, funding, from_on, until_on, edited_by, edited_at, version, status)
select t.id, p.compartment_id, p.id, t.agency_id, t.type_key, t.type_key, 'people', t.requested,
       t.committed, 'during', '', t.from_on, t.until_on, $2, $3, 1, 'committed'
from jsonb_to_recordset($1::jsonb) as t (id uuid, plan_id uuid, agency_id uuid, type_key text,
    requested numeric, committed numeric, from_on date, until_on date)
join plan p on p.id = t.plan_id
"""


@benchmark("capacity")
async def capacity(lab: Lab) -> list[Figure]:
    """Median milliseconds of each view, the larger with ten times the operations."""
    small = await _times(lab, SMALL)
    large = await _times(lab, LARGE)
    return [
        *(
            at_most(
                f"capacity, {LARGE} operations, {WEEKS} weeks: {name}", took, "ms", MILLISECONDS
            )
            for name, took in large.items()
        ),
        *(
            at_most(f"capacity: growth at ten times: {name}", took / small[name], "times", GROWTH)
            for name, took in large.items()
        ),
        *(
            told(f"capacity, {SMALL} operations: {name}", took, "ms")
            for name, took in small.items()
        ),
    ]


async def _times(lab: Lab, operations: int) -> dict[str, float]:
    now = clock.now()
    async with connected(await lab.fresh(f"capacity_{operations}")):
        agencies = [
            await make_actor(Role.OPERATION_LEAD, category=category, signatory=True)
            for category in AgencyCategory
        ]
        lead = agencies[0]
        for agency in agencies:
            await _declare(agency, now)
        drawn = Random(operations)
        made = [await _operation(lead, agencies, drawn, now) for _ in range(operations)]
        one = made[0]

        async def gate() -> object:
            async with transaction(lead.person_id):
                return await over_commitments(one)

        return {
            "an agency’s year": await _median(lambda: agency_capacity(actor=lead, now=now)),
            "an operation’s year": await _median(
                lambda: operation_capacity(operation_id=one, actor=lead, now=now)
            ),
            "what the gate asks": await _median(gate),
        }


async def _median(view: Callable[[], Awaitable[object]]) -> float:
    took = []
    for _ in range(TURNS):
        started = time.perf_counter()
        await view()
        took.append((time.perf_counter() - started) * 1000)
    return median(took[1:])


async def _declare(agency: Actor, now: datetime) -> None:
    first = clock.today(now)
    last = first + timedelta(weeks=WEEKS)
    types = [one for one in await resource_types(actor=agency) if one.key not in {"other", "money"}]
    lines = [Declaration(one.key, first, last, Decimal(20)) for one in types]
    await declare_capacity(lines=lines, actor=agency, now=now)


async def _operation(lead: Actor, agencies: list[Actor], drawn: Random, now: datetime) -> UUID:
    required = {one.agency_id: "Takes part" for one in agencies}
    planned = draft(required, planned_live_on=clock.today(now))
    operation_id = await start_operation(draft=planned, actor=lead, now=now)
    plan_id = (await plans_of(operation_id=operation_id, actor=lead))[0].id
    types = [one.key for one in await resource_types(actor=lead) if one.key != "other"]
    today = clock.today(now)
    rows = []
    for _ in range(LINES):
        first = today + timedelta(days=drawn.randrange(60))
        committed = drawn.randint(0, 3)
        rows.append(
            {
                "id": uuid4(),
                "plan_id": plan_id,
                "agency_id": drawn.choice(agencies).agency_id,
                "type_key": drawn.choice(types),
                "requested": committed + (drawn.random() < 0.2),
                "committed": committed,
                "from_on": first,
                "until_on": first + timedelta(days=drawn.randrange(30, 300)),
            }
        )
    async with transaction(lead.person_id):
        await execute(_LINES, to_json(rows), lead.person_id, now)
    return operation_id
