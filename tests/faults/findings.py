"""The four things that may go wrong, what each counts, and those that were found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Fault: TypeAlias = Literal["lost", "duplicated", "stuck", "out_of_order"]
DEFINITIONS: Final[Mapping[Fault, str]] = {
    "lost": (
        "a case that an origin's screen confirmed and the hub, or the device itself, does not know at the"
        " end; news of which the journal says that the origin is told, and which is not at the origin; a"
        " material that the hub has otherwise than the origin, or a handler's counter otherwise than the"
        " hub; a result seen, a number of a stream or of a person's feed, an order to the core, or the word"
        " that a counter must forget a case, that did not arrive"
    ),
    "duplicated": (
        "news at the origin beyond what the journal says; an event that may happen once to a case or an"
        " offer and is in the journal again; two handlers at a time; a person above capacity; an order that"
        " the core carried out twice, or for no case; a change shown twice on a feed"
    ),
    "stuck": "a case without a result when all were given generous time; a message without a receipt",
    "out_of_order": (
        "an origin told in another order than the journal's; a journal whose hash chain is broken, or that"
        " goes on after the case was closed; a feed that goes back; a stream with more applied than sent"
    ),
}
"""What each number counts."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be."""

    fault: Fault
    says: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """All findings of a run."""

    findings: tuple[Finding, ...]

    def count(self, fault: Fault) -> int:
        """How many there are of a kind."""
        return sum(finding.fault == fault for finding in self.findings)
