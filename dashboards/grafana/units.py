"""What Grafana calls the units of the profiles."""

from __future__ import annotations

from typing import Final

from grafana_foundation_sdk.models import units

from device_profiles.profile_files import ProfileError
from device_profiles.profiles import Metric

GRAFANA: Final = {
    "%": units.Percent,
    "MB": units.Megabytes,
    "°C": units.Celsius,
    "1": units.Short,
    "1/s": units.CountsPerSecond,
    "ms": units.Milliseconds,
    "s": units.Seconds,
}


def unit_of(name: str, metric: Metric) -> str:
    """Grafana's name for the unit of a metric.

    Raises:
        ProfileError: Grafana's name for it is not known here.
    """
    if metric.unit not in GRAFANA:
        msg = f"metrics.{name}.unit: Grafana draws {', '.join(GRAFANA)}, not {metric.unit!r}"
        raise ProfileError(msg)
    return GRAFANA[metric.unit]
