"""The table of devices' latest readings that `tongban telemetry last` prints.

Owns what it looks like. It takes plain values, and must not know where they are stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Protocol

from rich import box
from rich.table import Table
from rich.text import Text

from device_profiles.profiles import DeviceKind, Metric

STALE_AFTER_INTERVALS: Final = 3
METRICS_A_LINE: Final = 2
DEVICE_WIDTH: Final = 20
"""Columns of the screen; a longer name goes on below."""
NO_UNIT: Final = "1"
"""UCUM's spelling of a plain number."""


class LastReading(Protocol):
    """A device's latest reading; `measured_at_ms` is Unix milliseconds UTC."""

    @property
    def region(self) -> str: ...  # noqa: D102  the names say it
    @property
    def branch(self) -> str: ...  # noqa: D102
    @property
    def device(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def measured_at_ms(self) -> int: ...  # noqa: D102
    @property
    def metrics(self) -> Mapping[str, float]: ...  # noqa: D102


def table(readings: Iterable[LastReading], now_ms: int, kinds: Mapping[str, DeviceKind]) -> Table:
    """One row a device, readable at 100 columns however many metrics its kind has."""
    rows = Table(box=box.HORIZONTALS, show_lines=True, expand=True)
    rows.add_column("Device", max_width=DEVICE_WIDTH, overflow="fold")
    rows.add_column("Kind", overflow="fold")
    rows.add_column("Measured", no_wrap=True)
    rows.add_column("Readings", ratio=1)
    for reading in readings:
        kind = kinds.get(reading.kind)
        rows.add_row(
            Text(f"{reading.region}/{reading.branch}\n{reading.device}"),
            Text(reading.kind),
            _age(now_ms - reading.measured_at_ms, kind),
            _metrics(reading.metrics, kind),
        )
    return rows


def _age(age_ms: int, kind: DeviceKind | None) -> Text:
    stale = kind is not None and age_ms > STALE_AFTER_INTERVALS * kind.telemetry.interval_s * 1000
    text = Text(_words(age_ms // 1000), style="red" if stale else "")
    return text.append("\nstale", style="bold") if stale else text


def _words(age_s: int) -> str:
    if age_s < 0:
        return f"{-age_s} s ahead"  # the device's clock, not a reading of tomorrow
    for unit_s, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if age_s >= 2 * unit_s:
            return f"{age_s // unit_s} {unit} ago"
    return f"{age_s} s ago"


def _metrics(metrics: Mapping[str, float], kind: DeviceKind | None) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    for _ in range(METRICS_A_LINE):
        grid.add_column(overflow="fold")
        grid.add_column(justify="right", no_wrap=True)
    cells = [
        cell
        for name, value in metrics.items()
        for cell in _metric(name, value, kind.metrics.get(name) if kind else None)
    ]
    for start in range(0, len(cells), 2 * METRICS_A_LINE):
        grid.add_row(*cells[start : start + 2 * METRICS_A_LINE])
    return grid


def _metric(name: str, value: float, metric: Metric | None) -> tuple[Text, Text]:
    number = f"{value:,.1f}".removesuffix(".0")
    if metric is None:
        return Text(name), Text(number)
    unit = "" if metric.unit == NO_UNIT else f" {metric.unit}"
    return Text(metric.title.en), Text(number + unit, style="bold")
