"""Logs as JSON lines in UTC, each with the id of its request; no bodies, tokens or addresses."""

import logging
import re
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

from relief.core import context, tenancy

SECRET_WORDS = ("password", "token", "secret", "cookie", "authorization", "email", "to_address")
PRIVATE = (
    (re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"), "***@***"),
    (re.compile(r"\b[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}\b", re.IGNORECASE), "***"),
    (re.compile(r"(/d/|token=|code=)[^\s\"'&]+"), r"\1***"),
)


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


def _scrub(_logger: WrappedLogger, _name: str, entry: EventDict) -> EventDict:
    """Take addresses, tax numbers and tokens out of what errors and libraries say."""
    for key, value in entry.items():
        if isinstance(value, str):
            entry[key] = scrubbed(value)
    return entry


def scrubbed(text: str) -> str:
    """Return the text with three asterisks for each e-mail address, RFC and token of a link."""
    for pattern, instead in PRIVATE:
        text = pattern.sub(instead, text)
    return text


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
                _scrub,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
