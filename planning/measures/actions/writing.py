"""Writing cells and contributions; one worker at a time."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from planning.measures.reading import Key
from planning.transactions import connection, execute, to_json

LOCK = "select pg_advisory_xact_lock(hashtextextended('accord.measures', 0))"

_COLUMNS = """
asked (month date, team text, kind text, operation_id uuid, measure text, part text)
"""
_MISSING = f"""
insert into measure_cell (number, month, team, kind, operation_id, measure, part, amount)
select (select coalesce(max(number), 0) from measure_cell) + row_number() over (),
       asked.*, 0
from jsonb_to_recordset($1::jsonb) as {_COLUMNS}
on conflict on constraint uq_measure_cell_key do nothing
"""
_NUMBERS = f"""
select c.number, asked.*
from jsonb_to_recordset($1::jsonb) as {_COLUMNS}
join measure_cell c on c.month = asked.month and c.team = asked.team and c.kind = asked.kind
    and c.operation_id is not distinct from asked.operation_id
    and c.measure = asked.measure and c.part = asked.part
"""
_AMOUNTS = """
update measure_cell c set amount = c.amount + changed.amount
from unnest($1::integer[], $2::bigint[]) changed (number, amount)
where c.number = changed.number
"""
_EMPTY = "delete from measure_cell where amount = 0 and number = any($1::integer[])"
_CONTRIBUTIONS = """
insert into measure_contribution (concern_id, cells, amounts)
select k.id, k.cells::integer[], k.amounts::integer[]
from unnest($1::uuid[], $2::text[], $3::text[]) k (id, cells, amounts)
"""

_COUNTED_AGAIN = "delete from measure_set_aside where concern_id = any($1)"
_SET_ASIDE = """
insert into measure_set_aside (concern_id, fault, set_aside_at)
select k.id, k.fault, $3 from unnest($1::uuid[], $2::text[]) k (id, fault)
"""


async def numbers_of(keys: Collection[Key]) -> dict[Key, int]:
    """The number of each cell; those that are missing are made."""
    asked = to_json([key._asdict() for key in keys])
    await execute(_MISSING, asked)
    return {
        Key(*list(row.values())[1:]): row["number"]
        for row in await connection().fetch(_NUMBERS, asked)
    }


async def keep_aside(
    concern_ids: Sequence[UUID], faults: Mapping[UUID, str], now: datetime
) -> None:
    """Which of these concerns cannot be counted, by the names of their faults; the rest can."""
    await execute(_COUNTED_AGAIN, concern_ids)
    await execute(_SET_ASIDE, list(faults), list(faults.values()), now)


async def write_amounts(changes: Mapping[int, int]) -> None:
    """Add to cells, and put those away that nothing is left in."""
    await execute(_AMOUNTS, list(changes), list(changes.values()))
    await execute(_EMPTY, list(changes))


async def write_contributions(kept: Mapping[UUID, Mapping[int, int]]) -> None:
    """What each concern adds, by the numbers of cells; of those that are not there yet."""
    await execute(
        _CONTRIBUTIONS,
        list(kept),
        [_array(amounts) for amounts in kept.values()],
        [_array(amounts.values()) for amounts in kept.values()],
    )


def _array(numbers: Collection[int]) -> str:
    return "{" + ",".join(map(str, numbers)) + "}"
