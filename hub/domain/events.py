"""What has happened to a case. Events are appended to the journal and never changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from hub.domain.words import (
    BranchName,
    Choice,
    DeviceName,
    EpochMs,
    Material,
    PersonId,
    ProcedureRules,
    Result,
)


@dataclass(frozen=True, slots=True)
class CaseFiled:
    """The origin asked for business at the target branch."""

    origin: DeviceName
    branch: BranchName
    rules: ProcedureRules
    application: dict[str, str]
    at: EpochMs


@dataclass(frozen=True, slots=True)
class CaseQueued:
    """Nobody was idle; the case waits in the branch for someone who is."""

    choice: Choice
    at: EpochMs


@dataclass(frozen=True, slots=True)
class OfferMade:
    """The case was proposed to one person, who owes an answer until the deadline."""

    offer: int
    choice: Choice
    person: PersonId
    deadline: EpochMs
    at: EpochMs


@dataclass(frozen=True, slots=True)
class OfferAccepted:
    """The person took the case, and it goes to the counter where they are signed in."""

    offer: int
    person: PersonId
    counter: DeviceName
    fence: int
    at: EpochMs


@dataclass(frozen=True, slots=True)
class MaterialAdded:
    """The origin captured a material, and the hub has its bytes."""

    material: Material
    at: EpochMs


@dataclass(frozen=True, slots=True)
class CollectingFinished:
    """The origin has captured all it was asked for."""

    at: EpochMs


@dataclass(frozen=True, slots=True)
class MaterialShown:
    """The handling counter holds these bytes, verified, for the handler to see."""

    name: str
    sha256: str
    counter: DeviceName
    at: EpochMs


@dataclass(frozen=True, slots=True)
class ReviewDecided:
    """The handler decided, on the materials of these digests."""

    person: PersonId
    passed: bool
    reasons: tuple[str, ...]
    evidence: tuple[str, ...]
    at: EpochMs


@dataclass(frozen=True, slots=True)
class CaseClosed:
    """The case has its result and will not move again."""

    result: Result
    reasons: tuple[str, ...]
    at: EpochMs


@dataclass(frozen=True, slots=True)
class ResultShown:
    """The origin's screen showed the result."""

    at: EpochMs


Event: TypeAlias = (
    CaseFiled
    | CaseQueued
    | OfferMade
    | OfferAccepted
    | MaterialAdded
    | CollectingFinished
    | MaterialShown
    | ReviewDecided
    | CaseClosed
    | ResultShown
)
