"""The pool of connections of one process."""

import asyncpg
import msgspec


async def open_pool(url: str, *, minimum: int = 1, maximum: int = 10) -> asyncpg.Pool:
    """A pool whose connections speak UTC, end statements after 30 s and decode JSONB.

    JSONB parameters may be given as JSON text (`planning.transactions.to_json`).
    """
    return await asyncpg.create_pool(
        url,
        min_size=minimum,
        max_size=maximum,
        init=prepare,
        reset=_leave_as_it_is,
        command_timeout=30,
        server_settings={
            "timezone": "UTC",
            "application_name": "accord",
            "idle_in_transaction_session_timeout": "60000",
            # A page's queries are the same each time; planning them anew costs as much as they do.
            "plan_cache_mode": "force_generic_plan",
        },
    )


async def _leave_as_it_is(_connection: asyncpg.Connection) -> None:
    """Nothing of ours outlives its transaction, so asyncpg's reset is a round trip for nothing.

    asyncpg still rolls an open transaction back before it calls this.
    """


async def prepare(connection: asyncpg.Connection) -> None:
    """Set the codecs that every connection of ours has."""
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        encoder=lambda value: (
            value if isinstance(value, str) else msgspec.json.encode(value).decode()
        ),
        decoder=msgspec.json.decode,
    )
