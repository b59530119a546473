"""Working all measures out anew, from the facts alone."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime
from uuid import UUID

from planning.measures.actions.writing import LOCK, keep_aside, write_contributions
from planning.measures.reading import Key, deadlines_now, worked_out
from planning.transactions import connection, execute, transaction

AT_ONCE = 5000
_CONCERNS = "select accord_measured_concerns($1, $2)"
_CELLS = """
insert into measure_cell (number, month, team, kind, operation_id, measure, part, amount)
select * from unnest($1::integer[], $2::date[], $3::text[], $4::text[], $5::uuid[], $6::text[],
                     $7::text[], $8::bigint[])
"""


async def rebuild_measures(*, now: datetime) -> int:
    """Forget every figure and work all out again; how many concerns there are.

    In one transaction: until its end everybody sees the old figures, and acts go on meanwhile.
    """
    async with transaction(None):
        await execute(LOCK)
        for table in ("measure_due", "measure_contribution", "measure_cell"):
            await execute(f"delete from {table}")
        deadlines = await deadlines_now()
        numbers: dict[Key, int] = {}
        sums: Counter[int] = Counter()
        done = 0
        async for concern_ids in concerns():
            kept: dict[UUID, dict[int, int]] = {}
            found, aside = await worked_out(concern_ids, deadlines)
            await keep_aside(concern_ids, aside, now)
            for concern_id, amounts in found.items():
                own = {
                    numbers.setdefault(key, len(numbers) + 1): amount
                    for key, amount in amounts.items()
                }
                kept[concern_id] = own
                for number, amount in own.items():
                    sums[number] += amount
            await write_contributions(kept)
            done += len(concern_ids)
        await _write_cells(numbers, sums)
        return done


async def concerns() -> AsyncIterator[list[UUID]]:
    """Every concern, some thousands at once; needs an open transaction of the worker."""
    last: UUID | None = None
    while concern_ids := await connection().fetchval(_CONCERNS, last, AT_ONCE):
        yield concern_ids
        last = concern_ids[-1]


async def _write_cells(numbers: dict[Key, int], sums: Counter[int]) -> None:
    columns = list(zip(*numbers, strict=True)) or [()] * len(Key._fields)
    amounts = [sums[number] for number in numbers.values()]
    await execute(_CELLS, list(numbers.values()), *map(list, columns), amounts)
