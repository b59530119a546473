"""Logs: one JSON object a line, without case content, bodies, addresses, names or tokens."""

import logging
import sys

import structlog

from service.settings import LogLevel


def set_up_logs(level: LogLevel) -> None:
    """Send our lines and those of libraries, as JSON, to standard output."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _without_values,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        cache_logger_on_first_use=True,
    )


def _without_values(
    _logger: object, _method: str, line: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """An exception's message and traceback may quote rows: only its kind is kept."""
    failure = line.pop("exc_info", None)
    if isinstance(failure, tuple) and failure[0] is not None:
        line["kind"] = failure[0].__name__
    elif isinstance(failure, BaseException):
        line["kind"] = type(failure).__name__
    return line
