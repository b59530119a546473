"""Forms, words and components: nothing here needs the database of the pages around it."""

import pytest


@pytest.fixture(autouse=True)
def _database() -> None:
    """Take the place of the transaction that every other page test runs in."""
