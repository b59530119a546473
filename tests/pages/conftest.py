"""Each test here is rolled back; `browser` is a person at the application."""

import pytest

from tests.clients import app, browser, program, settings

__all__ = ["app", "browser", "program", "settings"]


@pytest.fixture(autouse=True)
async def _database(rolled_back: object) -> None:
    """Use one transaction a test."""
