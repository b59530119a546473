"""Sign-in is the web process's business alone, and nothing in it can be read back."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import asyncpg
import pytest

from planning import clock
from planning.transactions import transaction
from service.auth.sessions import Lifetimes, open_session, resolve_session
from service.auth.throttle import PER_SUBJECT, TooManyTries, note_try
from tests.factories import make_actor

TABLES = [
    "credential", "sign_in_session", "account_link", "sign_in_attempt", "api_token",
    "calendar_feed",
]  # fmt: skip
LIFETIMES = Lifetimes(timedelta(minutes=30), timedelta(hours=12))


@pytest.mark.parametrize("table", TABLES)
async def test_the_worker_cannot_look(worker_pool: asyncpg.Pool, table: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await worker_pool.fetch(f"select 1 from {table}")


@pytest.mark.usefixtures("committed")
async def test_a_burst_of_tries_counts_in_full() -> None:
    subject, now = f"{uuid4()}@example.org", clock.now()

    async def one_try() -> bool:
        try:
            async with transaction(None):
                await note_try(subject, client=str(uuid4()), now=now)
        except TooManyTries:
            return False
        return True

    let_through = await asyncio.gather(*(one_try() for _ in range(PER_SUBJECT * 2)))
    assert sum(let_through) == PER_SUBJECT


@pytest.mark.usefixtures("committed")
async def test_a_session_is_resolved_without_a_transaction_of_its_own() -> None:
    actor, now = await make_actor(), clock.now()
    async with transaction(actor.person_id):
        cookie = await open_session(actor.person_id, lifetimes=LIFETIMES, now=now)
    found = await resolve_session(cookie, lifetimes=LIFETIMES, now=now, take_notice=True)
    assert found is not None
    assert (found.actor.person_id, found.actor.reauthenticated_at) == (actor.person_id, now)
    assert await resolve_session("x", lifetimes=LIFETIMES, now=now, take_notice=True) is None


ROWS = {
    "credential": {"person_id": "$1", "password_hash": "'$argon2id$x'", "changed_at": "now()"},
    "sign_in_session": {
        "person_id": "$1",
        "id_hash": "sha256('a')",
        "created_at": "now()",
        "last_seen_at": "now()",
        "expires_at": "now() + interval '1 day'",
    },
    "account_link": {
        "person_id": "$1",
        "id": "gen_random_uuid()",
        "secret_hash": "sha256('a')",
        "kind": "'invitation'",
        "created_at": "now()",
        "expires_at": "now() + interval '1 day'",
    },
    "sign_in_attempt": {
        "id": "$1",
        "subject_hash": "sha256('a')",
        "client_hash": "sha256('b')",
        "tried_at": "now()",
    },
    "api_token": {
        "person_id": "$1",
        "id": "gen_random_uuid()",
        "secret_hash": "sha256('a')",
        "name": "'Rota'",
        "can_write": "false",
        "created_at": "now()",
        "expires_at": "now() + interval '1 day'",
    },
    "answered_request": {
        "person_id": "$1",
        "key": "'k'",
        "fingerprint": "sha256('a')",
        "claimed_at": "now()",
        "times": "1",
    },
}
"""A row of each table that the database takes, as SQL; $1 is a person."""


def _insert(table: str, **changed: str) -> str:
    row = ROWS[table] | changed
    return f"insert into {table} ({', '.join(row)}) values ({', '.join(row.values())})"


@pytest.mark.parametrize("table", ROWS)
async def test_an_ordinary_row_is_taken(table: str, rolled_back: asyncpg.Connection) -> None:
    actor = await make_actor()
    async with transaction(actor.person_id) as connection:
        await connection.execute(_insert(table), actor.person_id)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("credential", "password_hash", "'in the clear'"),
        ("sign_in_session", "id_hash", "'short'"),
        ("sign_in_session", "expires_at", "now()"),
        ("sign_in_session", "notice", "''"),
        ("account_link", "secret_hash", "'short'"),
        ("account_link", "kind", "'other'"),
        ("account_link", "expires_at", "now()"),
        ("sign_in_attempt", "subject_hash", "'in the clear'"),
        ("sign_in_attempt", "client_hash", "'in the clear'"),
        ("api_token", "secret_hash", "'short'"),
        ("api_token", "name", "' '"),
        ("api_token", "expires_at", "now()"),
        ("answered_request", "key", "''"),
        ("answered_request", "fingerprint", "'short'"),
        ("answered_request", "times", "0"),
        ("answered_request", "status", "500"),
    ],
)
async def test_each_check_refuses_what_it_is_for(
    rolled_back: asyncpg.Connection, table: str, column: str, value: str
) -> None:
    actor = await make_actor()
    with pytest.raises(asyncpg.CheckViolationError) as refused:
        async with transaction(actor.person_id) as connection:
            await connection.execute(_insert(table, **{column: value}), actor.person_id)
    assert refused.value.constraint_name == f"ck_{table}_{column.removesuffix('_at')}"


@pytest.mark.parametrize("table", ["account_link", "api_token"])
async def test_a_secret_belongs_to_one_row(rolled_back: asyncpg.Connection, table: str) -> None:
    actor = await make_actor()
    await rolled_back.execute(_insert(table), actor.person_id)
    with pytest.raises(asyncpg.UniqueViolationError) as refused:
        await rolled_back.execute(_insert(table), actor.person_id)
    assert refused.value.constraint_name == f"uq_{table}_secret_hash"
