"""The facts that measures are worked out from, which only the worker may read."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from planning.measures.rules.counting import contribution
from planning.measures.rules.deadlines import Deadlines
from planning.measures.rules.facts import ConcernFacts, known_by
from planning.procedures.queries import closed_days, profiles_of
from planning.transactions import connection, fetch_value, transaction


class Key(NamedTuple):
    """What a cell is of; without an operation, of the whole."""

    month: date
    team: str
    kind: str
    operation_id: UUID | None
    measure: str
    part: str


Batch = Sequence[Any]
"""Rows of concerns with their facts, not read into structs yet."""
_FACTS = "select concern_id, facts from accord_measure_facts($1)"
_NEXT = """
select concern_id, facts from accord_measure_facts(accord_measured_concerns($1, $2))
"""
AT_ONCE = 5000
_VERSIONS = "select coalesce(array_agg(version), '{}') from procedure_profile"
_facts = msgspec.json.Decoder(ConcernFacts)


async def deadlines_now() -> Deadlines:
    """Deadlines by every version of the rules, with the days closed as known now."""
    versions = await fetch_value(_VERSIONS)
    return Deadlines(await profiles_of(versions), await closed_days())


async def facts_of(concern_ids: Sequence[UUID]) -> Batch:
    """Facts of these concerns; one query, inside a transaction of the worker."""
    return list(await connection().fetch(_FACTS, concern_ids))


async def facts_of_all() -> AsyncIterator[Batch]:
    """Of every concern, some thousands at once; in a transaction of the worker, or its own."""
    last: UUID | None = None
    async with transaction(None):
        while found := await connection().fetch(_NEXT, last, AT_ONCE):
            yield found
            last = max(row["concern_id"] for row in found)


class Worked(NamedTuple):
    """What each concern adds, and of those that cannot be counted the names of the faults."""

    added: dict[UUID, dict[Key, int]]
    aside: dict[UUID, str]


def worked_out(facts: Batch, deadlines: Deadlines, *, known_at: datetime | None = None) -> Worked:
    """What concerns add, or added as known at a moment.

    One that nobody foresaw is set aside: it keeps no other out of the figures.
    """
    done = Worked({}, {})
    for row in facts:
        try:
            one = _facts.decode(row["facts"])
            done.added[row["concern_id"]] = _added(
                known_by(one, known_at) if known_at else one, deadlines
            )
        except Exception as fault:  # noqa: BLE001 - told without content, by who asked
            done.aside[row["concern_id"]] = type(fault).__name__
    return done


def _added(one: ConcernFacts, deadlines: Deadlines) -> dict[Key, int]:
    """To the whole, and again to each operation that the child is in."""
    operations = {each.operation_id for each in one.operations if each.ended_at is None}
    return {
        Key(cell.month, one.team, cell.kind, operation, cell.measure, cell.part): amount
        for cell, amount in contribution(one, deadlines).items()
        for operation in (None, *operations)
    }
