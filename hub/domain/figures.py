"""Casework in numbers: what of a case is worth counting, and nothing that says whose case it was.

Owns what a figure is and how it follows from a case's events. A figure names no case, no person and no
customer: it may lie where telemetry lies.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from hub.domain.events import (
    CaseClosed,
    CaseFiled,
    CaseMoved,
    Event,
    OfferAccepted,
    OfferDeclined,
    OfferExpired,
)
from hub.domain.words import BranchName, CaseId, EpochMs, Result

What: TypeAlias = Literal[
    "filed", "succeeded", "failed", "cancelled", "expired", "offer_declined", "offer_expired"
]
"""What happened: a case was filed, came to one of its results, or an offer of it was not taken."""

TELLING: Final = (CaseFiled, CaseMoved, OfferAccepted, OfferDeclined, OfferExpired, CaseClosed)
"""The events from which figures follow; of all others nothing need be read."""

NS_A_MS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that was counted. The times (s) belong to results: a case that nobody accepted has none.

    `at_ns`: when it happened, Unix nanoseconds UTC. Below the millisecond stands a mark, so that two
    things of one millisecond are two, and the same thing counted again is the same.
    """

    what: What
    branch: BranchName
    procedure: str
    at_ns: int
    waited_s: int | None = None
    handled_s: int | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took (s): for half of the cases, and for 95 of 100, no longer than this."""

    median: float
    p95: float


@dataclass(frozen=True, slots=True)
class Tallied:
    """What happened in one stretch of time in one branch with one procedure; times where there are any."""

    branch: BranchName
    procedure: str
    start_ms: EpochMs
    counts: Mapping[What, int]
    waited_s: Spread | None
    handled_s: Spread | None


def figures_of(case: CaseId, events: Iterable[Event]) -> list[Figure]:
    """All that can be counted of a case by now; the same events always give the same figures.

    `events`: the case's, in order; those that are not `TELLING` may be missing.
    """
    figures: list[Figure] = []
    branch, procedure, filed_at, accepted_at = "", "", 0, None
    for event in events:
        match event:
            case CaseFiled(branch=branch, rules=rules, at=filed_at):
                procedure = rules.procedure
                figures.append(Figure("filed", branch, procedure, _at_ns(filed_at, case, "filed")))
            case CaseMoved(branch=branch):
                pass
            case OfferAccepted(at=at):
                accepted_at = at if accepted_at is None else accepted_at
            case OfferDeclined(offer=offer, at=at) | OfferExpired(offer=offer, at=at):
                not_taken: What = "offer_declined" if isinstance(event, OfferDeclined) else "offer_expired"
                figures.append(Figure(not_taken, branch, procedure, _at_ns(at, case, f"offer {offer}")))
            case CaseClosed(result=result, at=at):
                at_ns = _at_ns(at, case, "closed")
                figures.append(_ended(result, branch, procedure, at_ns, filed_at, accepted_at, at))
            case _:
                pass
    return figures


def waited_s(filed_at: EpochMs, accepted_at: EpochMs) -> int:
    """How long the customer waited for somebody to accept their case, in whole seconds."""
    return max(0, accepted_at - filed_at) // 1000


def handled_s(accepted_at: EpochMs, closed_at: EpochMs) -> int:
    """How long the case took from its first acceptance to its result, in whole seconds."""
    return max(0, closed_at - accepted_at) // 1000


def percentile(values: Iterable[int], percent: int) -> int | None:
    """The value that so many of 100 do not exceed; None of nothing.

    Of n values it is the one whose rank is nearest to percent · n / 100, as InfluxQL's PERCENTILE has it:
    what the hub shows and what a dashboard asks of the store is one number.
    """
    ordered = sorted(values)
    return ordered[max(1, (2 * percent * len(ordered) + 100) // 200) - 1] if ordered else None


def _ended(
    result: Result,
    branch: BranchName,
    procedure: str,
    at_ns: int,
    filed_at: EpochMs,
    accepted_at: EpochMs | None,
    closed_at: EpochMs,
) -> Figure:
    if accepted_at is None:
        return Figure(result, branch, procedure, at_ns)
    waited, handled = waited_s(filed_at, accepted_at), handled_s(accepted_at, closed_at)
    return Figure(result, branch, procedure, at_ns, waited, handled)


def _at_ns(at: EpochMs, case: CaseId, which: str) -> int:
    digest = hashlib.blake2b(f"{case} {which}".encode(), digest_size=8).digest()
    return at * NS_A_MS + int.from_bytes(digest, "big") % NS_A_MS
