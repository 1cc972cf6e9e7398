"""Reads what a Prometheus server would read, and holds it to its rules of naming."""

from __future__ import annotations

import re

from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families

NOT_BASE_UNITS = re.compile(r"_(ms|milliseconds|minutes|percent|mb|megabytes|kb|s|c)(_total)?$")
"""Of promtool's linter (prometheus/util/promlint): seconds, bytes, ratios, degrees Celsius."""
FROM_THE_LIBRARY = ("process_", "python_")


def scraped(text: str) -> dict[str, Metric]:
    """The families by name. Fails where promtool would find fault with one."""
    families = {family.name: family for family in text_string_to_metric_families(text)}
    for name, family in families.items():
        if name.startswith(FROM_THE_LIBRARY):
            continue
        assert re.fullmatch(r"tongban_(hub|agent)_[a-z0-9_]+", name), name
        assert family.documentation, name
        assert not NOT_BASE_UNITS.search(name), name
        assert family.type in {"gauge", "counter"}, name
        if family.type == "gauge":
            assert not name.endswith(("_total", "_count", "_sum", "_bucket")), name
    return families


def value(families: dict[str, Metric], name: str, **labels: str) -> float:
    """The one sample of these labels."""
    (found,) = [sample for sample in families[name].samples if sample.labels == labels]
    return found.value
