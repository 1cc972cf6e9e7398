"""How a reading is spelled for InfluxDB: line protocol out, a row of an InfluxQL answer back.

Owns the names of the measurement, its tags and its fields, and the questions that name them. Both
directions stand together because each must undo the other exactly. It must not talk to a server.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from hub.domain.readings import Reading

MEASUREMENT: Final = "readings"
SELECT_LAST: Final = "SELECT * FROM readings GROUP BY region, branch, device ORDER BY time DESC LIMIT 1"
SELECT_COUNT: Final = "SELECT COUNT(number) FROM readings"
RESERVED: Final = frozenset({"time", "region", "branch", "device", "kind", "boot", "number", "historical"})
"""Columns of every row that are no metric. InfluxDB drops a field called `time` without a word."""
CLASHING: Final = "metric."
"""Stands before a metric whose own name is reserved; no name of the contract has a dot."""

KEPT: Final = 20_000
"""Spellings that are remembered: those of a large fleet."""
NS_A_MS: Final = 1_000_000


def line(reading: Reading) -> bytes:
    """Spell one reading as a line of UTF-8 without its line break.

    Metrics are always written as floats: one integer would fix the field's type for good.

    Raises:
        ValueError: line protocol has no spelling for one of its names, or for its time.
    """
    metrics = "".join([f",{_key(name)}={float(value)!r}" for name, value in reading.metrics.items()])
    historical = "true" if reading.historical else "false"
    tags = _tags(reading.region, reading.branch, reading.device, reading.kind)
    return (
        f"{tags} boot={_quoted(reading.boot)},number={reading.number:d}i,historical={historical}{metrics}"
        f" {timestamp_ns(reading)}"
    ).encode()


def timestamp_ns(reading: Reading) -> int:
    """The reading's time, with its boot and number in the nanoseconds below the millisecond.

    InfluxDB overwrites a point of the same tags and time. Within a boot, a million snapshots in a row
    differ even when the device's clock stands still; another boot begins at another place.
    """
    return reading.measured_at_ms * NS_A_MS + (_place_of(reading.boot) + reading.number) % NS_A_MS


def reading(tags: Mapping[str, str], columns: Sequence[str], row: Sequence[Any]) -> Reading:
    """Read a row of the answer to `SELECT_LAST`, with times in nanoseconds."""
    values = dict(zip(columns, row, strict=True))
    return Reading(
        region=tags["region"],
        branch=tags["branch"],
        device=tags["device"],
        kind=values["kind"],
        boot=values["boot"],
        number=int(values["number"]),
        measured_at_ms=int(values["time"]) // NS_A_MS,
        historical=bool(values["historical"]),
        metrics={
            column.removeprefix(CLASHING): float(value)
            for column, value in values.items()
            if value is not None and column not in RESERVED
        },
    )


def field_of(name: str) -> str:
    """What a metric's field is called."""
    return CLASHING + name if name in RESERVED or name.startswith(CLASHING) else name


@lru_cache(KEPT)
def _tags(region: str, branch: str, device: str, kind: str) -> str:
    """How every line of a device begins."""
    return (
        f"{MEASUREMENT},branch={_escaped(branch)},device={_escaped(device)}"
        f",kind={_escaped(kind)},region={_escaped(region)}"
    )


@lru_cache(KEPT)
def _key(metric: str) -> str:
    return _escaped(field_of(metric))


@lru_cache(KEPT)
def _place_of(boot: str) -> int:
    """Where within a millisecond a boot's numbers begin."""
    return int.from_bytes(hashlib.blake2b(boot.encode(), digest_size=8).digest(), "big")


def _escaped(text: str) -> str:
    """A tag's value or a field's key. A backslash or line break in either cannot be written unharmed."""
    if not text or "\\" in text or not text.isprintable():
        msg = f"{text!r} cannot be written in line protocol"
        raise ValueError(msg)
    return text.replace(",", r"\,").replace("=", r"\=").replace(" ", r"\ ")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", r"\\").replace('"', r"\"") + '"'
