"""Four eyes: whoever changed last may not sign, in the rules and in the database."""

from uuid import UUID

import asyncpg
import pytest

from planning.errors import Blocked
from planning.operations.rules import Tier
from planning.people.rules import Actor, Role
from planning.plans.actions import change_resource, change_role, edit_section
from planning.plans.rules.templates import FieldKind, PlanKind
from planning.transactions import Connection
from tests.database.past_our_actions import as_, put
from tests.factories import NOW, make_actor
from tests.planning.operation_world import (
    World,
    resource,
    role_draft,
    sign_as,
    submitted_world,
)

pytestmark = pytest.mark.usefixtures("rolled_back")


async def change(world: World, what: str, actor: Actor) -> None:
    """Something material: health's line, a role of the police, or what every agency signs."""
    seen = await world.seen()
    if what == "line":
        (line,) = seen.resources
        draft = resource(line.agency_id, committed=line.committed - 1)
        await change_resource(
            resource_id=line.id, draft=draft, version=line.version, actor=actor, now=NOW
        )
    elif what == "role":
        role = next(one for one in seen.roles if one.agency_id == world.lead.agency_id)
        await change_role(
            role_id=role.id,
            draft=role_draft(role, responsibilities=role.responsibilities + " and more"),
            version=role.version,
            actor=actor,
            now=NOW,
        )
    else:
        await _change_shared(world, actor)


async def _change_shared(world: World, actor: Actor) -> None:
    one, field = next(
        (one, field)
        for one in (await world.seen()).sections
        if one.section.tier is Tier.SAFEGUARDING
        for field in one.section.fields
        if field.material and field.kind is FieldKind.TEXT
    )
    await edit_section(
        plan_id=world.contingency,
        key=one.section.key,
        content={**one.content, field.key: f"As agreed, {one.version} times"},
        version=one.version,
        actor=actor,
        now=NOW,
    )


@pytest.mark.parametrize(
    ("changes", "may_sign"),
    [
        ([("line", "health"), ("line", "lead")], {"health", "police"}),
        ([("shared", "health"), ("shared", "lead")], {"health", "police"}),
        ([("line", "health")], {"police"}),
        ([("line", "health"), ("shared", "lead")], {"police"}),
        ([("shared", "health"), ("line", "lead")], {"police"}),
        ([("role", "police"), ("shared", "lead")], {"health"}),
        ([("shared", "police"), ("shared", "health")], {"police"}),
        ([("line", "health"), ("role", "police")], set()),
    ],
)
async def test_the_last_of_each_kind_may_not_sign_and_earlier_editors_may(
    rolled_back: Connection, changes: list[tuple[str, str]], may_sign: set[str]
) -> None:
    world, _ = await submitted_world()
    people = {"lead": world.lead, "health": world.health, "police": world.police}
    for what, who in changes:
        await change(world, what, people[who])
    version_id = await world.submit()
    for who in ("health", "police"):
        assert await _can(rolled_back, world, people[who]) == (who in may_sign)
        if who in may_sign:
            await sign_as(people[who], version_id)
        else:
            with pytest.raises(Blocked, match="You made the last change"):
                await sign_as(people[who], version_id)


async def _can(rolled_back: Connection, world: World, actor: Actor) -> bool:
    """Whether the database takes a signature past our actions, which is then undone."""
    attempt = rolled_back.transaction()
    await attempt.start()
    try:
        await put(rolled_back, world, actor, PlanKind.CONTINGENCY, number=2)
    except asyncpg.IntegrityConstraintViolationError:
        return False
    finally:
        await attempt.rollback()
    return True


async def test_a_line_that_changes_agency_was_changed_in_both_schedules(
    rolled_back: Connection,
) -> None:
    world, _ = await submitted_world()
    (line,) = (await world.seen()).resources
    await change_resource(
        resource_id=line.id,
        draft=resource(world.lead.agency_id),
        version=line.version,
        actor=world.lead,
        now=NOW,
    )
    await world.submit()
    kept = await rolled_back.fetch(
        "select agency_id, editor_id from plan_version_schedule s"
        " join plan_version v on v.id = s.plan_version_id where v.plan_id = $1 and v.number = 2",
        world.contingency,
    )
    editors: dict[UUID, UUID] = {row["agency_id"]: row["editor_id"] for row in kept}
    assert editors == {
        world.lead.agency_id: world.lead.person_id,
        world.health.agency_id: world.lead.person_id,
    }


@pytest.mark.parametrize(
    ("sql", "number"),
    [
        ("update signatory set until_on = '2026-03-02' where person_id = $1", 1),
        ("update signatory set from_on = '2026-03-04' where person_id = $1", 1),
        ("select $1::uuid", 2),
    ],
)
async def test_the_database_refuses_who_is_not_on_the_list_today_and_an_old_version(
    rolled_back: Connection, sql: str, number: int
) -> None:
    world, _ = await submitted_world()
    if number == 2:
        await change(world, "line", world.lead)
        await world.submit()
    await as_(rolled_back, await make_actor(Role.ADMINISTRATOR), sql, world.health.person_id)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await put(rolled_back, world, world.health, PlanKind.CONTINGENCY, number=1)
    assert refused.value.constraint_name == "guard_sign_off"


async def test_the_database_refuses_a_signature_of_the_submitter_but_takes_a_question(
    rolled_back: Connection,
) -> None:
    world, _ = await submitted_world()
    await as_(
        rolled_back, await make_actor(Role.ADMINISTRATOR),
        "insert into signatory (id, agency_id, person_id, from_on)"
        " values (gen_random_uuid(), $1, $2, '2026-01-01')",
        world.lead.agency_id, world.lead.person_id,
    )  # fmt: skip
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await put(rolled_back, world, world.lead, PlanKind.VICTIM_SUPPORT)
    assert refused.value.constraint_name == "guard_sign_off"
    await put(rolled_back, world, world.lead, PlanKind.VICTIM_SUPPORT, answer="asked")


async def test_the_database_refuses_fingerprints_that_are_not_the_versions(
    rolled_back: Connection,
) -> None:
    world, _ = await submitted_world()
    await put(rolled_back, world, world.health, PlanKind.CONTINGENCY)
    copied = (
        "insert into sign_off select (jsonb_populate_record(s, jsonb_build_object("
        "'id', gen_random_uuid(), $1::text, 'other'))).* from sign_off s limit 1"
    )
    for column in ("shared_fingerprint", "schedule_fingerprint"):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
            await as_(rolled_back, world.health, copied, column)
        assert refused.value.constraint_name == "guard_sign_off"
