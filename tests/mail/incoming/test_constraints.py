"""One breach for each constraint of incoming mail, and its walls."""

import asyncpg
import pytest

from tests.conftest import TestDatabase
from tests.database.breaches import assert_breaks

A = "'00000000-0000-4000-8000-00000000000a'"
B = "'00000000-0000-4000-8000-00000000000b'"
SOUND = {
    "id": A,
    "received_at": "now()",
    "envelope_from": "'p@example.org'",
    "recipient": "'meetings'",
    "token": "'t0ken'",
    "utf8": "false",
    "body": "'bytes'",
    "fingerprint": "sha256('bytes')",
    "attempts": "0",
    "state": "'received'",
    "reason": "null",
    "settled_at": "null",
}


def mail(**changes: str) -> str:
    values = SOUND | changes
    return f"insert into incoming_mail ({', '.join(values)}) values ({', '.join(values.values())})"


def update(assignments: str) -> str:
    return f"update incoming_mail set {assignments} where id = {A}"


SETTLED = update("state = 'noted', reason = 'read_receipt', settled_at = now()")
WIPED = update("body = '', envelope_from = ''")
BREACHES: dict[str, tuple[str, ...]] = {
    "ck_incoming_mail_envelope_from": (mail(envelope_from="E'p@example.org\\nX: y'"),),
    "ck_incoming_mail_recipient": (mail(recipient="'accord'"),),
    "ck_incoming_mail_token": (mail(token="'not a token'"),),
    "ck_incoming_mail_fingerprint": (mail(fingerprint="'short'"),),
    "ck_incoming_mail_attempts": (mail(attempts="-1"),),
    "ck_incoming_mail_state": (mail(state="'lost'", reason="'empty'", settled_at="now()"),),
    "ck_incoming_mail_reason": (mail(reason="'Not a reason'"),),
    "ck_incoming_mail_settled": (mail(state="'noted'", reason="'empty'"),),
    "uq_incoming_mail_fingerprint": (mail(), mail(id=B)),
    "incoming_mail_settled": (mail(), SETTLED, update("reason = 'other'")),
    "incoming_mail_bytes": (mail(), WIPED),
}


@pytest.mark.parametrize("constraint", sorted(BREACHES))
async def test_the_database_refuses(database: TestDatabase, constraint: str) -> None:
    await assert_breaks(database, constraint, *BREACHES[constraint])


async def test_what_was_settled_is_wiped_and_nothing_else(database: TestDatabase) -> None:
    await assert_breaks(database, "incoming_mail_bytes", mail(), SETTLED, update("body = 'x'"))
    await assert_breaks(
        database, "incoming_mail_bytes", mail(), SETTLED, WIPED, update("body = 'bytes'")
    )


async def test_only_the_worker_reads_what_people_wrote(
    pool: asyncpg.Pool, worker_pool: asyncpg.Pool
) -> None:
    for statement in (
        "select id from incoming_mail",
        "select accord_organiser_token('t0ken')",
        mail(),
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await pool.execute(statement)
    assert await worker_pool.fetch("select id from incoming_mail where token = 'nobody'") == []
    for statement in ("delete from incoming_mail", "update incoming_mail set token = 'x'"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await worker_pool.execute(statement)


CHECK = (
    "insert into mail_check (token, made_at, ends_at) values ('{}', now(), now() + interval '{}')"
)
GOOD = CHECK.format("0123456789abcdefghIJ", "10 minutes")


@pytest.mark.parametrize(
    ("constraint", "statements"),
    [
        ("ck_mail_check_token", [CHECK.format("short", "10 minutes")]),
        ("ck_mail_check_ends", [CHECK.format("0123456789abcdefghIJ", "2 hours")]),
        ("mail_check_pkey", [GOOD, GOOD]),
        ("ck_mail_check_asked_as", [GOOD, "update mail_check set asked_as = 'another'"]),
        (
            "uq_incoming_mail_check",
            [
                mail(recipient="'check'"),
                mail(id=B, recipient="'check'", fingerprint="sha256('other')"),
            ],
        ),
    ],
)
async def test_the_database_refuses_in_checks(
    database: TestDatabase, constraint: str, statements: list[str]
) -> None:
    await assert_breaks(database, constraint, *statements)


async def test_only_the_worker_makes_checks(pool: asyncpg.Pool, worker_pool: asyncpg.Pool) -> None:
    for statement in ("select token from mail_check", GOOD, "delete from mail_check"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await pool.execute(statement)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await worker_pool.execute("update mail_check set ends_at = now() + interval '50 minutes'")
