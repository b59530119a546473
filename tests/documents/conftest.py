"""The real worker for documents; `browser` and `program` are the reader's."""

from tests.clients import app, browser, program, settings
from tests.jobs.conftest import administrator, working

__all__ = ["administrator", "app", "browser", "program", "settings", "working"]
