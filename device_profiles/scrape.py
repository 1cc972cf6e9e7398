"""What hub and agent answer to a Prometheus server, in its text format.

Owns the answer's form, and the figures that every process has. Which others there are, each program says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from importlib.metadata import version

from fastapi import Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector


@dataclass(frozen=True, slots=True, eq=False)
class _Seen(Collector):
    """What was seen just now. The registry asks once, and forgets it with the answer."""

    families: Collection[Metric]

    def collect(self) -> Iterable[Metric]:
        """All of it."""
        return self.families


def exposition(program: str, families: Collection[Metric]) -> Response:
    """The answer to one scrape: the families, the process's own, and which software this is."""
    software = GaugeMetricFamily(f"tongban_{program}_info", "Which software runs here.", labels=["version"])
    software.add_metric([version("tongban")], 1)
    registry = CollectorRegistry()
    registry.register(_Seen([software, *families]))
    ProcessCollector(registry=registry)
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)
