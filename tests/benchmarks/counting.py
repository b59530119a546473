"""Counts the statements that go to PostgreSQL, as the driver sends them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from planning.transactions import Connection, Connections

FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
HOUSEKEEPING = "SELECT pg_advisory_unlock_all()"


@dataclass
class Statements:
    """What was sent, in order; connections handed back are tidied up outside of any request."""

    sent: list[str] = field(default_factory=list)

    def note(self, logged: Any) -> None:
        """Keep a statement that asyncpg tells of."""
        statement = " ".join(logged.query.split())
        if not statement.startswith(HOUSEKEEPING):
            self.sent.append(statement)

    @property
    def queries(self) -> list[str]:
        """Without the frame of transactions."""
        return [one for one in self.sent if not one.startswith(FRAME)]

    def transactions(self) -> list[list[str]]:
        """Each transaction's statements, from BEGIN to COMMIT or ROLLBACK."""
        found: list[list[str]] = []
        inside = False
        for statement in self.sent:
            if statement.startswith("BEGIN"):
                found.append([])
                inside = True
            if inside:
                found[-1].append(statement)
            inside = inside and not statement.startswith(("COMMIT", "ROLLBACK;", "ROLLBACK"))
        return found


class CountingConnections:
    """The pool, with every statement noted. For one request at a time."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self.statements = Statements()

    @asynccontextmanager
    async def acquire(
        self,
        *,
        timeout: float | None = None,  # noqa: ASYNC109 - as asyncpg's pool does
    ) -> AsyncIterator[Connection]:
        """A connection that tells what is sent."""
        async with self._connections.acquire(timeout=timeout) as connection:
            with connection.query_logger(self.statements.note):
                yield connection

    def begin(self) -> Statements:
        """Count anew."""
        self.statements = Statements()
        return self.statements
