"""The facts that measures are worked out from, which only the worker may read."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

import msgspec

from planning.measures.rules.counting import contribution
from planning.measures.rules.deadlines import Deadlines
from planning.measures.rules.facts import ConcernFacts
from planning.procedures.queries import closed_days, profiles_of
from planning.transactions import connection, fetch_value


class Key(NamedTuple):
    """What a cell is of; without an operation, of the whole."""

    month: date
    team: str
    kind: str
    operation_id: UUID | None
    measure: str
    part: str


_FACTS = "select concern_id, facts from accord_measure_facts($1)"
_VERSIONS = "select coalesce(array_agg(version), '{}') from procedure_profile"
_facts = msgspec.json.Decoder(ConcernFacts)


async def facts_of(concern_ids: Sequence[UUID]) -> dict[UUID, ConcernFacts]:
    """The facts of concerns; one query, inside a transaction of the worker."""
    rows = await connection().fetch(_FACTS, concern_ids)
    return {row["concern_id"]: _facts.decode(row["facts"]) for row in rows}


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
