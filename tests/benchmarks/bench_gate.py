"""The gate of a large operation: 20 agencies, 300 children, 500 resource lines; and of a tenth."""

from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median
from time import perf_counter
from typing import NamedTuple
from uuid import UUID

import msgspec

from planning import clock
from planning.capacity.actions import declare_capacity
from planning.capacity.rules.declaring import Declaration
from planning.concerns.actions import open_concerns
from planning.concerns.rules import NewChild, Opening
from planning.go_live.queries import gate_of
from planning.operations.actions import add_members, attach_children
from planning.operations.rules import Tier
from planning.people.rules import Actor, AgencyCategory, Role
from planning.plans.actions import add_resource
from planning.plans.actions.start import start_operation
from planning.plans.queries import plans_of
from planning.sign_offs.actions import sign, submit_for_sign_off
from planning.sign_offs.rules import Answer
from tests.benchmarks.lab import Lab, connected
from tests.benchmarks.registry import Figure, at_most, benchmark
from tests.factories import Sent, make_actor
from tests.planning.operation_world import draft, resource

AT_MOST, GROWTH = 50, 5
"""Milliseconds for the large one, and how many times a tenth of it that may be."""
TIMES = 20


class Size(NamedTuple):
    """How large an operation is."""

    agencies: int
    children: int
    lines: int


LARGE, SMALL = Size(20, 300, 500), Size(2, 30, 50)


@benchmark("gate")
async def gate(lab: Lab) -> list[Figure]:
    """Read through the walls by the lead, as its page and going live do."""
    async with connected(await lab.fresh("gate")):
        both = [await _operation(one) for one in (SMALL, LARGE)]
        small, large = [await _milliseconds(one) for one in both]
    return [
        at_most("gate: 20 agencies, 300 children, 500 lines", large, "ms", AT_MOST),
        at_most("gate: growth from a tenth of it", large / small, "times", GROWTH),
    ]


async def _milliseconds(found: tuple[UUID, Actor]) -> float:
    operation_id, lead = found
    taken = []
    for _ in range(TIMES):
        started = perf_counter()
        await gate_of(operation_id=operation_id, actor=lead, now=clock.now())
        taken.append((perf_counter() - started) * 1000)
    return median(taken)


async def _operation(size: Size) -> tuple[UUID, Actor]:
    """Submitted and signed by every agency but the lead's own."""
    now = clock.now()
    lead = await make_actor(Role.OPERATION_LEAD, Role.SCHEDULER, category=AgencyCategory.POLICE)
    signers = [await make_actor(signatory=True) for _ in range(size.agencies)]
    operation_id = await start_operation(
        draft=draft({one.agency_id: "Takes part" for one in signers}, planned_live_on=None),
        actor=lead,
        now=now,
    )
    await add_members(
        operation_id=operation_id,
        person_ids=[one.person_id for one in signers],
        tier=Tier.SAFEGUARDING,
        reason="Takes part",
        actor=lead,
        now=now,
    )
    for one in signers:
        await _declare(one, now)
    await _children(operation_id, size.children, lead, now)
    for row in await plans_of(operation_id=operation_id, actor=lead):
        for number in range(size.lines // 2):
            line = resource(
                signers[number % size.agencies].agency_id,
                from_on=clock.today(now),
                until_on=clock.today(now) + timedelta(weeks=26),
                type_key="social_workers",
            )
            await add_resource(plan_id=row.id, draft=line, actor=lead, now=now)
        submitted = await submit_for_sign_off(plan_id=row.id, actor=lead, now=now, enqueue=Sent())
        for one in signers:
            await sign(
                plan_version_id=submitted.version_id,
                answer=Answer.SIGNED,
                note="",
                conditions=[],
                actor=msgspec.structs.replace(one, reauthenticated_at=now),
                now=now,
            )
    return operation_id, lead


async def _declare(agency: Actor, now: datetime) -> None:
    """Less than the operation commits, so that every week of it is told of."""
    first = clock.today(now)
    have = Declaration("social_workers", first, first + timedelta(weeks=52), Decimal(1))
    await declare_capacity(lines=[have], actor=agency, now=now)


async def _children(operation_id: UUID, number: int, lead: Actor, now: datetime) -> None:
    manager = await make_actor(Role.SENIOR_MANAGER)
    for first in range(0, number, 30):
        opening = Opening(
            children=[NewChild(f"G-{first + one}", f"Child {first + one}") for one in range(30)],
            reason="Named in the operation",
            senior_manager_id=manager.person_id,
        )
        opened = await open_concerns(opening=opening, actor=lead, now=now)
        await attach_children(
            operation_id=operation_id,
            concern_ids=[one.id for one in opened],
            reason="Named",
            actor=lead,
            now=now,
        )
