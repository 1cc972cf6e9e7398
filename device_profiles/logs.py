"""How both programs log: one JSON object a line on standard error, a name and fields.

Never customer data, never the bytes of a material; what is bound here stands on every line.
"""

from __future__ import annotations

import sys

import structlog


def log_to_stderr(**bound: str) -> None:
    """Log to standard error, with these fields on every line."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    structlog.contextvars.bind_contextvars(**bound)
