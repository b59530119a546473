"""The one door to the database.

Piccolo's own transactions lose a connection when COMMIT fails or the task is cancelled; these are
asyncpg's context managers with Piccolo's current transaction set around them.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any, Literal, Protocol, TypeVar, cast
from uuid import UUID

import asyncpg
import msgspec
from piccolo.engine.postgres import PostgresEngine
from piccolo.querystring import QueryString

Row = TypeVar("Row", bound=msgspec.Struct)
Result = TypeVar("Result")
Connection = Any
"""asyncpg's connection; asyncpg ships no types."""
Isolation = Literal["read_committed", "repeatable_read", "serializable"]

ACQUIRE_SECONDS = 10.0
RETRIES = 3
RETRYABLE = (
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.ConnectionDoesNotExistError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    ConnectionError,
    FileNotFoundError,
)
"""What asks for another try; the last one: PostgreSQL restarts and its socket is not there yet."""


class Connections(Protocol):
    """What `transaction()` needs of a pool: asyncpg's own, or one held connection in tests."""

    def acquire(self, *, timeout: float | None = None) -> AbstractAsyncContextManager[Any]:
        """A connection for the length of the `with`; waits at most `timeout` seconds."""
        ...


class NoTransaction(RuntimeError):
    """A query was run outside `transaction()`: without an actor, row-level security hides all."""


class _Current:
    """What Piccolo's engine needs of a current transaction: its connection."""

    __slots__ = ("actor_id", "connection")

    def __init__(self, connection: Connection, actor_id: UUID | None) -> None:
        self.connection = connection
        self.actor_id = actor_id


class Engine(PostgresEngine):
    """Piccolo's engine without its back doors: every query runs inside `transaction()`."""

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> Any:  # noqa: FBT001, FBT002 - Piccolo's signature
        """Run in the current transaction; raises `NoTransaction` outside one."""
        query, arguments = querystring.compile_string(engine_type=self.engine_type)
        return await connection().fetch(query, *arguments)

    async def get_version(self) -> float:
        """PostgreSQL's version is the self-check's business, not an import's."""
        return float(self.min_version_number)

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> Any:  # noqa: FBT001, FBT002 - Piccolo's signature
        """Run in the current transaction; raises `NoTransaction` outside one."""
        return await connection().fetch(ddl)


engine = Engine(config={})
_current: ContextVar[_Current | None] = cast(
    "ContextVar[_Current | None]", engine.current_transaction
)
_connections: Connections | None = None
_own_connections: ContextVar[Connections | None] = ContextVar("own connections", default=None)


def use_connections(connections: Connections | None) -> None:
    """Set the process's pool; `None` on shut-down."""
    global _connections  # noqa: PLW0603 - one pool a process is the point
    _connections = connections


@contextmanager
def using(connections: Connections) -> Iterator[None]:
    """Let this task alone use other connections than its process: a job its worker's."""
    token = _own_connections.set(connections)
    try:
        yield
    finally:
        _own_connections.reset(token)


def connection() -> Connection:
    """The connection of the transaction that runs now; raises `NoTransaction`."""
    current = _current.get()
    if current is None:
        raise NoTransaction("No transaction is open here.")
    return current.connection


def acquire() -> AbstractAsyncContextManager[Connection]:
    """A connection without transaction or actor, for one statement that is whole by itself."""
    connections = _own_connections.get() or _connections
    if connections is None:
        raise NoTransaction("The database is not connected.")
    return connections.acquire(timeout=ACQUIRE_SECONDS)


def transaction(
    actor_id: UUID | None,
    *,
    isolation: Isolation = "read_committed",
    read_only: bool = False,
) -> AbstractAsyncContextManager[Connection]:
    """Open a transaction in which the database sees as `actor_id` (`None`: nobody) sees.

    Raise rolls back, return commits. Inside another transaction of the same actor it joins that
    one; of another actor it is a programming error. Do not start tasks inside.
    """
    outer = _current.get()
    if outer is None:
        return _begun(actor_id, isolation, read_only=read_only)
    if outer.actor_id != actor_id:
        raise RuntimeError("A transaction cannot change its actor.")
    return nullcontext(outer.connection)


@asynccontextmanager
async def _begun(
    actor_id: UUID | None, isolation: Isolation, *, read_only: bool
) -> AsyncIterator[Connection]:
    async with (
        acquire() as acquired,
        acquired.transaction(isolation=isolation, readonly=read_only),
    ):
        await acquired.execute(
            "select set_config('accord.actor', $1, true)", str(actor_id) if actor_id else ""
        )
        token = _current.set(_Current(acquired, actor_id))
        try:
            yield acquired
        finally:
            _current.reset(token)


@asynccontextmanager
async def hold(held: Connection) -> AsyncIterator[None]:
    """A transaction on a connection of one's own, for migrations: no pool, no actor."""
    async with held.transaction():
        token = _current.set(_Current(held, None))
        try:
            yield
        finally:
            _current.reset(token)


@asynccontextmanager
async def savepoint() -> AsyncIterator[None]:
    """A part of the current transaction that may be rolled back alone."""
    async with connection().transaction():
        yield


async def retrying(act: Callable[[], Awaitable[Result]]) -> Result:
    """Run a whole act again when the database asks: serialisation, deadlock, lost connection.

    The act must open its own transaction and be safe to run twice (an idempotency key).
    """
    for attempt in range(RETRIES):
        try:
            return await act()
        except RETRYABLE:
            if attempt == RETRIES - 1:
                raise
            await asyncio.sleep(0.05 * 2**attempt * (0.5 + random.random()))  # noqa: S311 - jitter
    raise AssertionError("unreachable")  # pragma: no cover


async def fetch_all(kind: type[Row], sql: str, *arguments: object) -> list[Row]:
    """Rows as structs, by column name; JSONB columns become whatever type their field says."""
    return [_struct(kind, row) for row in await connection().fetch(sql, *arguments)]


async def fetch_grouped(
    kind: type[Row], by: str, sql: str, *arguments: object
) -> dict[Any, list[Row]]:
    """Rows as structs in their order, by the value of a column that the struct need not have."""
    found: dict[Any, list[Row]] = {}
    for row in await connection().fetch(sql, *arguments):
        found.setdefault(row[by], []).append(_struct(kind, row))
    return found


async def fetch_one(kind: type[Row], sql: str, *arguments: object) -> Row | None:
    """The first row as a struct, or `None`."""
    row = await connection().fetchrow(sql, *arguments)
    return None if row is None else _struct(kind, row)


async def fetch_value(sql: str, *arguments: object) -> Any:
    """The first column of the first row, or `None`."""
    return await connection().fetchval(sql, *arguments)


async def execute(sql: str, *arguments: object) -> int:
    """Run a statement; the number of rows it touched."""
    status = await connection().execute(sql, *arguments)
    return int(status.rsplit(" ", 1)[-1]) if status[-1:].isdigit() else 0


async def execute_many_rows(sql: str, rows: Sequence[object]) -> int:
    """One statement over many rows: `sql` reads them from `$1::jsonb` with jsonb_to_recordset."""
    return await execute(sql, to_json(rows))


def to_json(value: object) -> str:
    """JSON text for a JSONB parameter; dates, UUIDs, structs and dataclasses included."""
    return msgspec.json.encode(value).decode()


def _struct(kind: type[Row], row: asyncpg.Record) -> Row:
    return msgspec.convert(dict(row), kind, strict=False)
