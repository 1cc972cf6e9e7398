"""How a device is: connected or not, and its readings."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, FiniteFloat, Strict, StringConstraints

from device_profiles.contract.envelope import Body
from device_profiles.contract.ids import EpochMs, Identifier

MetricName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]

MetricValue = Annotated[FiniteFloat, Strict()]
"""A number: `"12.5"` and `true` are none, whatever could be made of them."""


class Online(Body, type="state.online"):
    """Birth: the device is connected. `boot` names this run of its agent."""

    boot: Identifier
    software: Annotated[str, StringConstraints(max_length=40)]


class Offline(Body, type="state.offline"):
    """Death, by last will or in good order."""

    boot: Identifier


class Readings(Body, type="telemetry.readings"):
    """One snapshot of the metrics that the profile declares.

    `number` counts this boot's snapshots 1, 2, 3, …; a gap is loss. `historical` marks a replay.
    """

    boot: Identifier
    number: int = Field(ge=1, le=2**53)
    measured_at: EpochMs = Field(ge=0, le=2**48)
    historical: bool = False
    metrics: dict[MetricName, MetricValue] = Field(min_length=1, max_length=200)
