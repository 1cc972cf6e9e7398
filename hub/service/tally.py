"""What the hub counts of devices' readings since it started: what came, what was refused, what is missing.

Owns the counts and the gaps of each boot. It must not know where readings are stored.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from hub.domain.readings import Gaps, Reading, Reason
from hub.ports.telemetry import SpoolSize

BOOTS_KEPT: Final = 8
"""How many boots of a device are watched for late messages; a replay seldom reaches further back."""


@dataclass(frozen=True, slots=True)
class DeviceCounts:
    """Of one device: metrics refused by reason (`in_the_future`: whole readings), numbers that have not
    come though later ones have, and readings that came again.
    """

    refused: Mapping[Reason, int] = field(default_factory=dict)
    missed: int = 0
    duplicates: int = 0


@dataclass(frozen=True, slots=True)
class TelemetryCounts:
    """What has happened since the start. `received` and `stored` are readings, repeats included.

    `waiting` are readings in memory now, `spooled` those on the disk, while the store is `down` or has to
    catch up; `devices` are those of which there is something to tell, by `region/branch/device`.
    """

    received: int
    stored: int
    waiting: int
    spooled: SpoolSize
    down: bool
    devices: Mapping[str, DeviceCounts]

    @property
    def duplicates(self) -> int:
        """Readings that came again, of all devices."""
        return sum(counts.duplicates for counts in self.devices.values())

    @property
    def refused(self) -> Mapping[Reason, int]:
        """What was refused, of all devices, by reason."""
        total: Counter[Reason] = Counter()
        for counts in self.devices.values():
            total.update(counts.refused)
        return dict(total)

    @property
    def missed(self) -> Mapping[str, int]:
        """By device, where any: the readings that have not come though later ones have."""
        return {device: counts.missed for device, counts in self.devices.items() if counts.missed}


class Arrived(NamedTuple):
    """How a number stands among its boot's: it opened a gap so long, came late into one, or came again."""

    missed_before: int
    late: bool
    repeated: bool


class Tally:
    """Counts."""

    def __init__(self) -> None:
        self.is_recalled = False
        self._received = 0
        self._stored = 0
        self._boots: defaultdict[str, dict[str, Gaps]] = defaultdict(dict)
        self._refused: defaultdict[str, Counter[Reason]] = defaultdict(Counter)
        self._missed: Counter[str] = Counter()
        self._duplicates: Counter[str] = Counter()

    def counts(self, *, waiting: int, caught_up: int, spooled: SpoolSize, down: bool) -> TelemetryCounts:
        """The counts as they are, with those that are known to who keeps the queue."""
        telling = [
            device
            for device in {**self._refused, **self._missed, **self._duplicates}
            if self._refused.get(device) or self._missed[device] or self._duplicates[device]
        ]
        return TelemetryCounts(
            received=self._received,
            stored=self._stored + caught_up,
            waiting=waiting,
            spooled=spooled,
            down=down,
            devices={
                device: DeviceCounts(
                    dict(self._refused.get(device, {})), self._missed[device], self._duplicates[device]
                )
                for device in telling
            },
        )

    def received(self) -> None:
        """A message came."""
        self._received += 1

    def refused(self, reading: Reading, reasons: Iterable[Reason]) -> None:
        """Something in it was not believed."""
        for reason in reasons:
            self._refused[reading.address][reason] += 1

    def stored(self, readings: int) -> None:
        """So many were stored at once, and did not wait in the spool."""
        self._stored += readings

    def recall(self, latest: Iterable[Reading]) -> None:
        """How far boots had come before the hub started."""
        self.is_recalled = True
        for reading in latest:
            self._boots[reading.address].setdefault(reading.boot, Gaps(highest=reading.number))

    def arrived(self, reading: Reading) -> Arrived:
        """A number of a boot came."""
        address = reading.address
        boots = self._boots[address]
        before = boots.get(reading.boot)
        if before is None:
            # Before the store was asked how far boots had come, the first that is heard opens no gap.
            before = Gaps() if self.is_recalled else Gaps(highest=reading.number - 1)
        after = before.seen(reading.number)
        boots[reading.boot] = after
        missed = after.missed - before.missed
        repeated = after.duplicates > before.duplicates
        if missed:
            self._missed[address] += missed
        if repeated:
            self._duplicates[address] += 1
        if len(boots) > BOOTS_KEPT:
            del boots[next(iter(boots))]
        return Arrived(missed_before=max(missed, 0), late=missed < 0, repeated=repeated)
