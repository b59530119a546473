"""The wall: what row-level security lets each person see, asked of the database itself."""

from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from planning.access.actions import declare_conflict, let_in, let_out, open_compartments
from planning.access.queries import history_of, members_of, readers_of
from planning.access.rules import CompartmentKind, Grant, NewCompartment
from planning.errors import NotFound
from planning.history.actions import record, record_read
from planning.history.rules import Event
from planning.people.rules import Actor, Role
from planning.transactions import connection, execute, fetch_value, transaction
from tests.conftest import TestDatabase
from tests.factories import NOW, make_actor

pytestmark = pytest.mark.usefixtures("committed")


async def _compartment(*members: Actor) -> UUID:
    compartment_id = uuid4()
    async with transaction(members[0].person_id):
        await open_compartments(
            compartments=[NewCompartment(compartment_id, CompartmentKind.CONCERN)],
            grants=[Grant(compartment_id, member.person_id, "Test") for member in members],
            granted_by=members[0].person_id,
            now=NOW,
        )
    return compartment_id


async def _sees(actor: Actor | None, compartment_id: UUID) -> bool:
    async with transaction(actor.person_id if actor else None):
        return bool(await fetch_value("select true from compartment where id = $1", compartment_id))


async def test_only_members_see_a_compartment() -> None:
    member, colleague, stranger = [await make_actor() for _ in range(3)]
    compartment_id = await _compartment(member, colleague)
    seen = [await _sees(actor, compartment_id) for actor in (member, colleague, stranger, None)]
    assert seen == [True, True, False, False]


async def test_a_membership_ends_at_its_time_or_when_it_is_ended() -> None:
    member, guest, leaver = [await make_actor() for _ in range(3)]
    compartment_id = await _compartment(member, leaver)
    started = NOW
    async with transaction(member.person_id):
        await execute(
            "insert into membership (id, compartment_id, person_id, reason, granted_by, from_at,"
            " until_at) values ($1, $2, $3, 'An hour ago', $4, $5, $6)",
            uuid4(), compartment_id, guest.person_id, member.person_id,
            started - timedelta(hours=2), started - timedelta(hours=1),
        )  # fmt: skip
    async with transaction(leaver.person_id):
        await let_out(compartment_ids=[compartment_id], person_id=leaver.person_id, now=started)
    async with transaction(member.person_id):
        names = [m.person_id for m in await members_of(compartment_id=compartment_id, actor=member)]
    assert [await _sees(actor, compartment_id) for actor in (guest, leaver)] == [False, False]
    assert names == [member.person_id]


async def test_a_conflict_of_interest_wins_over_every_membership() -> None:
    member, conflicted = await make_actor(), await make_actor()
    compartment_id = await _compartment(member, conflicted)
    await declare_conflict(
        compartment_id=compartment_id,
        person_id=conflicted.person_id,
        reason="Related to a suspect",
        actor=member,
        now=NOW,
    )
    async with transaction(member.person_id):
        again = [Grant(compartment_id, conflicted.person_id, "Second invitation")]
        await let_in(grants=again, granted_by=member.person_id, now=NOW)
    assert not await _sees(conflicted, compartment_id)
    assert await _sees(member, compartment_id)


async def test_only_members_declare_conflicts() -> None:
    member, stranger = await make_actor(), await make_actor()
    compartment_id = await _compartment(member)
    with pytest.raises(NotFound):
        await declare_conflict(
            compartment_id=compartment_id,
            person_id=member.person_id,
            reason="Mischief",
            actor=stranger,
            now=NOW,
        )


async def test_nobody_lets_themselves_in() -> None:
    member, stranger = await make_actor(), await make_actor()
    compartment_id = await _compartment(member)

    async def let_myself_in(granted_by: Actor) -> None:
        async with transaction(stranger.person_id):
            mine = [Grant(compartment_id, stranger.person_id, "Curious")]
            await let_in(grants=mine, granted_by=granted_by.person_id, now=NOW)

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await let_myself_in(granted_by=stranger)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await let_myself_in(granted_by=member)


