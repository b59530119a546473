"""Working all measures out anew, from the facts alone."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime
from uuid import UUID

from planning.measures.actions.writing import LOCK, keep_aside, write_contributions
from planning.measures.reading import Batch, Key, deadlines_now, facts_of_all, worked_out
from planning.transactions import execute, transaction

_CELLS = """
insert into measure_cell (number, month, team, kind, operation_id, measure, part, amount)
select * from unnest($1::integer[], $2::date[], $3::text[], $4::text[], $5::uuid[], $6::text[],
                     $7::text[], $8::bigint[])
"""


async def rebuild_measures(*, now: datetime, batches: AsyncIterator[Batch] | None = None) -> int:
    """Forget every figure and work all out again; how many concerns there are.

    In one transaction: until its end everybody sees the old figures, and acts go on meanwhile.
    `batches` are those of `facts_of_all`, if somebody reads them ahead. They are read from when
    the first is asked for: what changes after that is noted, and worked out another time.
    """
    async with transaction(None):
        await execute(LOCK)
        for table in ("measure_due", "measure_contribution", "measure_cell"):
            await execute(f"delete from {table}")
        deadlines = await deadlines_now()
        numbers: dict[Key, int] = {}
        sums: Counter[int] = Counter()
        done = 0
        async for facts in batches or facts_of_all():
            kept: dict[UUID, dict[int, int]] = {}
            found, aside = worked_out(facts, deadlines)
            await keep_aside([row["concern_id"] for row in facts], aside, now)
            for concern_id, amounts in found.items():
                own = {
                    numbers.setdefault(key, len(numbers) + 1): amount
                    for key, amount in amounts.items()
                }
                kept[concern_id] = own
                for number, amount in own.items():
                    sums[number] += amount
            await write_contributions(kept)
            done += len(facts)
        await _write_cells(numbers, sums)
        return done


async def _write_cells(numbers: dict[Key, int], sums: Counter[int]) -> None:
    columns = list(zip(*numbers, strict=True)) or [()] * len(Key._fields)
    amounts = [sums[number] for number in numbers.values()]
    await execute(_CELLS, list(numbers.values()), *map(list, columns), amounts)
