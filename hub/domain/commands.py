"""What may be asked of a case, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from hub.domain.words import (
    BranchName,
    Consent,
    DeviceName,
    EpochMs,
    Material,
    PersonId,
    ProcedureRules,
    RecordingEnd,
    Segment,
)

# -- by the origin


@dataclass(frozen=True, slots=True)
class FileCase:
    """A counter files a case for a branch."""

    origin: DeviceName
    branch: BranchName
    rules: ProcedureRules
    application: dict[str, str]
    language: str | None = None


@dataclass(frozen=True, slots=True)
class FillIn:
    """The customer wrote the application, which was held against the procedure."""

    device: DeviceName
    application: dict[str, str]


@dataclass(frozen=True, slots=True)
class RecordSegment:
    """The next stretch of the recording. `sound`: its hash is right; `stored`: its bytes are here."""

    device: DeviceName
    segment: Segment
    sound: bool
    stored: bool


@dataclass(frozen=True, slots=True)
class CloseRecording:
    """The origin will send no more of the recording."""

    device: DeviceName
    end: RecordingEnd


@dataclass(frozen=True, slots=True)
class NoteCamera:
    """The camera at the origin shows nothing that could be believed; None: it shows something again."""

    device: DeviceName
    fault: str | None


@dataclass(frozen=True, slots=True)
class LeaveCallback:
    """The customer at the origin will not wait, and asks to be called back."""

    device: DeviceName
    phone: str


@dataclass(frozen=True, slots=True)
class Fulfilled:
    """The origin did what was asked (`reference`), or could not (`refusal`)."""

    device: DeviceName
    key: str
    reference: str | None
    refusal: str | None


@dataclass(frozen=True, slots=True)
class AddMaterial:
    """The origin captured a material. `known`: the procedure has it; `stored`: its bytes are here."""

    device: DeviceName
    material: Material
    known: bool
    stored: bool


@dataclass(frozen=True, slots=True)
class RecordConsent:
    """The customer was asked at the origin, and said yes or no."""

    device: DeviceName
    consent: Consent


@dataclass(frozen=True, slots=True)
class ChangeFindings:
    """The machine at the origin has other remarks on a material that is here already; JSON text."""

    device: DeviceName
    name: str
    sha256: str
    findings: str


@dataclass(frozen=True, slots=True)
class FinishCollecting:
    """The origin has captured all it was asked for."""

    device: DeviceName


@dataclass(frozen=True, slots=True)
class AskForAnother:
    """The origin does not want to wait for the person who promised."""

    device: DeviceName


@dataclass(frozen=True, slots=True)
class Cancel:
    """The origin takes the case back."""

    device: DeviceName
    reason: str


@dataclass(frozen=True, slots=True)
class ConfirmResultShown:
    """The origin's screen showed the result."""

    device: DeviceName


# -- by the person to whom it is offered, or a manager


@dataclass(frozen=True, slots=True)
class AcceptOffer:
    """A person takes the offer of this number."""

    offer: int
    person: PersonId


@dataclass(frozen=True, slots=True)
class DeclineOffer:
    """A person does not take it, and says why."""

    offer: int
    person: PersonId
    reason: str


@dataclass(frozen=True, slots=True)
class AskToWait:
    """A person promises to take it at `until`."""

    offer: int
    person: PersonId
    until: EpochMs


@dataclass(frozen=True, slots=True)
class PassOnOffer:
    """A person passes an offer that they have not accepted on to another."""

    offer: int
    person: PersonId
    to: PersonId


@dataclass(frozen=True, slots=True)
class NameTeller:
    """A lobby manager who was asked names a teller."""

    manager: PersonId
    to: PersonId


# -- by the handler


@dataclass(frozen=True, slots=True)
class ConfirmShown:
    """A handling counter has a material's bytes."""

    device: DeviceName
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class AskRecapture:
    """The handler wants materials again."""

    person: PersonId
    fence: int
    materials: tuple[str, ...]
    reasons: tuple[str, ...]
    counter: DeviceName | None = None
    """Where they asked, when it was not on their own screen."""


@dataclass(frozen=True, slots=True)
class Decide:
    """A reviewer passes the case, or not, and says why not."""

    person: PersonId
    fence: int
    passed: bool
    reasons: tuple[str, ...]
    counter: DeviceName | None = None
    """Where they decided, when it was not on their own screen."""
    evidence: frozenset[str] | None = None
    """The digests of what that counter showed; it may have travelled for a while."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """The handler asks another teller to take the case over."""

    person: PersonId
    fence: int
    to: PersonId


@dataclass(frozen=True, slots=True)
class RecordReference:
    """The handler did it in the core by hand, and enters the core's reference number."""

    person: PersonId
    fence: int
    reference: str


# -- by the hub itself


@dataclass(frozen=True, slots=True)
class Route:
    """The branch's staff changed, or the case came to another branch: look again."""


@dataclass(frozen=True, slots=True)
class TellPlace:
    """How many cases get a person before this one has its turn, with it."""

    place: int


@dataclass(frozen=True, slots=True)
class TimeUp:
    """A timer went off. `number` tells which offer, or which round of asking managers, it was for."""

    timer: Literal["offer", "promise", "manager", "case"]
    number: int


@dataclass(frozen=True, slots=True)
class LoseHandler:
    """The handler has been gone from counter and handset for longer than the lease."""

    person: PersonId
    fence: int


@dataclass(frozen=True, slots=True)
class CoreAnswered:
    """The bank's core did it (`reference`), or will not (`refusal`)."""

    key: str
    reference: str | None
    refusal: str | None


Command: TypeAlias = (
    FileCase
    | FillIn
    | RecordSegment
    | CloseRecording
    | NoteCamera
    | LeaveCallback
    | Fulfilled
    | AddMaterial
    | RecordConsent
    | ChangeFindings
    | FinishCollecting
    | AskForAnother
    | Cancel
    | ConfirmResultShown
    | AcceptOffer
    | DeclineOffer
    | AskToWait
    | PassOnOffer
    | NameTeller
    | ConfirmShown
    | AskRecapture
    | Decide
    | Transfer
    | RecordReference
    | Route
    | TellPlace
    | TimeUp
    | LoseHandler
    | CoreAnswered
)
