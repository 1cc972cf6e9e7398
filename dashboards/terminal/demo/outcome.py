"""What a run of the demo came to, compared with what its scripts say, as the JSON that `--json` prints."""

from __future__ import annotations

import json
from collections import Counter as Tally
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dashboards.terminal.demo.alone.outcome import AloneOutcome

UNFINISHED = "unfinished"
"""The result of a case whose script could not be played to its end."""


@dataclass(frozen=True, slots=True)
class Word:
    """What the origin is told: the news, of whom, and what it is asked to capture again."""

    news: str
    person: str | None = None
    rerouting: bool | None = None
    materials: tuple[str, ...] = ()

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Word:
        """What the counter's screen was told, as JSON."""
        handler = told["handler"] or {}
        return cls(told["news"], handler.get("person"), told["rerouting"], tuple(told["materials"]))

    def __str__(self) -> str:
        whether = {None: "", True: "going on", False: "not going on"}[self.rerouting]
        about = [part for part in (self.person or "", whether, *self.materials) if part]
        return f"{self.news} ({', '.join(about)})" if about else self.news


@dataclass(frozen=True, slots=True)
class Expected:
    """What a script says of one case: its result, and all that the origin is told, in order."""

    result: str
    told: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class ShownMaterial:
    """A material at both ends: the digest of what was captured, and of what was shown."""

    name: str
    bytes: int
    sha256_captured: str
    sha256_shown: str


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """One case from filing to result; `alone` of a customer before a kiosk."""

    scenario: str
    journey: str
    procedure: str
    result: str
    told_origin: list[str]
    materials: list[ShownMaterial]
    elapsed_ms: int
    alone: AloneOutcome | None = None

    def as_json(self) -> dict[str, Any]:
        """As `--json` prints it: what is of a kiosk alone stands with the rest."""
        values = asdict(self)
        return values | (values.pop("alone") or {})


@dataclass(frozen=True, slots=True)
class Played:
    """A case that was played: materials that reached no handler, and things that came twice."""

    outcome: CaseOutcome
    told: tuple[Word, ...]
    missing: int
    duplicated: int

    def faults(self, expected: Expected) -> list[str]:
        """Where the case went otherwise than its script says."""
        found: list[str] = []
        if self.outcome.result != expected.result:
            found.append(f"the result is {self.outcome.result}, not {expected.result}")
        if self.told != expected.told:
            found.append(f"the origin was told {_listed(self.told)}, not {_listed(expected.told)}")
        found += [
            f"{material.name} was not shown as it was captured"
            for material in self.outcome.materials
            if material.sha256_captured != material.sha256_shown
        ]
        if self.outcome.alone is not None:
            found += self.outcome.alone.faults(self.outcome.procedure, self.outcome.result)
        return found


@dataclass(frozen=True, slots=True)
class Telemetry:
    """Readings that the agents handed to the broker, and readings that the store has."""

    sent: int
    stored: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """The whole run: `faults` are what went otherwise than the scripts say."""

    cases: list[CaseOutcome]
    faults: list[str]
    lost: int
    duplicated: int
    telemetry: Telemetry

    @property
    def ok(self) -> bool:
        """Whether all went as the scripts say."""
        return (
            bool(self.cases)
            and not self.faults
            and not self.lost
            and not self.duplicated
            and 0 < self.telemetry.sent <= self.telemetry.stored
        )

    def as_json(self) -> dict[str, Any]:
        """As `--json` prints it; the faults are told to whoever watches."""
        return {
            "ok": self.ok,
            "cases": [case.as_json() for case in self.cases],
            "lost": self.lost,
            "duplicated": self.duplicated,
            "telemetry": asdict(self.telemetry),
        }


def compare(scenario: str, played: Sequence[Played], expected: Sequence[Expected]) -> list[str]:
    """Where the cases of a scenario went otherwise than it says, each with the scenario's name."""
    found = [] if len(played) == len(expected) else [f"{len(played)} cases were filed, not {len(expected)}"]
    for case, script in zip(played, expected, strict=False):
        found += case.faults(script)
    return [f"{scenario}: {fault}" for fault in found]


def repeated(timeline: Sequence[Mapping[str, Any]], told: Sequence[Any]) -> int:
    """How many things happened to a case more than once that may happen only once.

    Every entry of a journal differs from the others in what it says, so one that says the same again
    was applied twice; and the origin is told each thing once. That collecting is finished says nothing
    of itself, so it is counted by rounds: each recapture, and each review that another follows, begins one.
    """
    entries: Tally[str] = Tally()
    rounds = 0
    for entry in timeline:
        kind, body = entry["kind"], {key: value for key, value in entry["body"].items() if key != "at"}
        rounds += kind in {"RecaptureAsked", "RoundBegun"}
        which = rounds if kind == "CollectingFinished" else None
        entries[json.dumps([kind, which, body], sort_keys=True)] += 1
    words = Tally(json.dumps(word, sort_keys=True) for word in told)
    return sum(times - 1 for times in (*entries.values(), *words.values()))


def _listed(told: Sequence[Word]) -> str:
    return ", ".join(map(str, told)) or "nothing"
