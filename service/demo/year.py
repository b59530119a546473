"""Writes an ordinary year of Northborough beside the operation: what its figures are drawn from.

In bulk as PostgreSQL's administrator, for six hundred meetings played through the acts would take
minutes; every constraint and every trigger holds as of any row. All of it is closed and done, and
one team manager of its own is the only person who sees it.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from planning.chains.actions import rebuild_chains
from planning.clock import today
from planning.measures.actions import rebuild_measures
from planning.people.actions import add_person
from planning.transactions import execute, fetch_value, transaction
from service.auth.passwords import hash_password
from service.demo.cast import PASSWORD
from service.demo.stage import at
from service.demo.year_people import MANAGER, PEOPLE
from service.demo.year_plot import year_of
from service.demo.year_rows import Known, Row, Rows

TABLES = (
    "compartment", "membership", "child", "concern", "strategy_meeting", "attendee",
    "meeting_child", "attendee_child", "chain_entry", "hand_over_answer", "clock_met",
    "senior_review", "escalation", "escalation_step",
)  # fmt: skip
"""Parents first."""
_MOVED_ON = "update person set closed_at = $3 where id = any($2) and id <> $1"


async def add_year(administrator_url: str, *, now: datetime) -> None:
    """Into a loaded Northborough; needs the application's connections for the people."""
    days, stories = year_of(today(now))
    people = await _people(at(days[0], 9))
    administrator = await asyncpg.connect(administrator_url)
    try:
        agencies = dict(await administrator.fetch("select name, id from agency"))
        profile = await administrator.fetchval("select max(version) from procedure_profile")
        rows = Rows(Known(people, agencies, profile, days))
        for story in stories:
            rows.tell(story)
        await administrator.execute(_MOVED_ON, people[MANAGER], list(people.values()), now)
        for table in TABLES:
            await _write(administrator, table, rows.tables[table])
    finally:
        await administrator.close()


async def count_year(*, now: datetime) -> None:
    """Work out its chains and figures, as `accord rebuild` does: as the worker's role."""
    await rebuild_chains(now=now)
    await rebuild_measures(now=now)


async def _write(administrator: asyncpg.Connection, table: str, rows: Sequence[Row]) -> None:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    records = [tuple(row.get(name) for name in columns) for row in rows]
    await administrator.copy_records_to_table(table, records=records, columns=columns)


async def _people(since: datetime) -> dict[str, UUID]:
    """The manager may sign in; the others have moved on, so that nobody else meets them."""
    people = {}
    for player in PEOPLE:
        async with transaction(None):
            agency_id = await fetch_value("select id from agency where name = $1", player.agency)
        people[player.key] = await add_person(
            agency_id=agency_id,
            name=player.name,
            email=player.email,
            job_title=player.job_title,
            decision_authority=True,
            roles=player.roles,
            actor=None,
            now=since,
        )
    hashed = await hash_password(PASSWORD)
    async with transaction(None):
        await execute(
            "insert into credential (person_id, password_hash, changed_at) values ($1, $2, $3)",
            people[MANAGER], hashed, since,
        )  # fmt: skip
    return people
