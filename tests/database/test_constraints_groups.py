"""Each named constraint of groups, interests and conflicts, and who writes in whose name."""

from collections.abc import Awaitable

import asyncpg

from planning.groups.actions import seat_person
from planning.groups.rules import Group, Seat
from planning.transactions import Connection
from tests.database.test_constraints_operations import act_as, copy
from tests.factories import NOW, make_actor
from tests.planning.group_world import Groups, make_groups, new_seat
from tests.planning.operation_world import make_world

STRANGE = "00000000-0000-4000-8000-000000000001"
NEW = "00000000-0000-4000-8000-000000000002"
LONG = "x" * 2001
NOT_ALLOWED = "not allowed"

CASES: list[tuple[str, str, dict[str, object]]] = [
    ("group_member", "ck_group_member_management_group", {"id": NEW, "management_group": "third"}),
    ("group_member", "ck_group_member_seat", {"id": NEW, "seat": "guest"}),
    ("group_member", "ck_group_member_reason", {"id": NEW, "reason": " "}),
    ("group_member", "ck_group_member_ended", {"id": NEW, "ended_at": "2026-03-03T10:00Z"}),
    ("group_member", "group_member_operation_fkey", {"id": NEW, "operation_id": STRANGE}),
    ("group_member", "uq_group_member_person", {"id": NEW, "seat": "member"}),
    ("group_member", "uq_group_member_chair", {"id": NEW, "person_id": STRANGE}),
    ("group_meeting", "ck_group_meeting_management_group", {"management_group": "third"}),
    ("group_meeting", "group_meeting_pkey", {}),
    ("group_meeting", "group_meeting_operation_fkey",
     {"operation_id": STRANGE, "meeting_id": STRANGE}),
    ("group_meeting", "group_meeting_meeting_fkey", {"meeting_id": STRANGE}),
    ("interest_declaration", "ck_interest_declaration_kind", {"id": NEW, "kind": "some"}),
    ("interest_declaration", "ck_interest_declaration_words", {"id": NEW, "words": LONG}),
    ("interest_declaration", "ck_interest_declaration_said", {"id": NEW, "kind": "interest"}),
    ("interest_declaration", "interest_declaration_operation_fkey",
     {"id": NEW, "operation_id": STRANGE}),
    ("conflict_block", "ck_conflict_block_lift_reason",
     {"id": NEW, "lift_reason": " ", "lifted_by": STRANGE, "lifted_at": "2026-03-03T10:00Z"}),
    ("conflict_block", "ck_conflict_block_lifted", {"id": NEW, "lift_reason": "Handled"}),
]  # fmt: skip


async def full_groups(connection: Connection) -> Groups:
    """One row or more in every table, seen as the lead, who is in the meeting, too."""
    world = await make_world()
    groups = await make_groups(world)
    await seat_person(
        operation_id=world.operation_id,
        seat=new_seat(groups.chair, seat=Seat.CHAIR),
        actor=world.lead,
        now=NOW,
    )
    await groups.convene(Group.STRATEGIC)
    await groups.declare(world.lead)
    stranger = await make_actor()
    await act_as(connection, world.lead)
    await connection.execute(
        "insert into conflict_block"
        " (id, compartment_id, person_id, reason, declared_by, declared_at)"
        " select gen_random_uuid(), compartment_id, $1, 'Related', accord_actor(), now()"
        " from operation",
        stranger.person_id,
    )
    return groups


async def refused(connection: Connection, statement: Awaitable[object]) -> str:
    """By what the database refuses it: a constraint's name, or who may not write so."""
    attempt = connection.transaction()
    await attempt.start()
    try:
        await statement
    except asyncpg.IntegrityConstraintViolationError as error:
        return str(error.constraint_name)
    except asyncpg.InsufficientPrivilegeError:
        return NOT_ALLOWED
    finally:
        await attempt.rollback()
    return "nothing"


async def test_each_constraint_refuses_what_it_names(rolled_back: Connection) -> None:
    groups = await full_groups(rolled_back)
    somebody = str(groups.seniors[0].person_id)
    found = [
        await refused(
            rolled_back,
            copy(
                rolled_back,
                table,
                {**changes, "person_id": somebody} if "person_id" in changes else changes,
            ),
        )
        for table, _, changes in CASES
    ]
    assert found == [constraint for _, constraint, _ in CASES]


async def test_nobody_seats_declares_or_rewrites_in_another_name(rolled_back: Connection) -> None:
    await full_groups(rolled_back)
    attempts = [
        copy(rolled_back, "group_member", {"id": NEW, "seat": "member", "seated_by": STRANGE}),
        copy(rolled_back, "interest_declaration", {"id": NEW, "person_id": STRANGE}),
        *(
            rolled_back.execute(f"update {table} set {column} = {column}")
            for table, column in (
                ("group_member", "seat"),
                ("group_meeting", "management_group"),
                ("interest_declaration", "words"),
                ("conflict_block", "spread_from"),
            )
        ),
    ]
    assert [await refused(rolled_back, one) for one in attempts] == [NOT_ALLOWED] * 6


async def test_the_record_refuses_its_owner_too(rolled_back: Connection) -> None:
    found = await rolled_back.fetch(
        "select tgrelid::regclass::text as table from pg_trigger where tgname like 'append_only%'"
        " and tgrelid = any(array['group_meeting', 'interest_declaration']::regclass[])"
    )
    assert sorted(row["table"] for row in found) == [
        "group_meeting", "group_meeting", "interest_declaration", "interest_declaration",
    ]  # fmt: skip
