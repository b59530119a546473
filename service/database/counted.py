"""Whether everything is in the partnership's figures."""

import asyncpg

_SET_ASIDE = """
select fault, count(*)::integer as concerns from measure_set_aside group by fault order by fault
"""


async def figures_missing(worker_url: str) -> list[str]:
    """That concerns are left out because they cannot be counted: how many, by which faults."""
    connection = await asyncpg.connect(worker_url, timeout=10)
    try:
        rows = await connection.fetch(_SET_ASIDE)
    finally:
        await connection.close()
    faults = ", ".join(f"{row['fault']}: {row['concerns']}" for row in rows)
    told = "The partnership's figures lack concerns that cannot be counted"
    return [f"{told} ({faults}). Run `accord rebuild`; if they stay, report it."] if rows else []
