"""What is signed, past our acts: not another text, not a date to come, not a greater figure."""

from datetime import timedelta
from decimal import Decimal
from random import Random

import asyncpg
import pytest

from planning.people.rules import Role
from planning.plans.actions import edit_section
from planning.plans.actions.templates import install_shipped_templates
from planning.plans.rules.templates import FieldKind, PlanKind
from planning.plans.rules.values import fold, plain_decimal
from planning.transactions import Connection, execute, fetch_value, transaction
from tests.database.past_our_actions import SIGN, as_, put_all, signed
from tests.database.test_operation_hands import kept_off
from tests.factories import NOW, make_actor
from tests.planning.operation_world import World, submitted_world
from tests.planning.support_world import make_support

AGAIN = """
insert into plan_version (id, compartment_id, plan_id, number, content, shared_fingerprint,
    material_editor_ids, last_editor_id, shared_editor_id, submitted_by, submitted_at)
select gen_random_uuid(), v.compartment_id, v.plan_id, v.number + 1,
       jsonb_build_object('sections', (select jsonb_object_agg(s.key, s.content)
           from plan_section s where s.plan_id = p.id and s.compartment_id = p.compartment_id)),
       v.shared_fingerprint, '{}', p.last_editor_id, p.shared_editor_id, accord_actor(), $2
from plan_version v join plan p on p.id = v.plan_id where v.plan_id = $1
order by v.number desc limit 1
"""
TERMS = """
insert into plan_version_schedule
    (plan_version_id, agency_id, compartment_id, content, fingerprint, editor_id)
select (select id from plan_version where plan_id = $1 order by number desc limit 1),
       c.agency_id, c.compartment_id, replace(c.content::text, $3, $4)::jsonb, c.fingerprint,
       (p.schedule_editor_ids ->> c.agency_id::text)::uuid
from plan_version_schedule c join plan_version v on v.id = c.plan_version_id and v.number = 1
join plan p on p.id = v.plan_id where v.plan_id = $1 and c.agency_id = $2
"""
SURGE = """
insert into surge_confirmation (id, compartment_id, operation_id, category, victims_planning,
    meetings_forecast, how, confirmed_by, confirmed_at)
select gen_random_uuid(), compartment_id, id, 'police', $2, ($2 * 90 + 26) / 27, 'Rooms',
       accord_actor(), now()
from operation where id = $1
"""
TEMPLATE = """
insert into plan_template (id, kind, number, content, state, note, made_by, made_at, version)
select gen_random_uuid(), kind, 9, content, 'draft', '', accord_actor(), now(), 1
from plan_template where kind = 'contingency' and number = 1
"""
REFERENCE = {
    "a template": TEMPLATE,
    "a draft changed": "update plan_template set note = 'Mine' where state = 'draft'",
    "a draft taken back": "delete from plan_template where state = 'draft'",
    "a type": "insert into resource_type (key, words, unit, per)"
    " values ('mine', 'Mine', 'people', 'week')",
    "a type in other words": "update resource_type set words = concat(words, '!')",
}
AHEAD = NOW + timedelta(days=4000)
pytestmark = pytest.mark.usefixtures("rolled_back")


@pytest.fixture
async def world() -> World:
    world, _ = await submitted_world()
    return world


async def written(world: World, text: str, *, material: bool = True) -> None:
    """In a text of the contingency plan that every agency signs, or in one that nobody does."""
    seen = await world.seen()
    one, field = next(
        (one, field)
        for one in seen.sections
        for field in one.section.fields
        if field.kind is FieldKind.TEXT and field.material is material
    )
    await edit_section(
        plan_id=seen.id,
        key=one.section.key,
        content={**one.content, field.key: text},
        version=one.version,
        actor=world.lead,
        now=NOW,
    )


async def again(connection: Connection, world: World, text: str, *, material: bool = True) -> str:
    """The text submitted by the lead past our acts, under the fingerprint of the last version."""
    await written(world, text, material=material)
    return await as_(connection, world.lead, AGAIN, world.contingency, NOW)


async def test_a_fingerprint_is_of_one_text_for_good(world: World, rolled_back: Connection) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="of another text"):
        await again(rolled_back, world, "The covert phase goes on whatever happens")


async def test_a_signature_of_another_text_does_not_stand(
    world: World, rolled_back: Connection
) -> None:
    await put_all(rolled_back, world)
    assert await signed(world)
    await written(world, "Arrests come first")
    await world.submit()
    assert not await signed(world)


async def test_what_nobody_signs_may_change_under_a_fingerprint(
    world: World, rolled_back: Connection
) -> None:
    assert await again(rolled_back, world, "Nobody signs this", material=False) == "INSERT 0 1"


