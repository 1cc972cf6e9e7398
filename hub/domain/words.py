"""The plain words that the rules are written in: addresses are text, times are Unix milliseconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

BranchName: TypeAlias = str
"""`region/branch`."""
DeviceName: TypeAlias = str
"""`region/branch/device`."""
PersonId: TypeAlias = str
CaseId: TypeAlias = str
EpochMs: TypeAlias = int

Result: TypeAlias = Literal["succeeded", "failed", "cancelled", "expired"]
Purpose: TypeAlias = Literal["handle", "transfer", "second_review"]
"""What an offer asks of a person: to take the case, to take it over, or to be its second reviewer."""
Fulfilment: TypeAlias = Literal["none", "manual", "http"]


@dataclass(frozen=True, slots=True)
class Rule:
    """Why a command was not carried out. `code` is one of the contract's refusal codes.

    Late, repeated and out-of-turn commands are everyday life: they come back as this value, never
    as an exception, and change nothing.
    """

    code: str
    says: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """A captured thing, named by its SHA-256; the findings are a machine's remarks on it, as JSON text."""

    name: str
    sha256: str
    size_bytes: int
    media_type: str
    captured_at: EpochMs
    findings: str = "[]"


@dataclass(frozen=True, slots=True)
class Consent:
    """The customer's answer: yes or no to what it `covers`, given at `said_at` by the device's clock.

    `language` is the one they were asked in; `asked_by` whoever was signed in where they were asked.
    """

    covers: str
    given: bool
    said_at: EpochMs
    language: str
    asked_by: PersonId | None


@dataclass(frozen=True, slots=True)
class ProcedureRules:
    """What the procedure demanded on the day the case was filed.

    `amount` is the application's, in the currency's smallest unit; `priority` counts as that many
    minutes of waiting.
    """

    procedure: str
    skill: str
    required_materials: tuple[str, ...] = ()
    offer_ms: int = 60_000
    manager_ms: int = 120_000
    longest_wait_ms: int = 1_800_000
    case_ms: int = 28_800_000
    priority: int = 0
    amount: int = 0
    second_review: bool = False
    fulfilment: Fulfilment = "none"


@dataclass(frozen=True, slots=True)
class BranchPolicy:
    """What a branch decides for itself.

    `overflow` is what happens, step by step, when neither a teller nor a manager can be had:
    `deputy:PERSON`, `branch:REGION/BRANCH`; after the last the case goes back to its origin.
    """

    overflow: tuple[str, ...] = ()
    wrap_up_ms: int = 0
    lease_ms: int = 60_000


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Why one member of staff was not chosen."""

    person: PersonId
    because: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The router's answer: who gets the case, and why each of the others did not."""

    chosen: PersonId | None
    because: str
    passed_over: tuple[PassedOver, ...] = ()
