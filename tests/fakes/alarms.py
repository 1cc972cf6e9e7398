"""Alarms as tests write them."""

from __future__ import annotations

from hub.ports.alarms import Alarm, Severity
from tests.fakes.case_events import COUNTER_B
from tests.fakes.standing_clock import NOON_MS


def alarm(
    name: str = "a1",
    rule: str = "silent",
    device: str = COUNTER_B,
    at: int = NOON_MS,
    severity: Severity = "needs",
    value: float | None = 60.5,
) -> Alarm:
    """One alarm, just raised."""
    branch = device.rpartition("/")[0]
    return Alarm(name, device, branch, "counter", rule, severity, None, value, 60.0, at)