async def test_what_a_fingerprint_overlooks_is_overlooked(
    world: World, rolled_back: Connection
) -> None:
    await written(world, "Caf\u00e9 at the\u00a0square")
    await world.submit()
    assert "INSERT" in await again(rolled_back, world, " Cafe\u0301  at\nthe square ")


async def test_a_schedule_keeps_its_terms_under_its_fingerprint(
    world: World, rolled_back: Connection
) -> None:
    await again(rolled_back, world, "Nobody signs this", material=False)
    place = world.contingency, world.health.agency_id
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="of other terms"):
        await as_(rolled_back, world.lead, TERMS, *place, '"Social workers"', '"Nobody"')
    assert "1" in await as_(rolled_back, world.lead, TERMS, *place, "None of it", "")


async def test_the_database_tells_apart_no_more_than_a_fingerprint() -> None:
    """Or the lead could not submit what our rules take for the same."""
    random = Random(6)
    blanks = [chr(code) for code in range(1, 0x3001) if chr(code).isspace()]
    letters = [*blanks, *"Ae\u0301\u00e9\u1e9b\u0323\u212b0.5"]
    texts = ["".join(random.choices(letters, k=random.randrange(12))) for _ in range(500)]
    texts += [" ".join(blanks), "4.00", "0.50", "100", "1234567.10"]
    kept = [
        plain_decimal(Decimal(text)) if text[:1].isdigit() else fold(text) for text in texts[-4:]
    ]
    async with transaction(None):
        for folded, given in ((list(map(fold, texts)), texts), (kept, texts[-4:])):
            apart = await fetch_value(
                "select array_agg(a) from unnest($1::text[], $2::text[]) t (a, b)"
                " where accord_fold(a) <> accord_fold(b)",
                folded, given,
            )  # fmt: skip
            assert apart is None


async def test_no_answer_is_dated_ahead(world: World, rolled_back: Connection) -> None:
    kind = PlanKind.CONTINGENCY
    arguments = (world.health.agency_id, world.plan_ids[kind], 1)
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="not happened yet"):
        await as_(
            rolled_back, world.health, SIGN, world.operation_id, world.health.person_id, "signed",
            AHEAD, *arguments,
        )  # fmt: skip
    await written(world, "Nobody signs this", material=False)
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="not happened yet"):
        await as_(rolled_back, world.lead, AGAIN, world.contingency, AHEAD)


async def test_a_surge_is_confirmed_for_what_is_planned_for(
    world: World, rolled_back: Connection
) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="planned for"):
        await as_(rolled_back, world.police, SURGE, world.operation_id, 900)
    assert "1" in await as_(rolled_back, world.police, SURGE, world.operation_id, 30)


@pytest.mark.parametrize(
    ("role", "refused"),
    [
        (Role.OPERATION_LEAD, set(REFERENCE)),
        (Role.PARTNERSHIP, {"a type", "a type in other words"}),
        (Role.ADMINISTRATOR, set()),
    ],
)
async def test_reference_data_is_written_by_whose_office_it_is(
    role: Role, refused: set[str]
) -> None:
    await install_shipped_templates(now=NOW)
    administrator, actor = await make_actor(Role.ADMINISTRATOR), await make_actor(role)
    found = set()
    for what, statement in REFERENCE.items():
        if "draft" in what:
            async with transaction(administrator.person_id):
                await execute("delete from plan_template where state = 'draft'")
                await execute(TEMPLATE)
        if await kept_off(actor, statement):
            found.add(what)
    assert found == refused


async def test_nobody_ends_what_lets_somebody_else_in() -> None:
    """Not a colleague's, the lead's or a key worker's; one's own, and what an ended post gave."""
    support = await make_support()
    await support.assign(support.children[0])
    others = "update membership set ended_at = now() where person_id <> accord_actor()"
    for actor in (support.manager, support.world.lead, support.charity):
        assert await kept_off(actor, f"{others} and ended_at is null")
    own = "update membership set ended_at = now() where person_id = accord_actor()"
    assert not await kept_off(support.charity, f"{own} and ended_at is null")


async def test_whatever_counts_by_its_moment_is_dated_by_the_clock() -> None:
    async with transaction(None):
        dated = await fetch_value(
            "select array_agg(tgrelid::regclass::text) from pg_trigger"
            " where tgname = 'guard_moment'"
        )
    assert set(dated) == {
        "sign_off", "sign_off_withdrawal", "sign_off_reply", "plan_version", "plan_review",
        "risk_acceptance", "surge_confirmation", "interest_declaration", "go_live_record",
        "go_live_confirmation", "go_live_review", "partnership_receipt",
    }  # fmt: skip
