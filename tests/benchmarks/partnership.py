"""A partnership of any size, written in bulk: whose rows they are, and how many."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import asyncpg

SCRIPTS = Path(__file__).parent / "partnership"
READERS = 24
"""People whose pages are measured, drawn by how many meetings they sit in."""

_READERS = """
select distinct on (a.person_id) a.person_id, mc.concern_id, a.meeting_id
from (select * from attendee where invited_at > now() - interval '150 days'
      order by md5('reader' || id::text) limit $1 * 8) a
join attendee_child t on t.attendee_id = a.id
join meeting_child mc on mc.id = t.meeting_child_id
order by a.person_id, mc.concern_id, a.meeting_id
limit $1
"""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody with a concern that they are in, and one of its meetings."""

    person_id: UUID
    concern_id: UUID
    meeting_id: UUID


@dataclass(frozen=True, slots=True)
class Partnership:
    """What was written."""

    meetings: int
    readers: list[Reader]


async def fill(administrator_url: str, meetings: int, *, trusted: bool) -> Partnership:
    """Write a partnership with six concerns for ten meetings and eight attendees at each.

    `trusted` leaves out the checks of foreign keys; run small and untrusted, the same script
    proves that its rows fit together.
    """
    connection = await asyncpg.connect(administrator_url)
    try:
        await _set(connection, "fsync = off", "full_page_writes = off", "max_wal_size = '8GB'")
        await connection.execute(f"set accord_bench.meetings = {meetings}")
        await connection.execute(f"set session_replication_role = {_role(trusted=trusted)}")
        await connection.execute("set synchronous_commit = off; set work_mem = '256MB'")
        for script in _scripts(trusted=trusted):
            await connection.execute(script.read_text(encoding="utf-8"))
        await connection.execute("vacuum analyze")
        await _reset(connection)
        rows = await connection.fetch(_READERS, READERS)
    finally:
        await connection.close()
    return Partnership(meetings, [Reader(**dict(row)) for row in rows])


def _scripts(*, trusted: bool) -> list[Path]:
    rows = sorted(SCRIPTS.glob("*.sql"))
    bulk = SCRIPTS / "bulk"
    return [bulk / "before.sql", *rows, bulk / "after.sql"] if trusted else rows


def _role(*, trusted: bool) -> str:
    return "replica" if trusted else "origin"


async def _set(connection: asyncpg.Connection, *settings: str) -> None:
    """Writing in bulk need not survive a power cut."""
    for setting in settings:
        await connection.execute(f"alter system set {setting}")
    await connection.execute("select pg_reload_conf()")


async def _reset(connection: asyncpg.Connection) -> None:
    """Measure on a server that keeps what it commits."""
    await connection.execute("alter system reset all")
    await connection.execute("select pg_reload_conf()")
    await connection.execute("checkpoint")
