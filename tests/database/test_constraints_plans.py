"""Each named constraint of sections' texts, comments and police parts refuses what it names."""

import asyncpg
import pytest

from planning.plans.actions import add_resource, comment_on, edit_section, reply_to
from planning.plans.rules.comments import About, CommentKind
from planning.transactions import Connection
from tests.database.test_constraints_operations import LONG, NEW, STRANGE, act_as, copy
from tests.factories import NOW
from tests.planning.operation_world import World, make_world, resource

MOMENT = "2026-03-03T10:00Z"
Case = tuple[str, str, dict[str, object]]
# uq_plan_section_compartment is there to be pointed at: the primary key breaks before it.
CASES: list[Case] = [
    ("plan_section", "ck_plan_section_state", {"key": "other", "state": "done"}),
    ("plan_section_text", "plan_section_text_pkey", {}),
    ("plan_section_text", "ck_plan_section_text_version", {"version": 0}),
    ("plan_section_text", "plan_section_text_section_fkey", {"key": "other"}),
    ("plan_role", "ck_plan_role_briefed_in", {"id": NEW, "briefed_in_at": MOMENT}),
    ("plan_comment", "ck_plan_comment_kind", {"id": NEW, "kind": "order"}),
    ("plan_comment", "ck_plan_comment_text", {"id": NEW, "text": " "}),
    ("plan_comment", "ck_plan_comment_text", {"id": NEW, "text": LONG}),
    ("plan_comment", "ck_plan_comment_about", {"id": NEW, "section_key": None}),
    ("plan_comment", "ck_plan_comment_settled", {"id": NEW, "settled_at": MOMENT}),
    ("plan_comment", "plan_comment_plan_fkey", {"id": NEW, "plan_id": STRANGE}),
    ("plan_comment", "plan_comment_section_fkey", {"id": NEW, "section_key": "other"}),
    ("plan_comment", "plan_comment_role_fkey",
     {"id": NEW, "section_key": None, "role_id": STRANGE}),
    ("plan_comment", "plan_comment_resource_fkey",
     {"id": NEW, "section_key": None, "resource_id": STRANGE}),
    ("plan_reply", "ck_plan_reply_text", {"id": NEW, "text": ""}),
    ("plan_reply", "plan_reply_comment_fkey", {"id": NEW, "comment_id": STRANGE}),
    ("document", "ck_document_pages_set", {"pages_set": -1}),
]  # fmt: skip

_DOCUMENT = """
insert into document (id, compartment_id, compartment_ids, kind, subject_id, version, reader_id,
                      content_hash, state, asked_at)
select id, compartment_id, array[compartment_id], 'plan', id, 1, accord_actor(),
       sha256('x'), 'waiting', now() from plan limit 1
"""


async def spoken_world(connection: Connection) -> World:
    """One row or more in every table of these, written by the lead."""
    world = await make_world()
    plan_id, lead = world.contingency, world.lead
    await add_resource(
        plan_id=plan_id, draft=resource(world.health.agency_id), actor=lead, now=NOW
    )  # fmt: skip
    await edit_section(plan_id=plan_id, key="media", content={}, version=1, actor=lead, now=NOW)
    comment_id = await comment_on(
        plan_id=plan_id,
        about=About(section_key="media"),
        kind=CommentKind.COMMENT,
        text="Short",
        actor=lead,
        now=NOW,
    )
    await reply_to(comment_id=comment_id, text="Yes", actor=lead, now=NOW)
    await act_as(connection, lead)
    await connection.execute(_DOCUMENT)
    return world


@pytest.mark.parametrize(("table", "constraint", "changes"), CASES)
async def test_each_constraint_refuses_what_it_names(
    rolled_back: Connection, table: str, constraint: str, changes: dict[str, object]
) -> None:
    await spoken_world(rolled_back)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await copy(rolled_back, table, changes)
    assert refused.value.constraint_name == constraint


@pytest.mark.parametrize(
    ("table", "column"),
    [("plan_section_text", "content"), ("plan_reply", "text"), ("plan_comment", "text")],
)
async def test_what_was_said_is_never_changed(
    rolled_back: Connection, table: str, column: str
) -> None:
    await spoken_world(rolled_back)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await rolled_back.execute(f"update {table} set {column} = {column}")


@pytest.mark.parametrize(
    ("table", "hand", "changes"),
    [
        ("plan_comment", "said_by", {"id": NEW}),
        ("plan_reply", "said_by", {"id": NEW}),
        ("plan_section_text", "edited_by", {"version": 9}),
    ],
)
async def test_nothing_is_said_in_another_s_name(
    rolled_back: Connection, table: str, hand: str, changes: dict[str, object]
) -> None:
    world = await spoken_world(rolled_back)
    other = {hand: str(world.health.person_id)}
    async with rolled_back.transaction():
        await copy(rolled_back, table, changes)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await copy(rolled_back, table, {**changes, "id": STRANGE, "version": 10, **other})


async def test_the_police_part_of_a_version_is_the_database_s_to_write(
    rolled_back: Connection,
) -> None:
    world = await spoken_world(rolled_back)
    await world.submit()
    await act_as(rolled_back, world.lead)
    kept = await rolled_back.fetchval("select count(*) from plan_version_police")
    assert kept == 1
    for act in (
        "insert into plan_version_police select * from plan_version_police",
        "update plan_version_police set content = content",
        "delete from plan_version_police",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with rolled_back.transaction():
                await rolled_back.execute(act)
    await act_as(rolled_back, world.health)
    assert await rolled_back.fetchval("select count(*) from plan_version_police") == 0
