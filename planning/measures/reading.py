"""The facts that measures are worked out from, which only the worker may read."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

import msgspec

from planning.measures.rules.counting import contribution
from planning.measures.rules.deadlines import Deadlines
from planning.measures.rules.facts import ConcernFacts
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


Batch = dict[UUID, ConcernFacts]
_FACTS = "select concern_id, facts from accord_measure_facts($1)"
_NEXT = """
select concern_id, facts from accord_measure_facts(accord_measured_concerns($1, $2))
"""
AT_ONCE = 5000
_VERSIONS = "select coalesce(array_agg(version), '{}') from procedure_profile"
_facts = msgspec.json.Decoder(ConcernFacts)


async def facts_of(concern_ids: Sequence[UUID]) -> Batch:
    """The facts of concerns; one query, inside a transaction of the worker."""
    return await _read(_FACTS, concern_ids)


async def facts_of_all() -> AsyncIterator[Batch]:
    """Of every concern, some thousands at once; in a transaction of the worker, or its own."""
    last: UUID | None = None
    async with transaction(None):
        while found := await _read(_NEXT, last, AT_ONCE):
            yield found
            last = max(found)


async def deadlines_now() -> Deadlines:
    """Deadlines by every version of the rules, with the days closed as known now."""
    versions = await fetch_value(_VERSIONS)
    return Deadlines(await profiles_of(versions), await closed_days())


def added(
    facts: Mapping[UUID, ConcernFacts], deadlines: Deadlines
) -> Iterator[tuple[UUID, dict[Key, int]]]:
    """What each concern adds: to the whole, and again to each operation that it is in."""
    for concern_id, one in facts.items():
        operations = {each.operation_id for each in one.operations if each.ended_at is None}
        yield (
            concern_id,
            {
                Key(cell.month, one.team, cell.kind, operation, cell.measure, cell.part): amount
                for cell, amount in contribution(one, deadlines).items()
                for operation in (None, *operations)
            },
        )


async def _read(sql: str, *given: object) -> Batch:
    rows = await connection().fetch(sql, *given)
    return {row["concern_id"]: _facts.decode(row["facts"]) for row in rows}
