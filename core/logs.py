"""Logs as key-value lines, with anything that looks like personal data blanked."""

import logging
import re
from typing import Any
from urllib.parse import parse_qsl, urlencode

import structlog

# A mainland mobile number, an identity number, a bank card: long runs of digits.
_PERSONAL = re.compile(r"(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)|(?<!\d)\d{15,19}[\dXx]?(?!\d)")


def without_personal_data(text: str) -> str:
    """`text` with telephone, identity and account numbers replaced."""
    return _PERSONAL.sub("•••", text)


def without_search(query: str) -> str:
    """A list's address without what was searched for in it: people are searched for by name."""
    kept = [
        (name, value if name != "q" and value.isascii() else "***")
        for name, value in parse_qsl(query)
    ]
    return without_personal_data(urlencode(kept, safe="*"))


def _scrub(_logger: Any, _name: str, event: Any) -> Any:
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = without_personal_data(value)
    return event


def formatter() -> logging.Formatter:
    """The one formatter of settings.LOGGING."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            _scrub,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
    )
