"""A bank in which devices have reported and cases have ended, for the questions of dashboards."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any, Final

from device_profiles.profiles import load_kinds
from hub.domain.figures import NS_A_MS, Figure
from hub.domain.readings import Reading
from hub.sinks.influx import InfluxTelemetryStore
from hub.sinks.influx_database import InfluxDatabase
from hub.sinks.influx_figures import InfluxFigureStore
from tests.fakes.standing_clock import MINUTE_MS, NOON_MS
from tests.servers.influx import asked

KEEP_DAYS: Final = 36_500
"""Noon is long ago for whoever runs the tests later."""
KINDS: Final = load_kinds()
BUCKET_MS: Final = 20_000
NOT_IN_THE_THIRD: Final = (0, 1, 3)
"""Each device reports at the start of these buckets, and is silent in between."""


def reading(branch: str, device: str, number: int) -> Reading:
    """Values of no two devices or times are the same."""
    kind = device.partition("-")[0]
    step = number + (10 if branch == "uptown" else 0) + (20 if kind == "kiosk" else 0)
    return Reading(
        region="east",
        branch=branch,
        device=device,
        kind=kind,
        boot="b1",
        number=number + 1,
        measured_at_ms=NOON_MS + number * BUCKET_MS,
        historical=number == 1,
        metrics={name: float(step + place) for place, name in enumerate(KINDS[kind].metrics, start=1)},
    )


READINGS: Final = [
    reading(branch, device, number)
    for branch in ("riverside", "uptown")
    for device in ("counter-1", "kiosk-1")
    for number in NOT_IN_THE_THIRD
]
QUARTER_MS: Final = 15 * MINUTE_MS


def figure(what: Any, quarter: int, *times: int, branch: str = "east/riverside") -> Figure:
    at_ns = (NOON_MS + quarter * QUARTER_MS) * NS_A_MS + sum(times)
    return Figure(what, branch, "open-account", at_ns, *times)


FIGURES: Final = [
    *(figure("filed", 0), figure("filed", 2), figure("filed", 2, branch="west/hill")),
    *(figure("offer_declined", 0), figure("offer_expired", 2)),
    *(figure("succeeded", 0, 10, 100), figure("succeeded", 2, 30, 300), figure("failed", 2, 20, 200)),
    figure("expired", 2, branch="west/hill"),
]


@dataclass(frozen=True, slots=True)
class Server:
    """One on which the bank has been."""

    url: str
    database: str

    async def ask(self, question: str) -> list[dict[str, Any]]:
        return await asked(self.url, self.database, question)


async def bank_on(url: str) -> Server:
    """A new database on the server, in which all of that has happened."""
    server = Server(url, f"tongban-test-{uuid.uuid4()}")
    readings = InfluxTelemetryStore(InfluxDatabase(url, database=server.database, keep_days=KEEP_DAYS))
    await readings.write(READINGS)
    await readings.close()
    figures = InfluxFigureStore(InfluxDatabase(url, database=server.database, keep_days=KEEP_DAYS))
    await figures.write(FIGURES)
    await figures.close()
    return server
