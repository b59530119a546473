"""How often an address or a client may try: counted in PostgreSQL, so over all processes."""

import hashlib
from datetime import datetime, timedelta
from uuid import uuid4

from planning.errors import PlanningError
from planning.transactions import execute

WINDOW = timedelta(minutes=15)
PER_SUBJECT = 10
PER_CLIENT = 100

_TRY = """
with forgotten as (delete from sign_in_attempt where tried_at < $4::timestamptz - interval '1 day'),
recent as (
    select count(*) filter (where subject_hash = $2) as of_subject,
           count(*) filter (where client_hash = $3) as of_client
    from sign_in_attempt
    where (subject_hash = $2 or client_hash = $3) and tried_at > $4::timestamptz - $5::interval)
insert into sign_in_attempt (id, subject_hash, client_hash, tried_at)
select $1, $2, $3, $4::timestamptz from recent where of_subject < $6 and of_client < $7
"""


class TooManyTries(PlanningError):
    """Nothing more is tried until the time is up; said alike for known and unknown addresses."""

    def __init__(self, until: datetime) -> None:
        super().__init__("There were too many tries.")
        self.until = until


async def note_try(subject: str, *, client: str, now: datetime) -> None:
    """Count a try before it is made; raises `TooManyTries`. Needs an open transaction.

    Tries of one subject queue behind each other for a moment, so that a burst counts in full.
    """
    subject_hash, client_hash = _hashed(subject), _hashed(client)
    await execute(
        "select pg_advisory_xact_lock(hashtextextended($1, 0))", f"sign-in {subject_hash.hex()}"
    )
    counted = await execute(
        _TRY, uuid4(), subject_hash, client_hash, now, WINDOW, PER_SUBJECT, PER_CLIENT
    )
    if not counted:
        raise TooManyTries(now + WINDOW)


async def forget_tries(subject: str) -> None:
    """The right password clears what was tried before it. Needs an open transaction."""
    await execute("delete from sign_in_attempt where subject_hash = $1", _hashed(subject))


def _hashed(text: str) -> bytes:
    return hashlib.sha256(text.encode(errors="replace")).digest()
