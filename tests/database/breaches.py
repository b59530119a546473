"""Statements that break one named constraint each, tried as a superuser and rolled back."""

import asyncpg
import pytest

from tests.conftest import TestDatabase


async def assert_breaks(database: TestDatabase, constraint: str, *statements: str) -> None:
    """The last statement is refused by exactly that constraint; those before it are not."""
    connection = await asyncpg.connect(database.administrator)
    attempt = connection.transaction()
    await attempt.start()
    try:
        for statement in statements[:-1]:
            await connection.execute(statement)
        with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
            await connection.execute(statements[-1])
        assert refused.value.constraint_name == constraint
    finally:
        await attempt.rollback()
        await connection.close()
