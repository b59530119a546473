"""One breach for each constraint of people, need to know and history."""

import asyncpg
import pytest

from planning.constraints import SENTENCES, in_words
from planning.errors import Blocked, Invalid
from tests.conftest import TestDatabase
from tests.database.breaches import assert_breaks

A = "'00000000-0000-4000-8000-00000000000a'"
B = "'00000000-0000-4000-8000-00000000000b'"
AGENCY = f"insert into agency (id, name, category) values ({A}, 'One', 'police')"
PERSON = (
    "insert into person (id, agency_id, name, email, job_title, decision_authority)"
    f" values ({A}, {A}, 'P', 'p@example.org', '', true)"
)
COMPARTMENT = f"insert into compartment values ({A}, 'concern', now())"
LONG = "repeat('x', 5001)"


def _person(column: str, value: str) -> str:
    values = {"name": "'Q'", "email": "'q@example.org'", "job_title": "''"} | {column: value}
    return (
        "insert into person (id, agency_id, name, email, job_title, decision_authority) values"
        f" ({B}, {A}, {values['name']}, {values['email']}, {values['job_title']}, true)"
    )


def _membership(reason: str, until: str) -> str:
    return (
        "insert into membership (id, compartment_id, person_id, reason, granted_by, from_at,"
        f" until_at) values ({A}, {A}, {A}, {reason}, {A}, now(), {until})"
    )


def _signatory(identity: str, agency: str, until: str) -> str:
    return f"insert into signatory values ({identity}, {agency}, {A}, '2026-01-02', {until})"


BREACHES: dict[str, tuple[str, ...]] = {
    "ck_agency_name": (f"insert into agency values ({A}, '  ', 'police', null)",),
    "ck_agency_category": (f"insert into agency values ({A}, 'One', 'army', null)",),
    "ck_agency_mail_channel": (AGENCY, "update agency set mail_channel = 'pigeon'"),
    "uq_agency_name": (AGENCY, f"insert into agency values ({B}, 'One', 'health', null)"),
    "ck_person_name": (AGENCY, _person("name", "' '")),
    "ck_person_email": (AGENCY, _person("email", "'Capital@example.org'")),
    "uq_person_email": (AGENCY, PERSON, _person("email", "'p@example.org'")),
    "ck_person_job_title": (AGENCY, _person("job_title", LONG)),
    "ck_person_role_role": (
        AGENCY,
        PERSON,
        f"insert into person_role values ({A}, 'king', now(), null)",
    ),
    "ck_signatory_until": (AGENCY, PERSON, _signatory(A, A, "'2026-01-01'")),
    "uq_signatory_person": (
        AGENCY,
        PERSON,
        _signatory(A, A, "null"),
        _signatory(B, A, "null"),
    ),
    "signatory_person_fkey": (AGENCY, PERSON, _signatory(A, B, "null")),
    "ck_compartment_kind": (f"insert into compartment values ({A}, 'drawer', now())",),
    "ck_membership_reason": (AGENCY, PERSON, COMPARTMENT, _membership("' '", "null")),
    "ck_membership_until": (AGENCY, PERSON, COMPARTMENT, _membership("'x'", "now()")),
    "ck_conflict_block_reason": (
        AGENCY,
        PERSON,
        COMPARTMENT,
        f"insert into conflict_block values ({A}, {A}, {A}, '', {A}, now(), null)",
    ),
    "ck_history_event_act": (
        f"insert into history_event values ({A}, now(), null, 'Loud', 'x', null, null, '{{}}')",
    ),
}


async def test_a_membership_s_escalation_is_of_its_own_compartment(
    database: TestDatabase,
) -> None:
    given = _membership("'x'", "null")
    of_another = f"update membership set escalation_id = {B}"
    await assert_breaks(
        database, "membership_escalation_fkey", AGENCY, PERSON, COMPARTMENT, given, of_another
    )


@pytest.mark.parametrize("constraint", BREACHES)
async def test_the_database_refuses(database: TestDatabase, constraint: str) -> None:
    await assert_breaks(database, constraint, *BREACHES[constraint])


async def test_every_constraint_with_a_sentence_exists(database: TestDatabase) -> None:
    connection = await asyncpg.connect(database.owner)
    rows = await connection.fetch(
        "select conname from pg_constraint union select indexrelid::regclass::text from pg_index"
        " union select tgname from pg_trigger"
    )
    await connection.close()
    assert sorted(SENTENCES.keys() - {row[0] for row in rows}) == []


def _refusal(name: str | None) -> asyncpg.IntegrityConstraintViolationError:
    error = asyncpg.UniqueViolationError("no")
    error.constraint_name = name
    return error


def test_a_refusal_of_the_database_is_told_in_words() -> None:
    told = in_words(_refusal("uq_person_email"))
    assert isinstance(told, Blocked)
    assert told.message == SENTENCES["uq_person_email"]
    assert isinstance(in_words(_refusal("ck_person_name")), Invalid)
    assert isinstance(in_words(asyncpg.NumericValueOutOfRangeError("big")), Invalid)
    assert in_words(_refusal("some_fkey")) is None
    assert in_words(_refusal(None)) is None
