"""Adding to the cells what has changed: what each concern added before is taken away again."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from planning.measures.actions.writing import (
    LOCK,
    keep_aside,
    numbers_of,
    write_amounts,
    write_contributions,
)
from planning.measures.reading import deadlines_now, facts_of, worked_out
from planning.transactions import connection, execute, transaction

AT_ONCE = 500
_TAKE = """
with taken as (
    delete from measure_due where id in (
        select id from measure_due order by noted_at limit $1)
    returning concern_id)
select coalesce(array_agg(distinct concern_id), '{}') from taken
"""
"""Acts that are not committed yet are not seen, and their notes stay for the next time."""
_FORGET = """
delete from measure_contribution where concern_id = any($1) returning cells, amounts
"""


async def add_changes(
    *, now: datetime, most: int = AT_ONCE, tell: Callable[[Sequence[str]], None] = lambda _: None
) -> int:
    """Bring the cells up to date with up to so many notes; how many concerns were worked out.

    All or nothing: whoever dies on the way leaves notes and cells as they were. `tell` is given
    the names of faults of concerns that were set aside, for nobody could count them.
    """
    async with transaction(None):
        await execute(LOCK)
        concern_ids = await connection().fetchval(_TAKE, most)
        faults = await _work_out(concern_ids, now) if concern_ids else []
    tell(faults)
    return len(concern_ids)


async def _work_out(concern_ids: list[UUID], now: datetime) -> list[str]:
    change: Counter[int] = Counter()
    for row in await connection().fetch(_FORGET, concern_ids):
        change.subtract(dict(zip(row["cells"], row["amounts"], strict=True)))
    found, aside = worked_out(await facts_of(concern_ids), await deadlines_now())
    await keep_aside(concern_ids, aside, now)
    numbers = await numbers_of({key for amounts in found.values() for key in amounts})
    kept: Mapping[UUID, dict[int, int]] = {
        concern_id: {numbers[key]: amount for key, amount in amounts.items()}
        for concern_id, amounts in found.items()
    }
    for amounts in kept.values():
        change.update(amounts)
    await write_contributions(kept)
    await write_amounts({number: amount for number, amount in change.items() if amount})
    return [*aside.values()]
