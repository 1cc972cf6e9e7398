"""What a run of the demo came to, as the JSON object that `--json` prints."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ShownMaterial:
    """A material at both ends: the digest of what was captured, and of what was shown."""

    name: str
    bytes: int
    sha256_captured: str
    sha256_shown: str


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """One case from filing to result."""

    scenario: str
    journey: str
    procedure: str
    result: str
    told_origin: list[str]
    materials: list[ShownMaterial]
    elapsed_ms: int


@dataclass(frozen=True, slots=True)
class Telemetry:
    """Readings that the agents handed to the broker, and readings that the store has."""

    sent: int
    stored: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """The whole run."""

    cases: list[CaseOutcome]
    lost: int
    duplicated: int
    telemetry: Telemetry

    @property
    def ok(self) -> bool:
        """Whether all went as the scenarios say."""
        return (
            bool(self.cases)
            and all(case.result == "succeeded" for case in self.cases)
            and all(
                material.sha256_captured == material.sha256_shown
                for case in self.cases
                for material in case.materials
            )
            and not self.lost
            and not self.duplicated
            and 0 < self.telemetry.sent <= self.telemetry.stored
        )

    def as_json(self) -> dict[str, Any]:
        """As `--json` prints it."""
        return {"ok": self.ok, **asdict(self)}


def repeated(timeline: Sequence[dict[str, Any]], told: Sequence[str]) -> int:
    """How many things happened to a case more than once that may happen only once.

    Every entry of a journal differs from the others in what it says, so one that says the same again
    was applied twice; and the origin is told each thing once.
    """
    entries = Tally(f"{entry['kind']} {_without_time(entry['body'])}" for entry in timeline)
    return sum(times - 1 for times in (*entries.values(), *Tally(told).values()))


def _without_time(body: dict[str, Any]) -> str:
    return str(sorted((key, str(value)) for key, value in body.items() if key != "at"))
