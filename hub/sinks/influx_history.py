"""A device's history in InfluxQL: the questions, and what the answers say.

Owns both, because each must fit the other. Where few readings lie in a span their numbers are fetched, and
what is missing is told exactly; where many do, the server tells how far each is from the one before it.
Then numbers lost before a boot's first reading, or across the span's beginning, are not told.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from device_profiles.contract.ids import BranchAddress, DeviceAddress
from hub.domain.history import Boot, Bucket, Mean, Numbered, Span, Spread, missed_by_bucket
from hub.sinks.influx_database import InfluxDatabase, Series, quoted, text
from hub.sinks.line_protocol import MEASUREMENT, field_of

MOST_FETCHED: Final = 20_000
"""More numbers than these, two days' at ten seconds, are not carried over; half a megabyte of JSON."""
MOST_BOOTS: Final = 200


def buckets_of(
    server: InfluxDatabase, device: DeviceAddress, span: Span, bucket_ms: int, metrics: Sequence[str]
) -> list[Bucket]:
    """What a device told in a span."""
    asked = ["COUNT(number)"]
    for metric in metrics:
        asked += [f"{function}({quoted(field_of(metric))})" for function in ("MIN", "MEAN", "MAX")]
    rows = _rows(
        server,
        f"SELECT {', '.join(asked)} FROM {MEASUREMENT} WHERE {_of(device)} AND {_in(span)}"
        f" GROUP BY time({bucket_ms}ms) fill(none)",
    )
    missed = _missed(server, device, span, bucket_ms, few=sum(row[1] for row in rows) <= MOST_FETCHED)
    return [
        Bucket(row[0], row[1], missed.get(row[0], 0), _spreads(row[2:], metrics)) for row in rows if row[1]
    ]


def means_of(
    server: InfluxDatabase, branch: BranchAddress, span: Span, bucket_ms: int, metric: str
) -> dict[str, list[Mean]]:
    """One metric of all devices of a branch."""
    [found] = server.ask(
        f"SELECT MEAN({quoted(field_of(metric))}) FROM {MEASUREMENT} WHERE {_at(branch)} AND {_in(span)}"
        f" GROUP BY device, time({bucket_ms}ms) fill(none)"
    )
    return {
        series["tags"]["device"]: [Mean(*row) for row in series["values"]]
        for series in sorted(found, key=lambda series: str(series["tags"]["device"]))
    }


def boots_of(server: InfluxDatabase, device: DeviceAddress, span: Span) -> list[Boot]:
    """The boots of a span, at most MOST_BOOTS of them, each since its very first reading."""
    rows = _rows(server, f"SELECT DISTINCT(boot) FROM {MEASUREMENT} WHERE {_of(device)} AND {_in(span)}")
    boots = [str(row[1]) for row in rows][:MOST_BOOTS]
    if not boots:
        return []
    firsts = server.ask(
        *(
            f"SELECT FIRST(number) FROM {MEASUREMENT} WHERE {_of(device)} AND boot = {text(boot)}"
            for boot in boots
        )
    )
    found = [
        Boot(boot, row[0])
        for boot, answer in zip(boots, firsts, strict=True)
        for series in answer
        for row in series["values"]
    ]
    return sorted(found, key=lambda one: (one.since_ms, one.boot))


def _missed(
    server: InfluxDatabase, device: DeviceAddress, span: Span, bucket_ms: int, *, few: bool
) -> dict[int, int]:
    if few:
        rows = _rows(server, f"SELECT number, boot FROM {MEASUREMENT} WHERE {_of(device)} AND {_in(span)}")
        before = _rows(
            server,
            f"SELECT LAST(number), boot FROM {MEASUREMENT} WHERE {_of(device)} AND time < {span.from_ms}ms",
        )
        came = [Numbered(boot, number, at_ms) for at_ms, number, boot in rows]
        return missed_by_bucket(came, bucket_ms, {boot: number for _, number, boot in before})
    rows = _rows(
        server,
        "SELECT SUM(step), COUNT(step) FROM"
        f" (SELECT DIFFERENCE(number) AS step FROM {MEASUREMENT} WHERE {_of(device)} AND {_in(span)})"
        f" WHERE step > 1 AND {_in(span)} GROUP BY time({bucket_ms}ms) fill(none)",
    )
    return {start_ms: total - steps for start_ms, total, steps in rows if steps}


def _rows(server: InfluxDatabase, question: str) -> list[list[Any]]:
    """The rows of one statement's one series: a time (Unix ms), and what was asked for."""
    [found] = server.ask(question)
    series: Series = found[0] if found else {"values": []}
    return list(series["values"])


def _spreads(values: Sequence[float | None], metrics: Sequence[str]) -> dict[str, Spread]:
    found = {}
    for place, metric in enumerate(metrics):
        lowest, mean, highest = values[3 * place : 3 * place + 3]
        if lowest is not None and mean is not None and highest is not None:
            found[metric] = Spread(lowest, min(max(mean, lowest), highest), highest)
    return found


def _of(device: DeviceAddress) -> str:
    return f"{_at(device.home)} AND device = {text(device.device)}"


def _at(branch: BranchAddress) -> str:
    return f"region = {text(branch.region)} AND branch = {text(branch.branch)}"


def _in(span: Span) -> str:
    return f"time >= {span.from_ms}ms AND time < {span.until_ms}ms"
