"""How a database that restarts looks from here."""

import asyncpg

LOST_DATABASE = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
)
"""Internal: a connection cut between two statements says that another operation is in progress."""
