"""Each test here is rolled back; `program` is a client of the API."""

import pytest

from tests.clients import app, program, settings

__all__ = ["app", "program", "settings"]


@pytest.fixture(autouse=True)
async def _database(rolled_back: object) -> None:
    """Use one transaction a test."""
