"""One breach for each constraint of mail."""

import pytest

from tests.conftest import TestDatabase
from tests.database.breaches import assert_breaks

A = "'00000000-0000-4000-8000-00000000000a'"
B = "'00000000-0000-4000-8000-00000000000b'"
AGENCY = f"insert into agency (id, name, category) values ({A}, 'One', 'police')"
PERSON = (
    "insert into person (id, agency_id, name, email, job_title, decision_authority)"
    f" values ({A}, {A}, 'P', 'p@example.org', '', true)"
)
SOUND = {
    "id": A,
    "kind": "'meeting_request'",
    "subject_id": A,
    "sequence": "0",
    "recipient_id": A,
    "address": "'p@example.org'",
    "message_id": "'<1@accord.example>'",
    "body": "'bytes'",
    "state": "'queued'",
    "attempts": "0",
    "next_attempt_at": "now()",
    "last_error": "null",
    "queued_at": "now()",
    "accepted_at": "null",
}


def mail(**changes: str) -> str:
    values = SOUND | changes
    return f"insert into mail_message ({', '.join(values)}) values ({', '.join(values.values())})"


def update(assignments: str) -> str:
    return f"update mail_message set {assignments} where id = {A}"


ACCEPTED = update("state = 'accepted', accepted_at = now()")
BREACHES: dict[str, tuple[str, ...]] = {
    "ck_mail_message_kind": (mail(kind="'Not a kind'"),),
    "ck_mail_message_sequence": (mail(sequence="-1"),),
    "mail_message_recipient_id_fkey": (mail(recipient_id=B),),
    "ck_mail_message_address": (mail(address="E'p@example.org\\nBcc: q@example.org'"),),
    "ck_mail_message_state": (mail(state="'lost'"),),
    "ck_mail_message_attempts": (mail(attempts="-1"),),
    "ck_mail_message_last_error": (mail(last_error="repeat('x', 201)"),),
    "ck_mail_message_accepted": (mail(state="'accepted'"),),
    "uq_mail_message_message_id": (mail(), mail(id=B, subject_id=B)),
    "uq_mail_message_recipient": (mail(), mail(id=B, message_id="'<2@accord.example>'")),
    "ck_mail_message_channel": (mail(channel="'pigeon'"),),
    "uq_mail_message_return_token": (
        mail(return_token=A),
        mail(id=B, subject_id=B, message_id="'<2@accord.example>'", return_token=A),
    ),
    "ck_mail_message_claim": (mail(state="'attempting'"),),
    "ck_mail_message_bounced": (mail(bounced_at="now()"),),
    "ck_mail_message_withheld": (mail(state="'withheld'"),),
    "ck_mail_message_checks": (mail(recipient_id="null"),),
    "ck_mail_message_sent_again": (mail(sent_again_as=A),),
    "mail_message_sent_again_as_fkey": (
        mail(state="'failed'"),
        "set constraints all immediate",
        update(f"sent_again_as = {B}"),
    ),
    "mail_message_path": (
        mail(),
        update("state = 'bounced', accepted_at = now(), bounced_at = now()"),
    ),
    "mail_message_bytes": (mail(), update("body = 'others'")),
    "mail_message_done": (mail(), ACCEPTED, update("state = 'queued', accepted_at = null")),
}


def server(assignments: str) -> str:
    return f"update mail_server_state set {assignments} where server = 'cjsm'"


BREACHES |= {
    "mail_server_state_pkey": ("insert into mail_server_state (server) values ('cjsm')",),
    "ck_mail_server_state_server": (server("server = 'pigeon'"),),
    "ck_mail_server_state_reason": (server("unusable_since = now(), reason = repeat('x', 201)"),),
    "ck_mail_server_state_doubts": (server("doubts = -1"),),
    "ck_mail_server_state_allowance": (server("allowance = -1"),),
    "ck_mail_server_state_unusable": (server("unusable_since = now()"),),
}


@pytest.mark.parametrize("constraint", sorted(BREACHES))
async def test_the_database_refuses(database: TestDatabase, constraint: str) -> None:
    await assert_breaks(database, constraint, AGENCY, PERSON, *BREACHES[constraint])


async def test_an_account_link_is_wiped_only_when_the_mail_is_done(database: TestDatabase) -> None:
    link = mail(kind="'account_invitation'")
    await assert_breaks(database, "mail_message_bytes", AGENCY, PERSON, link, update("body = ''"))
    await assert_breaks(
        database,
        "mail_message_done",
        AGENCY,
        PERSON,
        link,
        update("state = 'accepted', accepted_at = now(), body = ''"),
        update("last_error = 'x'"),
    )


CAME_BACK = "state = 'bounced', bounced_at = now(), last_error = 'the address is not known'"


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (ACCEPTED, update("attempts = 9")),
        (ACCEPTED, update(CAME_BACK + ", attempts = 9")),
        (update("state = 'failed'"), update("state = 'queued'")),
        (update("state = 'withheld', body = ''"), update("state = 'queued'")),
    ],
)
async def test_what_is_done_stays_done(database: TestDatabase, first: str, then: str) -> None:
    await assert_breaks(database, "mail_message_done", AGENCY, PERSON, mail(), first, then)


async def test_what_was_sent_again_stays_so(database: TestDatabase) -> None:
    steps = (
        mail(),
        ACCEPTED,
        update(CAME_BACK),
        update(f"sent_again_as = {B}"),
        mail(id=B, message_id="'<2@accord.example>'"),
        update("sent_again_as = null"),
    )
    await assert_breaks(database, "mail_message_done", AGENCY, PERSON, *steps)
