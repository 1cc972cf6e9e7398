"""Casework's numbers in InfluxDB, beside the readings: measurement `casework`, a point a figure.

Owns the names of the measurement, its tags and its fields, and the questions that name them. A point's
field `count` is always 1; the times are fields of those points that have them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import structlog

from hub.domain.figures import NS_A_MS, Figure, Spread, Tallied
from hub.domain.words import EpochMs
from hub.sinks.influx_server import InfluxServer

logger: structlog.typing.FilteringBoundLogger = structlog.get_logger()

MEASUREMENT: Final = "casework"
READ_UNTIL: Final = "casework_read"
MINUTE_MS: Final = 60_000
SELECT_READ_UNTIL: Final = "SELECT LAST(until_ms) FROM casework_read"
SELECT_COUNTS: Final = """
    SELECT COUNT(count) AS count FROM casework WHERE time >= {since_ms}ms AND time < {until_ms}ms
    GROUP BY time({part_ms}ms), region, branch, procedure, what fill(none)
"""
SELECT_SPREADS: Final = """
    SELECT PERCENTILE(waited_s, 50) AS waited_median, PERCENTILE(waited_s, 95) AS waited_p95,
        PERCENTILE(handled_s, 50) AS handled_median, PERCENTILE(handled_s, 95) AS handled_p95
    FROM casework WHERE time >= {since_ms}ms AND time < {until_ms}ms
    GROUP BY time({part_ms}ms), region, branch, procedure fill(none)
"""


class InfluxFigureStore:
    """Figures in an InfluxDB database. `dropped`: how many batches it would not have whole."""

    def __init__(self, server: InfluxServer) -> None:
        self._server = server
        self.dropped = 0

    async def write(self, figures: Sequence[Figure]) -> None:
        """Store the figures; what the server will not have, as being older than it keeps, is logged."""
        if not figures:
            return
        refused = await self._server.write("\n".join(line(figure) for figure in figures).encode())
        if refused is not None:
            self.dropped += 1
            logger.error("figures dropped", among=len(figures), reason=refused)

    async def read_until(self) -> EpochMs | None:
        """Up to when closed cases were read from the journal."""
        for row in _rows(await self._server.ask(SELECT_READ_UNTIL)):
            return int(row["last"])
        return None

    async def set_read_until(self, at: EpochMs) -> None:
        """Keep how far the journal was read: a point a minute, which the minute's later ones replace."""
        refused = await self._server.write(
            f"{READ_UNTIL} until_ms={float(at)!r} {at // MINUTE_MS * MINUTE_MS * NS_A_MS}".encode()
        )
        if refused is not None:
            logger.error("figures' place dropped", reason=refused)

    async def tallied(self, since: EpochMs, until: EpochMs, part_ms: int) -> list[Tallied]:
        """What happened in that span, by branch, procedure and stretch of time."""
        span = {"since_ms": since, "until_ms": until, "part_ms": part_ms}
        counts: dict[tuple[str, str, int], dict[Any, int]] = {}
        for row in _rows(await self._server.ask(SELECT_COUNTS.format(**span))):
            counts.setdefault(_part(row), {})[row["what"]] = int(row["count"])
        asked = await self._server.ask(SELECT_SPREADS.format(**span))
        times = {_part(row): row for row in _rows(asked)}
        return [
            Tallied(*part, count, _spread(times.get(part), "waited"), _spread(times.get(part), "handled"))
            for part, count in sorted(counts.items())
        ]

    async def close(self) -> None:
        """Close the connections."""
        await self._server.close()


def line(figure: Figure) -> str:
    """A figure as a line. Its words are identifiers, which line protocol spells as they are."""
    region, _, branch = figure.branch.partition("/")
    fields = {"count": 1, "waited_s": figure.waited_s, "handled_s": figure.handled_s}
    spelled = ",".join(f"{name}={float(value)!r}" for name, value in fields.items() if value is not None)
    return (
        f"{MEASUREMENT},branch={branch},procedure={figure.procedure},region={region},what={figure.what} "
        f"{spelled} {figure.at_ns}"
    )


def _rows(series: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in series:
        for values in one["values"]:
            yield {**one.get("tags", {}), **dict(zip(one["columns"], values, strict=True))}


def _part(row: dict[str, Any]) -> tuple[str, str, int]:
    return f"{row['region']}/{row['branch']}", row["procedure"], row["time"] // NS_A_MS


def _spread(row: dict[str, Any] | None, name: str) -> Spread | None:
    if row is None or row[f"{name}_median"] is None:
        return None
    return Spread(row[f"{name}_median"], row[f"{name}_p95"])
