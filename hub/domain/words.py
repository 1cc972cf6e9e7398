"""The plain words that the rules are written in: addresses are text, times are Unix milliseconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

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
Fulfilment: TypeAlias = Literal["none", "manual", "http", "device"]
"""Who does what was asked: nobody, the handler by hand, the bank's core, or the device at the customer."""
HandledBy: TypeAlias = Literal["teller", "reviewer"]
APPLICATION: Final = "application"
"""What the application is called where it is asked for again, as a material is by its name."""
DESK: Final = "desk:"


def desk_of(branch: BranchName, person: PersonId) -> DeviceName:
    """The desk of a reviewer: a page at the hub and no device, which no device's address can spell."""
    return f"{branch}/{DESK}{person}"


def is_desk(counter: DeviceName) -> bool:
    """Whether a person sits at a desk there: its bytes are the hub's own, and nobody is to be sent them."""
    return counter.rpartition("/")[2].startswith(DESK)


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
class Segment:
    """A stretch of a case's recording; `previous` and `hash` chain it to the one before (ADR 26).

    Times are Unix ms by the device's clock, `frames` how many pictures it shows.
    """

    number: int
    sha256: str
    size_bytes: int
    started_at: EpochMs
    ended_at: EpochMs
    frames: int
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A time of which there is no recording (Unix ms)."""

    began_at: EpochMs
    ended_at: EpochMs


@dataclass(frozen=True, slots=True)
class RecordingEnd:
    """What the device said when its recording was over: how many stretches it made, up to which hash.

    Filming ended at `ended_at` (Unix ms); `missing` is why the end of it is not here, where it is not.
    """

    stretches: int
    last: str
    ended_at: EpochMs
    missing: str | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """One time of capturing, and the review that ends it.

    Of each group of `needs` one material suffices. `recorded`: nobody passes it unless the video of it was
    recorded without a gap, and the camera shows something.
    """

    review: str
    needs: tuple[tuple[str, ...], ...] = ()
    recorded: bool = False


@dataclass(frozen=True, slots=True)
class ProcedureRules:
    """What the procedure demanded on the day the case was filed.

    `amount` is the application's, in the currency's smallest unit; `priority` counts as that many
    minutes of waiting. `rounds` is empty where there is one plain review of `required_materials`.
    `most_recaptures` is how often a handler may ask for something again in a round, 0 for any;
    `application_later`: the application follows after the case was filed.
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
    rounds: tuple[Round, ...] = ()
    handled_by: HandledBy = "teller"
    application_later: bool = False
    most_recaptures: int = 0

    def round(self, number: int) -> Round:
        """The round of this number, counted from 0."""
        if self.rounds:
            return self.rounds[number]
        return Round("review", tuple((name,) for name in self.required_materials))

    def is_last(self, number: int) -> bool:
        """Whether nothing is captured any more after the round of this number."""
        return number + 1 >= len(self.rounds)


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
