"""What a simulated device would measure: by the hour, by its own nature, and by what is wrong with it.

Pure: the same device at the same time gives the same readings, all of them within its profile's ranges. A
business day swings them, what wears out drifts, and devices of a branch share a line.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from device_profiles.profiles import DeviceKind, Metric

DAY_S: Final = 86_400.0
PEKING_S: Final = 8 * 3_600
ROOM_C: Final = 23.0


@dataclass(frozen=True, slots=True)
class Nature:
    """What is particular to one device; shares are 0 to 1. `line_ms` is its branch's."""

    phase: float
    pace: float
    age: float
    disk_mb: float
    line_ms: float


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What befalls it now: the Unix time by its clock, and what its link and its room do."""

    at_s: float
    up_s: float = 0.0
    hotter_c: float = 0.0
    link_drops: int = 0
    waiting: int = 0
    oldest_s: float = 0.0


def nature_of(branch: str, device: str, seed: int) -> Nature:
    """The nature of a device, drawn from the seed."""
    own, line = random.Random(f"{seed}/{branch}/{device}"), random.Random(f"{seed}/{branch}")  # noqa: S311  plays
    return Nature(
        phase=own.random(),
        pace=own.random(),
        age=own.random(),
        disk_mb=own.choice((32_000.0, 64_000.0, 128_000.0, 256_000.0)),
        line_ms=line.lognormvariate(2.5, 0.6),
    )


def business(at_s: float) -> float:
    """How busy a branch is, 0 to 1: people come before noon and after lunch, and nobody by night."""
    hour = (at_s + PEKING_S) % DAY_S / 3_600
    morning, afternoon = math.exp(-(((hour - 10) / 1.4) ** 2)), math.exp(-(((hour - 15) / 1.8) ** 2))
    return min(1.0, morning + 0.85 * afternoon)


def measure(kind: DeviceKind, nature: Nature, now: Circumstances) -> dict[str, float]:
    """The metrics that the kind declares, each within its range; of an optional camera, none."""
    metrics = {}
    for name, metric in kind.metrics.items():
        if name == "camera_fps" and not _has_camera(kind):
            continue
        model = _MODELS.get(name)
        value = _anything(metric, nature, now) if model is None else model(nature, now)
        lowest, highest = metric.range
        metrics[name] = round(min(highest, max(lowest, value)), 3)
    return metrics


def _has_camera(kind: DeviceKind) -> bool:
    camera = kind.peripherals.get("camera")
    return camera is not None and camera.required


def _wobble(nature: Nature, now: Circumstances, period_s: float) -> float:
    """Between -1 and 1, never twice in step with another device's."""
    turn = now.at_s / (period_s * (0.8 + 0.4 * nature.pace)) + nature.phase
    return 0.7 * math.sin(2 * math.pi * turn) + 0.3 * math.sin(2 * math.pi * (3.7 * turn + nature.pace))


def _saw(nature: Nature, now: Circumstances, period_s: float) -> float:
    """From 0 up to 1 and back at once: what is used up and then filled or cleared."""
    return (now.at_s / period_s + nature.phase) % 1.0


def _cpu(nature: Nature, now: Circumstances) -> float:
    wobble = 5 * _wobble(nature, now, 240) + 3 * _wobble(nature, now, 37)
    return 6 + 8 * nature.pace + 38 * business(now.at_s) * (0.6 + 0.4 * nature.pace) + wobble


def _memory(nature: Nature, now: Circumstances) -> float:
    leaks = 12 * nature.age * min(1.0, now.up_s / (7 * DAY_S))
    return 34 + 16 * nature.pace + 9 * business(now.at_s) + leaks + _wobble(nature, now, 900)


def _disk(nature: Nature, now: Circumstances) -> float:
    """Fills for a month, and is cleared."""
    return nature.disk_mb * (0.62 - 0.35 * _saw(nature, now, 30 * DAY_S) - 0.12 * nature.age)


def _temperature(nature: Nature, now: Circumstances) -> float:
    """A room that the sun warms, the processor, and dust."""
    afternoon = math.sin(2 * math.pi * ((now.at_s + PEKING_S) % DAY_S / DAY_S - 0.375))
    warm = 2.5 * afternoon + 0.22 * _cpu(nature, now) + 9 * nature.age
    return ROOM_C + 10 + warm + _wobble(nature, now, 600) + now.hotter_c


def _agent_memory(nature: Nature, now: Circumstances) -> float:
    return 96 + 22 * nature.pace + 14 * nature.age * min(1.0, now.up_s / DAY_S) + _wobble(nature, now, 500)


def _loop_lag(nature: Nature, now: Circumstances) -> float:
    return 1.5 + 9 * business(now.at_s) * nature.pace + abs(4 * _wobble(nature, now, 61))


def _camera(nature: Nature, now: Circumstances) -> float:
    return 9.9 - 0.9 * nature.age + 0.3 * _wobble(nature, now, 45)


def _uploads(nature: Nature, now: Circumstances) -> float:
    return float(int(2.4 * business(now.at_s) * max(0.0, _wobble(nature, now, 180))))


def _round_trip(nature: Nature, now: Circumstances) -> float:
    return nature.line_ms * (1 + 0.6 * business(now.at_s)) + abs(2 * _wobble(nature, now, 53))


def _paper(nature: Nature, now: Circumstances) -> float:
    """A tray of paper lasts four days or so, and is filled before it is empty."""
    return 100 - 93 * _saw(nature, now, (3 + 2 * nature.pace) * DAY_S)


def _anything(metric: Metric, nature: Nature, now: Circumstances) -> float:
    """A metric that a bank added: low in its range or in the middle of a narrow one, swinging."""
    lowest, highest = metric.range
    span = min(highest - lowest, 1_000.0)
    return lowest + span * (0.5 + 0.1 * _wobble(nature, now, 300))


_MODELS: Final[Mapping[str, Callable[[Nature, Circumstances], float]]] = {
    "cpu_percent": _cpu,
    "memory_percent": _memory,
    "disk_free_mb": _disk,
    "temperature_c": _temperature,
    "agent_memory_mb": _agent_memory,
    "loop_lag_ms": _loop_lag,
    "camera_fps": _camera,
    "outbox_messages": lambda _, now: float(now.waiting),
    "outbox_age_s": lambda _, now: now.oldest_s,
    "uploads_waiting": _uploads,
    "link_drops": lambda _, now: float(now.link_drops),
    "link_round_trip_ms": _round_trip,
    "paper_left_percent": _paper,
    "peripherals_failing": lambda nature, now: float(nature.age > 0.99 and _wobble(nature, now, 1_800) > 0),
}
