"""Casework's numbers in InfluxDB, beside the readings: measurement `casework`, a point a figure.

Owns the names of the measurement, its tags and its fields, and the questions that name them. A point's
field `count` is always 1; the times are fields of those points that have them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import structlog
from influxdb_client.rest import ApiException

from hub.domain.figures import NS_A_MS, Figure, Spread, Tallied
from hub.domain.words import EpochMs
from hub.sinks.influx import BAD_LINES
from hub.sinks.influx_database import InfluxDatabase, Series, in_thread

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
    """Figures in an InfluxDB database, which is made when missing.

    `dropped`: how many batches the server would not have whole, since the start.
    """

    def __init__(self, database: InfluxDatabase) -> None:
        self._database = database
        self.dropped = 0

    async def write(self, figures: Sequence[Figure]) -> None:
        """Store the figures; what the server will not have, as being older than it keeps, is logged."""
        if not figures:
            return
        await in_thread(self._write, [line(figure) for figure in figures])

    async def read_until(self) -> EpochMs | None:
        """Up to when closed cases were read from the journal."""
        [series] = await in_thread(self._database.ask, SELECT_READ_UNTIL)
        return next((int(row["last"]) for row in _rows(series)), None)

    async def set_read_until(self, at: EpochMs) -> None:
        """Keep how far the journal was read: a point a minute, which the minute's later ones replace."""
        minute_ns = at // MINUTE_MS * MINUTE_MS * NS_A_MS
        await in_thread(self._write, [f"{READ_UNTIL} until_ms={float(at)!r} {minute_ns}"])

    async def tallied(self, since: EpochMs, until: EpochMs, part_ms: int) -> list[Tallied]:
        """What happened in that span, by branch, procedure and stretch of time."""
        span = {"since_ms": since, "until_ms": until, "part_ms": part_ms}
        [counted] = await in_thread(self._database.ask, SELECT_COUNTS.format(**span))
        [timed] = await in_thread(self._database.ask, SELECT_SPREADS.format(**span))
        counts: dict[tuple[str, str, int], dict[Any, int]] = {}
        for row in _rows(counted):
            counts.setdefault(_part(row), {})[row["what"]] = int(row["count"])
        times = {_part(row): row for row in _rows(timed)}
        return [
            Tallied(*part, count, _spread(times.get(part), "waited"), _spread(times.get(part), "handled"))
            for part, count in sorted(counts.items())
        ]

    async def close(self) -> None:
        """Close the connections."""
        await in_thread(self._database.close)

    def _write(self, lines: list[str]) -> None:
        try:
            self._database.write("\n".join(lines).encode())
        except ApiException as error:
            if error.status not in BAD_LINES:
                raise
            self.dropped += 1  # the rest of them is stored
            logger.error("figures dropped", among=len(lines), reason=str(error.body).strip())


def line(figure: Figure) -> str:
    """A figure as a line. Its words are identifiers, which line protocol spells as they are."""
    region, _, branch = figure.branch.partition("/")
    fields = {"count": 1, "waited_s": figure.waited_s, "handled_s": figure.handled_s}
    spelled = ",".join(f"{name}={float(value)!r}" for name, value in fields.items() if value is not None)
    return (
        f"{MEASUREMENT},branch={branch},procedure={figure.procedure},region={region},what={figure.what} "
        f"{spelled} {figure.at_ns}"
    )


def _rows(series: Sequence[Series]) -> Iterator[dict[str, Any]]:
    for one in series:
        for values in one["values"]:
            yield {**one.get("tags", {}), **dict(zip(one["columns"], values, strict=True))}


def _part(row: dict[str, Any]) -> tuple[str, str, int]:
    return f"{row['region']}/{row['branch']}", row["procedure"], row["time"]


def _spread(row: dict[str, Any] | None, name: str) -> Spread | None:
    if row is None or row[f"{name}_median"] is None:
        return None
    return Spread(row[f"{name}_median"], row[f"{name}_p95"])
