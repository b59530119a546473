"""Logs as a running process has them, for the length of a test."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from service.settings import LogLevel
from service.web.logs import set_up_logs


@contextmanager
def logs_as_run(level: LogLevel) -> Iterator[None]:
    """Lines go where `set_up_logs` sends them; afterwards nothing remembers it."""
    root, before = logging.getLogger(), structlog.get_config()
    handlers, old_level = root.handlers, root.level
    set_up_logs(level)
    structlog.configure(cache_logger_on_first_use=False)
    try:
        yield
    finally:
        root.handlers, root.level = handlers, old_level
        structlog.configure(**before)
