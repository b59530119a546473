"""One breach for each constraint of what is decided about mail that did not arrive."""

import pytest

from tests.conftest import TestDatabase
from tests.database.breaches import assert_breaks
from tests.mail.test_constraints import AGENCY, PERSON, A, B, mail

SOUND = {
    "message_id": A,
    "act": "'send_again'",
    "reason": "null",
    "asked_by": A,
    "asked_at": "now()",
    "done_at": "null",
    "not_sent": "null",
}


def settling(**changes: str) -> str:
    values = SOUND | changes
    return f"insert into mail_settling ({', '.join(values)}) values ({', '.join(values.values())})"


BREACHES: dict[str, tuple[str, ...]] = {
    "mail_settling_pkey": (settling(), settling()),
    "mail_settling_message_id_fkey": (settling(message_id=B),),
    "mail_settling_asked_by_fkey": (settling(asked_by=B),),
    "ck_mail_settling_act": (settling(act="'burn'"),),
    "ck_mail_settling_reason": (settling(act="'dismiss'", done_at="now()", reason="' '"),),
    "ck_mail_settling_not_sent": (settling(done_at="now()", not_sent="'lost'"),),
    "ck_mail_settling_dismissed": (settling(act="'dismiss'", done_at="now()"),),
    "ck_mail_settling_done": (settling(not_sent="'over'"),),
}


@pytest.mark.parametrize("constraint", sorted(BREACHES))
async def test_the_database_refuses(database: TestDatabase, constraint: str) -> None:
    before = (AGENCY, PERSON, mail(state="'failed'"))
    await assert_breaks(database, constraint, *before, *BREACHES[constraint])
