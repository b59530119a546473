"""Evidence written by direct SQL as accord_app, past our actions."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from planning.people.rules import Actor
from planning.plans.actions import change_resource
from planning.plans.rules.templates import PlanKind
from planning.transactions import Connection, fetch_value, transaction
from tests.factories import NOW
from tests.planning.operation_world import World, resource

SIGN = """
insert into sign_off (id, compartment_id, plan_id, plan_version_id, agency_id, person_id, answer,
    note, shared_fingerprint, schedule_fingerprint, answered_at)
select $1, v.compartment_id, v.plan_id, v.id, s.agency_id, $2, $3, 'said', v.shared_fingerprint,
       s.fingerprint, $4
from plan_version v join plan_version_schedule s on s.plan_version_id = v.id and s.agency_id = $5
where v.plan_id = $6 and v.number = $7
"""
RECORD = """
insert into go_live_record (id, compartment_id, operation_id, route, reason, gate_lines,
    recorded_by, recorded_at, sign_off_due_on)
select gen_random_uuid(), compartment_id, id, $2, 'because', '[{"key": "all", "met": true}]', $3,
       $4, '2026-03-05'
from operation where id = $1
"""
LIVE = "update operation set state = 'live', live_at = $2 where id = $1"


async def as_(rolled_back: Connection, actor: Actor, sql: str, *arguments: object) -> str:
    """Direct SQL as accord_app on behalf of an actor; alone, so that a refusal harms nothing."""
    async with rolled_back.transaction():
        await rolled_back.execute(
            "select set_config('accord.actor', $1, true)", str(actor.person_id)
        )
        return str(await rolled_back.execute(sql, *arguments))


async def put(
    rolled_back: Connection,
    world: World,
    actor: Actor,
    kind: PlanKind,
    *,
    answer: str = "signed",
    number: int = 1,
    minute: int = 1,
) -> UUID:
    """An answer written past our actions."""
    sign_off_id = uuid4()
    await as_(
        rolled_back, actor, SIGN, sign_off_id, actor.person_id, answer,
        NOW + timedelta(minutes=minute), actor.agency_id, world.plan_ids[kind], number,
    )  # fmt: skip
    return sign_off_id


async def put_all(rolled_back: Connection, world: World, number: int = 1) -> list[UUID]:
    return [
        await put(
            rolled_back, world, actor, kind,
            number=number if kind is PlanKind.CONTINGENCY else 1,
        )
        for actor in (world.police, world.health)
        for kind in PlanKind
    ]  # fmt: skip


async def withdraw(rolled_back: Connection, actor: Actor, sign_off_id: UUID) -> None:
    await as_(
        rolled_back, actor,
        "insert into sign_off_withdrawal select id, compartment_id, 'no', $2, $3"
        " from sign_off where id = $1 on conflict do nothing",
        sign_off_id, actor.person_id, NOW,
    )  # fmt: skip


async def block(rolled_back: Connection, world: World, person: Actor) -> None:
    await as_(
        rolled_back, world.lead,
        "insert into conflict_block select gen_random_uuid(), compartment_id, $2, 'kin', $3, $4"
        " from operation where id = $1",
        world.operation_id, person.person_id, world.lead.person_id, NOW,
    )  # fmt: skip


async def signed(world: World, actor: Actor | None = None) -> bool:
    async with transaction((actor or world.lead).person_id):
        return bool(await fetch_value("select accord_signed_by_all($1)", world.operation_id))


async def record(rolled_back: Connection, world: World, route: str) -> None:
    await as_(rolled_back, world.lead, RECORD, world.operation_id, route, world.lead.person_id, NOW)


async def change_line(world: World, committed: str) -> None:
    (line,) = (await world.seen()).resources
    await change_resource(
        resource_id=line.id,
        draft=resource(line.agency_id, committed=Decimal(committed)),
        version=line.version,
        actor=world.lead,
        now=NOW,
    )
