"""The health of a counter of the tests, with the gauges that a real one has."""

from __future__ import annotations

from edge_agent.eyes.port import Eyes
from edge_agent.health.gauges import gauges_of
from edge_agent.health.reporting import Health
from tests.fakes.counter_house import CounterHouse


def health_of(
    counter: CounterHouse, interval_s: float, eyes: Eyes | None = None, boot: str = "b1"
) -> Health:
    """It reports at this interval; with a camera if it has eyes."""
    gauges = gauges_of(counter.records, counter.folder, counter.attendance, eyes, counter.printer)
    return Health(
        counter.records, counter.session, boot, interval_s, counter.folder, counter.attendance, gauges
    )