async def test_history_is_read_by_those_in_the_compartment() -> None:
    member, stranger = await make_actor(), await make_actor()
    compartment_id, subject = await _compartment(member), uuid4()
    async with transaction(member.person_id):
        await record(
            [Event("test.happened", "thing", subject, compartment_id, {"what": "it"})],
            actor_id=member.person_id,
            now=NOW,
        )
        await record_read(
            subject_kind="thing",
            subject_id=subject,
            compartment_id=compartment_id,
            reader_id=member.person_id,
            now=NOW,
        )
    told = await history_of(subject_id=subject, actor=member)
    assert [(e.actor_name, e.act, e.detail) for e in told] == [
        (member.name, "test.happened", {"what": "it"})
    ]
    assert [r.person_name for r in await readers_of(subject_id=subject, actor=member)] == [
        member.name
    ]
    assert await history_of(subject_id=subject, actor=stranger) == []
    assert await readers_of(subject_id=subject, actor=stranger) == []


async def test_an_administrator_reads_acts_without_case_content_only() -> None:
    member, administrator = await make_actor(), await make_actor(Role.ADMINISTRATOR)
    compartment_id, inside, outside = await _compartment(member), uuid4(), uuid4()
    async with transaction(member.person_id):
        await record(
            [
                Event("test.happened", "thing", inside, compartment_id),
                Event("test.happened", "thing", outside),
            ],
            actor_id=member.person_id,
            now=NOW,
        )
    seen = [len(await history_of(subject_id=s, actor=administrator)) for s in (inside, outside)]
    assert seen == [0, 1]
    assert await history_of(subject_id=outside, actor=member) == []


async def test_a_read_is_noted_in_nobody_else_s_name() -> None:
    member, colleague = await make_actor(), await make_actor()
    compartment_id = await _compartment(member, colleague)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(member.person_id):
            await record_read(
                subject_kind="thing",
                subject_id=uuid4(),
                compartment_id=compartment_id,
                reader_id=colleague.person_id,
                now=NOW,
            )


@pytest.mark.parametrize("forged", ["in another's name", "in nobody's name", "behind a wall"])
async def test_history_is_forged_by_nobody(forged: str) -> None:
    member, stranger = await make_actor(), await make_actor()
    compartment_id = await _compartment(member)
    where = compartment_id if forged == "behind a wall" else None
    whose = {"in another's name": member.person_id, "in nobody's name": None}
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(stranger.person_id):
            await record(
                [Event("test.happened", "thing", uuid4(), where)],
                actor_id=whose.get(forged, stranger.person_id),
                now=NOW,
            )


async def test_a_conflict_is_declared_in_nobody_else_s_name() -> None:
    member, colleague = await make_actor(), await make_actor()
    compartment_id = await _compartment(member, colleague)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(member.person_id):
            await execute(
                "insert into conflict_block (id, compartment_id, person_id, reason, declared_by,"
                " declared_at) values ($1, $2, $3, 'Kin', $3, $4)",
                uuid4(), compartment_id, colleague.person_id, NOW,
            )  # fmt: skip


def test_an_act_is_named_by_area_and_verb() -> None:
    with pytest.raises(ValueError, match=r"area\.verb"):
        Event("Something happened", "thing", None)


@pytest.mark.parametrize("table", ["history_event", "record_read"])
@pytest.mark.parametrize("change", ["delete from {}", "truncate {}"])
async def test_history_is_changed_by_nobody_not_even_a_superuser(
    database: TestDatabase, table: str, change: str
) -> None:
    member = await make_actor()
    compartment_id = await _compartment(member)
    async with transaction(member.person_id):
        await record_read(
            subject_kind="thing",
            subject_id=uuid4(),
            compartment_id=compartment_id,
            reader_id=member.person_id,
            now=NOW,
        )
    superuser = await asyncpg.connect(database.administrator)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="never changed"):
        await superuser.execute(change.format(table))
    await superuser.close()


async def test_the_app_may_not_even_try_to_change_history() -> None:
    member = await make_actor()
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(member.person_id):
            await connection().execute("update history_event set act = 'a.b'")
