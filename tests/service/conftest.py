"""Here each test says itself whether it is rolled back or committed."""

from tests.clients import app, browser, program, settings

__all__ = ["app", "browser", "program", "settings"]
