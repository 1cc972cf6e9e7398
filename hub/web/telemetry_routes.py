"""Readings over time, for operators and auditors: a device's, a branch's, and the fleet as it is now.

Owns how long is looked back, and in what steps. No customer data is here, and nothing is changed.
"""

from __future__ import annotations

import math
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query

from device_profiles.contract.ids import BranchAddress, DeviceAddress, Identifier
from device_profiles.contract.messages.health import MetricName
from hub.domain.history import Span, start_of
from hub.domain.words import Rule
from hub.ports.telemetry import TelemetryStoreUnavailableError
from hub.service.tally import DeviceCounts
from hub.web.identity import Looker
from hub.web.parts import Parts
from hub.web.problems import ProblemError
from hub.web.telemetry_views import (
    BranchHistoryView,
    DeviceHistoryView,
    FleetDeviceView,
    FleetView,
    MetricView,
    TelemetryCountsView,
)
from hub.web.unchanged import TaggedRoute

router = APIRouter(tags=["ops"], prefix="/api/ops/telemetry", route_class=TaggedRoute)

HOUR_MS: Final = 3_600_000
STEPS: Final = {"1h": (HOUR_MS, 30), "24h": (24 * HOUR_MS, 300), "30d": (720 * HOUR_MS, 7_200)}
"""How far back, and the seconds of a bucket: one to four hundred of them, which a screen can show."""

Back = Annotated[Literal["1h", "24h", "30d"], Query(alias="span", description="How far back.")]


@router.get("/devices/{region}/{branch}/{device}")
async def device_history(
    region: Identifier, branch: Identifier, device: Identifier, _: Looker, parts: Parts, back: Back = "24h"
) -> DeviceHistoryView:
    """What a device measured, what is missing, and when it started anew."""
    address = DeviceAddress(region=region, branch=branch, device=device)
    known = await parts.journal.transact(lambda books: books.devices.get(str(address)))
    if known is None:
        raise ProblemError(Rule("not_found", f"there is no device {address}", "device"))
    kind = parts.kinds.get(known.kind)
    span, bucket_s = _span(back, parts.clock.now_ms(), 0 if kind is None else kind.telemetry.interval_s)
    metrics = () if kind is None else tuple(kind.metrics)
    buckets = await parts.store.history(address, span, bucket_s * 1000, metrics)
    boots = await parts.store.boots(address, span)
    return DeviceHistoryView.of(kind, span, bucket_s, buckets, boots)


@router.get("/branches/{region}/{branch}")
async def branch_history(
    region: Identifier,
    branch: Identifier,
    metric: Annotated[MetricName, Query(description="As the profile of a kind of device names it.")],
    _: Looker,
    parts: Parts,
    back: Back = "24h",
) -> BranchHistoryView:
    """One metric of all devices of a branch."""
    having = [kind for kind in parts.kinds.values() if metric in kind.metrics]
    if not having:
        raise ProblemError(Rule("invalid_request", f"no kind of device has a metric {metric}", "metric"))
    interval_s = max(kind.telemetry.interval_s for kind in having)
    span, bucket_s = _span(back, parts.clock.now_ms(), interval_s)
    address = BranchAddress(region=region, branch=branch)
    means = await parts.store.means(address, span, bucket_s * 1000, metric)
    described = MetricView.of(metric, having[0].metrics[metric])
    metrics = MetricView.of_all(parts.kinds.values())
    return BranchHistoryView.of(described, metrics, interval_s, span, bucket_s, means)


@router.get("/fleet")
async def fleet(_: Looker, parts: Parts) -> FleetView:
    """Each device's latest reading, and how telemetry as a whole fares."""
    counts, metrics = parts.telemetry.counts, MetricView.of_all(parts.kinds.values())
    try:
        latest = await parts.store.last()
    except TelemetryStoreUnavailableError:  # what the hub itself counts is worth showing
        return FleetView(devices=[], metrics=metrics, counts=TelemetryCountsView.of(counts), down=True)
    intervals = {name: kind.telemetry.interval_s for name, kind in parts.kinds.items()}
    nothing = DeviceCounts()
    return FleetView(
        devices=[
            FleetDeviceView.of(one, intervals.get(one.kind, 0), counts.devices.get(one.address, nothing))
            for one in latest
        ],
        metrics=metrics,
        counts=TelemetryCountsView.of(counts),
        down=counts.down,
    )


def _span(back: Literal["1h", "24h", "30d"], now_ms: int, interval_s: float) -> tuple[Span, int]:
    """Whole buckets up to the one that is now; none shorter than what lies between two readings."""
    length_ms, step_s = STEPS[back]
    bucket_s = step_s * max(1, math.ceil(interval_s / step_s))
    bucket_ms = bucket_s * 1000
    return Span(start_of(now_ms - length_ms, bucket_ms), start_of(now_ms, bucket_ms) + bucket_ms), bucket_s
