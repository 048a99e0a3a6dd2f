"""Logs as JSON lines in UTC, each with the id of its request; no bodies, tokens or addresses."""

import logging
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

from relief.core import context, tenancy

SECRET_WORDS = ("password", "token", "secret", "cookie", "authorization", "email", "to_address")


def _add_context(_logger: WrappedLogger, _name: str, entry: EventDict) -> EventDict:
    entry.setdefault("request_id", context.request_id())
    chapter = tenancy.chosen()
    if chapter is not None:
        entry.setdefault("chapter", str(chapter))
    return entry


def _mask(_logger: WrappedLogger, _name: str, entry: EventDict) -> EventDict:
    for key in entry:
        if any(word in key for word in SECRET_WORDS):
            entry[key] = "***"
    return entry


def set_up(*, level: int = logging.INFO) -> None:
    """Write everything, our own lines and the libraries', as JSON to the error stream."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_context,
        _mask,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
