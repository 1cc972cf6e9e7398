"""This device's figures as Prometheus counts them: what the last report told the hub, in base units.

Labels are the peripherals of the profile. Nothing of cases or customers is here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from edge_agent.health.gauges import WORKING
from edge_agent.screen.parts import ScreenParts

_BASE_UNITS: Final = (
    ("_percent", "_ratio", 0.01),
    ("_mb", "_bytes", 1e6),
    ("_ms", "_seconds", 1e-3),
    ("_s", "_seconds", 1.0),
    ("_c", "_celsius", 1.0),
    ("_fps", "_pictures_per_second", 1.0),
)
"""How a metric's name ends in the profile and for Prometheus, and how many of its units one is."""
_COUNTERS: Final = frozenset({"link_drops"})


def families_of(parts: ScreenParts, kept: int) -> list[Metric]:
    """What there is to tell; `kept` reports wait for the link."""
    health = parts.health
    return [
        *measurements({} if health.last is None else health.last.metrics),
        CounterMetricFamily("tongban_agent_reports_sent", "Reports that the hub heard.", health.sent),
        GaugeMetricFamily("tongban_agent_reports_kept", "Reports that wait for the link.", kept),
        GaugeMetricFamily(
            "tongban_agent_link_up", "Whether the link is up.", float(parts.session.connected)
        ),
        _peripherals(parts),
    ]


def measurements(metrics: Mapping[str, float]) -> Iterable[Metric]:
    """A report's metrics, by the names of the profile."""
    for name, value in metrics.items():
        if name in _COUNTERS:
            yield CounterMetricFamily(f"tongban_agent_{name}", "As reported to the hub.", value)
            continue
        ending, instead, factor = next((row for row in _BASE_UNITS if name.endswith(row[0])), ("", "", 1.0))
        renamed = f"tongban_agent_{name.removesuffix(ending)}{instead}"
        yield GaugeMetricFamily(renamed, "As reported to the hub.", value * factor)


def _peripherals(parts: ScreenParts) -> Metric:
    family = GaugeMetricFamily(
        "tongban_agent_peripheral_working", "Whether a peripheral needs nobody.", labels=["peripheral"]
    )
    for name, state in sorted(parts.attendance.states.items()):
        family.add_metric([name], float(state.condition in WORKING))
    return family
