"""One breach for each constraint of sign-in and of answered requests; none is left untried."""

import re

import asyncpg
import pytest

from tests.conftest import TestDatabase
from tests.database.breaches import assert_breaks
from tests.database.test_constraints_base import AGENCY, PERSON, A, B
from tests.layout.tree import ROOT

HASH, OTHER_HASH, SHORT = "sha256('a')", "sha256('b')", "'\\x00'::bytea"
LATER = "now() + interval '1 hour'"


def _insert(table: str, values: dict[str, str], changes: dict[str, str]) -> str:
    row = values | changes
    return f"insert into {table} ({', '.join(row)}) values ({', '.join(row.values())})"


ROWS = {
    "credential": {"person_id": A, "password_hash": "'$argon2id$x'", "changed_at": "now()"},
    "sign_in_session": {
        "id_hash": HASH, "person_id": A, "created_at": "now()", "last_seen_at": "now()",
        "expires_at": LATER,
    },
    "account_link": {
        "id": A, "secret_hash": HASH, "person_id": A, "kind": "'invitation'",
        "created_at": "now()", "expires_at": LATER,
    },
    "sign_in_attempt": {
        "id": A, "subject_hash": HASH, "client_hash": HASH, "tried_at": "now()",
    },
    "api_token": {
        "id": A, "secret_hash": HASH, "person_id": A, "name": "'Diary'", "can_write": "true",
        "created_at": "now()", "expires_at": LATER,
    },
    "calendar_feed": {
        "id": A, "secret_hash": HASH, "person_id": A, "name": "'Phone'", "created_at": "now()",
    },
    "answered_request": {
        "person_id": A, "key": "'k'", "fingerprint": HASH, "claimed_at": "now()", "times": "1",
    },
}  # fmt: skip

BREACHES = {
    "ck_credential_password_hash": ("credential", {"password_hash": "'secret'"}),
    "ck_sign_in_session_id_hash": ("sign_in_session", {"id_hash": SHORT}),
    "ck_sign_in_session_notice": ("sign_in_session", {"notice": "''"}),
    "ck_sign_in_session_expires": ("sign_in_session", {"expires_at": "now()"}),
    "ck_account_link_secret_hash": ("account_link", {"secret_hash": SHORT}),
    "ck_account_link_kind": ("account_link", {"kind": "'gift'"}),
    "ck_account_link_expires": ("account_link", {"expires_at": "now()"}),
    "ck_sign_in_attempt_subject_hash": ("sign_in_attempt", {"subject_hash": SHORT}),
    "ck_sign_in_attempt_client_hash": ("sign_in_attempt", {"client_hash": SHORT}),
    "ck_api_token_secret_hash": ("api_token", {"secret_hash": SHORT}),
    "ck_api_token_name": ("api_token", {"name": "' '"}),
    "ck_api_token_expires": ("api_token", {"expires_at": "now()"}),
    "ck_calendar_feed_secret_hash": ("calendar_feed", {"secret_hash": SHORT}),
    "ck_calendar_feed_name": ("calendar_feed", {"name": "' '"}),
    "ck_calendar_feed_changed": ("calendar_feed", {"version": "'a'"}),
    "ck_answered_request_key": ("answered_request", {"key": "''"}),
    "ck_answered_request_fingerprint": ("answered_request", {"fingerprint": SHORT}),
    "ck_answered_request_times": ("answered_request", {"times": "0"}),
    "ck_answered_request_status": ("answered_request", {"status": "500"}),
}
TWICE = {
    "uq_account_link_secret_hash": ("account_link", {"id": B}),
    "uq_api_token_secret_hash": ("api_token", {"id": B}),
    "uq_calendar_feed_secret_hash": ("calendar_feed", {"id": B}),
    "answered_request_pkey": ("answered_request", {"fingerprint": OTHER_HASH}),
}


@pytest.mark.parametrize("constraint", BREACHES)
async def test_the_database_refuses(database: TestDatabase, constraint: str) -> None:
    table, changes = BREACHES[constraint]
    await assert_breaks(database, constraint, AGENCY, PERSON, _insert(table, ROWS[table], changes))


@pytest.mark.parametrize("constraint", TWICE)
async def test_the_database_refuses_a_second(database: TestDatabase, constraint: str) -> None:
    table, changes = TWICE[constraint]
    first, second = _insert(table, ROWS[table], {}), _insert(table, ROWS[table], changes)
    await assert_breaks(database, constraint, AGENCY, PERSON, first, second)


async def test_no_check_or_uniqueness_of_ours_is_untried(database: TestDatabase) -> None:
    """A key (compartment, id) is only there to be pointed at: the primary key breaks before it."""
    connection = await asyncpg.connect(database.owner)
    rows = await connection.fetch(
        "select conname from pg_constraint where connamespace = 'public'::regnamespace"
        " and conname ~ '^(ck|uq)_' and not (contype = 'u' and conkey @> array["
        "   (select attnum from pg_attribute where attrelid = conrelid and attname = 'id')])"
    )
    await connection.close()
    tests = "".join(file.read_text() for file in (ROOT / "tests").glob("**/*.py"))
    tried = set(re.findall(r"\b(?:ck|uq)_\w+", tests))
    assert len(rows) > 100
    assert sorted({row[0] for row in rows} - tried) == []
