"""The hub's figures as Prometheus counts them: names, units and help, in its conventions.

Labels are words of ours (phases, reasons, outcomes, kinds), never devices, people or cases: their number is
bounded, and nothing of a customer is here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from hub.domain.words import EpochMs
from hub.ports.alarms import Alarm
from hub.service.overview import BranchStanding, is_waiting, waiting_since
from hub.service.pushes import PushCounts
from hub.service.tally import TelemetryCounts


def casework(branches: Sequence[BranchStanding], now_ms: EpochMs) -> Iterable[Metric]:
    """Cases that are open, and the people who could take them."""
    flights = [flight for branch in branches for flight in branch.cases]
    yield _gauges(
        "tongban_hub_cases_in_flight",
        "Open cases, the first 2000 of them, by phase.",
        "phase",
        Counter(flight.summary.phase for flight in flights),
    )
    waits_s = [(now_ms - waiting_since(flight)) / 1000 for flight in flights if is_waiting(flight)]
    yield _gauge("tongban_hub_cases_waiting", "Open cases that nobody handles.", len(waits_s))
    yield _gauge(
        "tongban_hub_cases_longest_wait_seconds",
        "How long the oldest of them has waited.",
        max(0.0, *waits_s, 0.0),
    )
    states: Counter[str] = Counter()
    for branch in branches:
        states.update(branch.states)
    yield _gauges("tongban_hub_staff", "People who may be given cases, by how they are.", "state", states)


def fleet(branches: Sequence[BranchStanding], now_ms: EpochMs) -> Iterable[Metric]:
    """The devices' links, their peripherals, and what they have not confirmed."""
    devices = [device for branch in branches for device in branch.devices]
    kinds = Counter(standing.device.kind for standing in devices)
    connected = Counter(standing.device.kind for standing in devices if standing.device.online)
    yield _gauges("tongban_hub_devices_registered", "Devices in the register, by kind.", "kind", kinds)
    yield _gauges(
        "tongban_hub_devices_connected",
        "Devices whose link is up, by kind.",
        "kind",
        {kind: connected[kind] for kind in kinds},
    )
    yield _gauges(
        "tongban_hub_peripherals_failing",
        "Peripherals that need somebody, by condition.",
        "condition",
        Counter(trouble.condition for standing in devices for trouble in standing.troubles),
    )
    owing = [standing.unsettled for standing in devices if standing.unsettled is not None]
    yield _gauge(
        "tongban_hub_messages_unconfirmed",
        "Numbered messages for which devices owe a receipt.",
        sum(each.messages for each in owing),
    )
    yield _gauge(
        "tongban_hub_messages_unconfirmed_oldest_seconds",
        "The age of the oldest of them.",
        max((max(0, now_ms - each.oldest_at) / 1000 for each in owing), default=0.0),
    )


def alarms(open_alarms: Sequence[Alarm], recipients_owed: int) -> Iterable[Metric]:
    """What is wrong with devices, and whether those outside hear of it."""
    severities = Counter({"needs": 0, "watch": 0})
    severities.update(alarm.severity for alarm in open_alarms)
    yield _gauges("tongban_hub_alarms_open", "Open alarms, by severity.", "severity", severities)
    taken = sum(alarm.acknowledged_at is not None for alarm in open_alarms)
    yield _gauge("tongban_hub_alarms_acknowledged", "Open alarms that somebody has acknowledged.", taken)
    yield _gauge(
        "tongban_hub_notices_owed",
        "Recipients of notices whose service has not taken one.",
        recipients_owed,
    )


def telemetry(counts: TelemetryCounts) -> Iterable[Metric]:
    """Readings on their way from the devices to the store, since the hub started."""
    name = "tongban_hub_telemetry_readings"
    yield _counter(f"{name}_received", "Readings that devices sent, repeats included.", counts.received)
    yield _counter(f"{name}_stored", "Readings that the store took.", counts.stored)
    yield _counter(f"{name}_repeated", "Readings that came again.", counts.duplicates)
    yield _gauge(f"{name}_waiting", "Readings in memory, on their way to the store.", counts.waiting)
    yield _gauge(
        f"{name}_spooled", "Readings on the disk, while the store is down.", counts.spooled.readings
    )
    yield _gauge("tongban_hub_telemetry_spool_bytes", "What they take there.", counts.spooled.size_bytes)
    yield _gauge("tongban_hub_telemetry_store_up", "Whether the store takes them.", float(not counts.down))
    yield _gauge(
        f"{name}_missed",
        "Readings that have not come though later ones have; one that comes late after all leaves it.",
        sum(counts.missed.values()),
    )
    refused = {str(reason): number for reason, number in counts.refused.items()}
    yield _counters("tongban_hub_telemetry_refused", "Metrics not believed.", "reason", refused)


def messages(
    *, connected: bool, refused: Mapping[str, int], quarantined: Mapping[str, int], pushes: PushCounts
) -> Iterable[Metric]:
    """The hub's own link, what it refused, and what it called handsets for."""
    yield _gauge("tongban_hub_broker_connected", "Whether the link to the broker is up.", float(connected))
    yield _counters("tongban_hub_messages_refused", "Messages refused, by reason.", "code", refused)
    yield _gauges("tongban_hub_messages_quarantined", "Messages set aside.", "code", quarantined)
    yield _counters("tongban_hub_pushes", "Calls of sleeping handsets.", "outcome", asdict(pushes))


def _gauge(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(name, says, value=value)


def _counter(name: str, says: str, value: float) -> Metric:
    return CounterMetricFamily(name, says, value=value)


def _gauges(name: str, says: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(name, says, labels=[label])
    for word, value in sorted(values.items()):
        family.add_metric([word], value)
    return family


def _counters(name: str, says: str, label: str, values: Mapping[str, float]) -> Metric:
    family = CounterMetricFamily(name, says, labels=[label])
    for word, value in sorted(values.items()):
        family.add_metric([word], value)
    return family
