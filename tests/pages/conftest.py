"""Each test here is rolled back."""

import pytest


@pytest.fixture(autouse=True)
async def _database(rolled_back: object) -> None:
    """Use one transaction a test."""
