"""How both programs log: one JSON object a line on standard error, a name and fields.

Never customer data, never the bytes of a material; what is bound here stands on every line.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TextIO

import structlog


class _Lines:
    """Writes lines as `structlog.PrintLogger` does, but what cannot be written is dropped, not raised.

    A log on a disk that is full must not end the program that says so.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def msg(self, line: str) -> None:
        with suppress(OSError):
            print(line, file=self._file, flush=True)

    debug = info = warning = error = critical = exception = msg


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
        logger_factory=lambda *_: _Lines(sys.stderr),
    )
    structlog.contextvars.bind_contextvars(**bound)
