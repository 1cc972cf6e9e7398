"""One counter under watch, for tests that tell its day in seconds after noon."""

from __future__ import annotations

from dataclasses import dataclass, field

from hub.domain.alarm_rules import Change, ClockOffset, Gap, Rulebook, Silence, Threshold
from hub.domain.alarms import Watch, begin, hear, judge, silent_for_ms
from hub.domain.readings import MOST_AHEAD_MS, Heard
from tests.fakes.standing_clock import NOON_MS

HOT = Threshold("hot", "temperature_c", limit=80, clears_at=75, is_above=True, for_ms=60_000)
DISK = Threshold("disk", "disk_free_mb", limit=500, clears_at=1000, is_above=False)
DROPS = Change("drops", "link_drops", by=5, rises=True, within_ms=600_000)
MISSED = Gap("missed", missed=10, within_ms=600_000)
CLOCK = ClockOffset("clock", by_ms=60_000, for_ms=60_000)
SILENT = Silence("silent", for_ms=60_000)
RULES = Rulebook(10_000, (HOT, DISK), (SILENT,), (DROPS,), (MISSED,), (CLOCK,))


def message(
    number: int,
    at_s: float,
    *,
    delay_s: float = 0,
    boot: str = "b1",
    historical: bool = False,
    **metrics: float,
) -> Heard:
    """A reading that was measured so long after noon, and came so much later."""
    measured, received = NOON_MS + round(at_s * 1000), NOON_MS + round((at_s + delay_s) * 1000)
    return Heard(
        device="north/b2/counter-1",
        kind="counter",
        boot=boot,
        number=number,
        measured_at_ms=measured,
        received_at_ms=received,
        historical=historical,
        metrics=metrics,
        in_the_future=measured - received > MOST_AHEAD_MS,
    )


@dataclass(slots=True)
class Watched:
    """A counter that says a reading every ten seconds, unless the test says otherwise."""

    book: Rulebook = RULES
    watch: Watch = field(default_factory=lambda: begin(RULES))
    number: int = 0
    at_s: float = 0

    def says(
        self,
        *,
        after_s: float = 10,
        delay_s: float = 0,
        boot: str = "b1",
        historical: bool = False,
        **metrics: float,
    ) -> set[str]:
        """The next reading; the alarms that are open after it."""
        self.number += 1
        self.at_s += after_s
        what = message(self.number, self.at_s, delay_s=delay_s, boot=boot, historical=historical, **metrics)
        return self.hears(what)

    def hears(self, what: Heard) -> set[str]:
        """Any message; the alarms that are open after it."""
        self.watch = hear(self.watch, what, self.book)
        return self.open

    def loses(self, readings: int) -> None:
        """So many readings that never come."""
        self.number += readings
        self.at_s += 10 * readings

    @property
    def open(self) -> set[str]:
        """The alarms that are open."""
        return set(judge(self.watch, self.book))

    def silent_s(self, at_s: float, since_s: float = -3600) -> float:
        """How long it has been silent at that time, for a hub that has listened since then."""
        since, now = NOON_MS + round(since_s * 1000), NOON_MS + round(at_s * 1000)
        return silent_for_ms(self.watch, since, now) / 1000
