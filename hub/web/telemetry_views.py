"""How readings are told over time. Times are Unix ms, by the devices' clocks; no customer data is here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic import BaseModel, ConfigDict, Field

from device_profiles.profile_files import Title
from device_profiles.profiles import DeviceKind, Metric
from hub.domain.history import Boot, Bucket, Mean, Span
from hub.domain.readings import Reading, Reason
from hub.service.tally import DeviceCounts, TelemetryCounts


class MetricView(BaseModel):
    """A metric as its profile has it, with the bounds of what is believed."""

    metric: str
    title: Title
    unit: str
    lowest: float
    highest: float

    @classmethod
    def of(cls, name: str, metric: Metric) -> MetricView:
        """A metric of a profile."""
        lowest, highest = metric.range
        return cls(metric=name, title=metric.title, unit=metric.unit, lowest=lowest, highest=highest)

    @classmethod
    def of_all(cls, kinds: Iterable[DeviceKind]) -> list[MetricView]:
        """Every metric that some kind of device has, once, as the first of them has it."""
        found: dict[str, MetricView] = {}
        for kind in kinds:
            for name, metric in kind.metrics.items():
                found.setdefault(name, cls.of(name, metric))
        return list(found.values())


class BucketView(BaseModel):
    """What was measured from `at` on: of each metric lowest, mean and highest.

    `missed`: readings that never came before one of these. There is no bucket where there is no reading.
    """

    at: int
    readings: int
    missed: int
    metrics: dict[str, tuple[float, float, float]]

    @classmethod
    def of(cls, bucket: Bucket) -> BucketView:
        """A bucket."""
        metrics = {name: (one.lowest, one.mean, one.highest) for name, one in bucket.metrics.items()}
        return cls(at=bucket.start_ms, readings=bucket.readings, missed=bucket.missed, metrics=metrics)


class BootView(BaseModel):
    """A run of the device's agent, since its first reading."""

    boot: str
    since: int

    @classmethod
    def of(cls, boot: Boot) -> BootView:
        """A boot."""
        return cls(boot=boot.boot, since=boot.since_ms)


class _SpanView(BaseModel):
    """From when until when, in buckets of what size; `interval_s`: how often there should be a reading."""

    model_config = ConfigDict(validate_by_name=True)

    from_: int = Field(alias="from")
    until: int
    bucket_s: int
    interval_s: float


class DeviceHistoryView(_SpanView):
    """A device's readings over time, and the boots they are of."""

    buckets: list[BucketView]
    metrics: list[MetricView]
    boots: list[BootView]

    @classmethod
    def of(
        cls, kind: DeviceKind | None, span: Span, bucket_s: int, buckets: list[Bucket], boots: list[Boot]
    ) -> DeviceHistoryView:
        """A history; of a kind that has no profile any more nothing but the gaps is told."""
        return cls(
            from_=span.from_ms,
            until=span.until_ms,
            bucket_s=bucket_s,
            interval_s=0 if kind is None else kind.telemetry.interval_s,
            buckets=[BucketView.of(bucket) for bucket in buckets],
            metrics=[] if kind is None else [MetricView.of(*metric) for metric in kind.metrics.items()],
            boots=[BootView.of(boot) for boot in boots],
        )


class MeanView(BaseModel):
    """A metric's mean from `at` on."""

    at: int
    mean: float


class DeviceMeansView(BaseModel):
    """One device of a branch, by its own name."""

    device: str
    buckets: list[MeanView]


class BranchHistoryView(_SpanView):
    """One metric of all devices of a branch over time. `metrics`: all that could be asked for."""

    metric: MetricView
    metrics: list[MetricView]
    devices: list[DeviceMeansView]

    @classmethod
    def of(
        cls,
        metric: MetricView,
        metrics: list[MetricView],
        interval_s: float,
        span: Span,
        bucket_s: int,
        means: Mapping[str, Iterable[Mean]],
    ) -> BranchHistoryView:
        """The means of each device."""
        return cls(
            from_=span.from_ms,
            until=span.until_ms,
            bucket_s=bucket_s,
            interval_s=interval_s,
            metric=metric,
            metrics=metrics,
            devices=[
                DeviceMeansView(
                    device=device, buckets=[MeanView(at=one.start_ms, mean=one.value) for one in mine]
                )
                for device, mine in means.items()
            ],
        )


class FleetDeviceView(BaseModel):
    """A device's latest reading, and what is counted of it since the hub started.

    `refused`: metrics that were not believed, by reason; `in_the_future` are whole readings.
    """

    address: str
    kind: str
    measured_at: int
    interval_s: float
    historical: bool
    missed: int
    duplicates: int
    refused: dict[Reason, int]
    metrics: dict[str, float]

    @classmethod
    def of(cls, reading: Reading, interval_s: float, counts: DeviceCounts) -> FleetDeviceView:
        """A device by its latest reading."""
        return cls(
            address=reading.address,
            kind=reading.kind,
            measured_at=reading.measured_at_ms,
            interval_s=interval_s,
            historical=reading.historical,
            missed=counts.missed,
            duplicates=counts.duplicates,
            refused=dict(counts.refused),
            metrics=dict(reading.metrics),
        )


class TelemetryCountsView(BaseModel):
    """Readings since the hub started, `waiting` in memory and `spooled` on the disk; metrics refused."""

    received: int
    stored: int
    duplicates: int
    waiting: int
    spooled_readings: int
    spooled_bytes: int
    refused: dict[Reason, int]

    @classmethod
    def of(cls, counts: TelemetryCounts) -> TelemetryCountsView:
        """The intake's counts."""
        return cls(
            received=counts.received,
            stored=counts.stored,
            duplicates=counts.duplicates,
            waiting=counts.waiting,
            spooled_readings=counts.spooled.readings,
            spooled_bytes=counts.spooled.size_bytes,
            refused=dict(counts.refused),
        )


class FleetView(BaseModel):
    """Every device that ever reported. `down`: the store does not answer, or has to catch up."""

    devices: list[FleetDeviceView]
    metrics: list[MetricView]
    counts: TelemetryCountsView
    down: bool
