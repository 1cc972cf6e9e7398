"""Devices' readings as panels: of all branches, of one branch, of one device.

Every metric of every kind has its panel, in the order of the profiles.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.models import units
from grafana_foundation_sdk.models.dashboard import Panel

from dashboards.grafana.influxql import BUCKETS, GAPS, Question, chosen, select
from dashboards.grafana.panels import WIDE, both, lines, number, of_metric, rows
from dashboards.grafana.units import unit_of
from device_profiles.profiles import DeviceKind, Metric

FLEET: Final = ("region",)
BRANCH: Final = ("region", "branch")
DEVICE: Final = ("region", "branch", "device")
READINGS: Final = "readings"
INTERVALS_A_BUCKET: Final = 2
"""With one reading a bucket, some would be empty by a hair, and look like a gap."""
BRANCHES: Final = "$tag_region/$tag_branch"


def fleet(kinds: Mapping[str, DeviceKind]) -> list[Builder[Panel]]:
    """Who reports, the latest reading of each device, and each metric as a branch has it on the mean."""
    metrics, where = _metrics(kinds), chosen(*FLEET)
    heard = 'LAST("number") AS heard'
    by_device = select(heard, READINGS, where, "GROUP BY region, branch, device")
    by_time = select(heard, READINGS, where, f"{BUCKETS}, region, branch, device")
    reporting = select("COUNT(heard)", f"({by_time})", "$timeFilter", f"{BUCKETS}, region, branch", GAPS)
    latest = ", ".join(f'LAST("{name}") AS "{name}"' for name in metrics)
    columns = {name: (both(metric.title), unit_of(name, metric)) for name, metric in metrics.items()}
    return [
        number(
            "有读数的设备 · Devices that report",
            Question(select("COUNT(heard)", f"({by_device})", "$timeFilter")),
            units.Short,
            WIDE // 2,
        ),
        number(
            "补发的读数 · Readings replayed",
            Question(select("COUNT(number)", READINGS, f"{where} AND historical = true")),
            units.Short,
            WIDE // 2,
        ),
        lines(
            "各网点有读数的设备 · Devices that report, by branch",
            [Question(reporting, BRANCHES)],
            units.Short,
            _bucket_s(kinds),
        ).span(WIDE),
        rows(
            "每台设备的最新读数 · Latest reading of each device",
            Question(
                select(latest, READINGS, where, "GROUP BY region, branch, device, kind"), shape="table"
            ),
            columns,
        ),
        *(_mean(kinds, FLEET, "region, branch", BRANCHES)),
    ]


def branch(kinds: Mapping[str, DeviceKind]) -> list[Builder[Panel]]:
    """Each metric, a line a device."""
    return _mean(kinds, BRANCH, "device", "$tag_device")


def device(kinds: Mapping[str, DeviceKind]) -> list[Builder[Panel]]:
    """How many readings came, and each metric between its lowest and its highest value."""
    where = chosen(*DEVICE)
    came = Question(select("COUNT(number)", READINGS, where, BUCKETS, GAPS), "readings")
    title = "收到的读数 · Readings that came"
    panels: list[Builder[Panel]] = [lines(title, [came], units.Short, _bucket_s(kinds)).span(WIDE)]
    told = (("A", "MIN", "最低 · lowest"), ("B", "MEAN", "平均 · mean"), ("C", "MAX", "最高 · highest"))
    for name in _metrics(kinds):
        questions = [
            Question(select(f'{how}("{name}")', READINGS, where, BUCKETS, GAPS), called, name=letter)
            for letter, how, called in told
        ]
        panels.append(_of_metric(kinds, name, questions))
    return panels


def _mean(
    kinds: Mapping[str, DeviceKind], variables: tuple[str, ...], by: str, alias: str
) -> list[Builder[Panel]]:
    where = chosen(*variables)
    return [
        _of_metric(
            kinds,
            name,
            [Question(select(f'MEAN("{name}")', READINGS, where, f"{BUCKETS}, {by}", GAPS), alias)],
        )
        for name in _metrics(kinds)
    ]


def _of_metric(kinds: Mapping[str, DeviceKind], name: str, questions: list[Question]) -> Builder[Panel]:
    rules = [rule for kind in kinds.values() for rule in kind.alarms.values()]
    return of_metric(name, _metrics(kinds)[name], questions, _bucket_s(kinds), rules)


def _metrics(kinds: Mapping[str, DeviceKind]) -> dict[str, Metric]:
    """The metrics of every kind; where two kinds have one, it is described by the later."""
    return {name: metric for kind in kinds.values() for name, metric in kind.metrics.items()}


def _bucket_s(kinds: Mapping[str, DeviceKind]) -> float:
    """The shortest bucket in which a device that is well has a reading."""
    return INTERVALS_A_BUCKET * max(kind.telemetry.interval_s for kind in kinds.values())
