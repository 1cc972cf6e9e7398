"""What has happened to a case. Events are appended to the journal and never changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from hub.domain.words import (
    BranchName,
    Choice,
    Consent,
    DeviceName,
    EpochMs,
    Fulfilment,
    Material,
    PersonId,
    ProcedureRules,
    Purpose,
    RecordingEnd,
    Result,
    Segment,
)

# -- finding a person


@dataclass(frozen=True, slots=True)
class CaseFiled:
    """The origin asked for business at the target branch."""

    origin: DeviceName
    branch: BranchName
    rules: ProcedureRules
    application: dict[str, str]
    at: EpochMs
    language: str | None = None


@dataclass(frozen=True, slots=True)
class CaseQueued:
    """Nobody can be had now: the case waits for whoever becomes idle.

    Where someone is there who could have it, that is until `deadline`, and then the branch's overflow has
    it; a case that was passed already waits without one.
    """

    round: int
    choice: Choice
    deadline: EpochMs | None
    at: EpochMs


@dataclass(frozen=True, slots=True)
class ManagersAsked:
    """Nobody is idle: every lobby manager on duty is asked to name a teller before the deadline."""

    round: int
    managers: tuple[PersonId, ...]
    choice: Choice
    deadline: EpochMs
    at: EpochMs


@dataclass(frozen=True, slots=True)
class CaseMoved:
    """The branch's overflow sends the case to another branch, where it is routed anew."""

    branch: BranchName
    choice: Choice
    at: EpochMs


@dataclass(frozen=True, slots=True)
class OfferMade:
    """The case was proposed to one person.

    Who owes an answer until `deadline`; without one the person is busy, and the offer is queued until
    they are not. `by` is the person who named them, or `router`, or `overflow`.
    """

    offer: int
    purpose: Purpose
    person: PersonId
    by: str
    choice: Choice
    deadline: EpochMs | None
    at: EpochMs


@dataclass(frozen=True, slots=True)
class OfferPresented:
    """A queued offer has come to its turn, and now awaits an answer."""

    offer: int
    deadline: EpochMs
    at: EpochMs


@dataclass(frozen=True, slots=True)
class OfferAccepted:
    """The person took what was offered, and it goes to the counter where they are signed in."""

    offer: int
    purpose: Purpose
    person: PersonId
    counter: DeviceName
    fence: int
    at: EpochMs


@dataclass(frozen=True, slots=True)
class OfferDeclined:
    """The person said no. `rerouting`: whether the hub goes on looking."""

    offer: int
    person: PersonId
    reason: str
    rerouting: bool
    at: EpochMs


@dataclass(frozen=True, slots=True)
class OfferExpired:
    """The person did not answer in time."""

    offer: int
    person: PersonId
    at: EpochMs


@dataclass(frozen=True, slots=True)
class OfferWithdrawn:
    """The offer was taken back before it was answered for good."""

    offer: int
    person: PersonId
    because: str
    at: EpochMs


@dataclass(frozen=True, slots=True)
class PromiseMade:
    """The person asked for time: at `until` the offer comes back to them first."""

    offer: int
    person: PersonId
    until: EpochMs
    at: EpochMs


@dataclass(frozen=True, slots=True)
class PlaceTold:
    """A customer who waits themselves learned their place: 1 is next."""

    place: int
    at: EpochMs


@dataclass(frozen=True, slots=True)
class CallbackAsked:
    """The customer will not wait, and asks to be called back under this number."""

    phone: str
    at: EpochMs


@dataclass(frozen=True, slots=True)
class HandlerLost:
    """The handler's counter and handset are both gone for longer than the lease."""

    person: PersonId
    fence: int
    at: EpochMs


# -- materials and review


@dataclass(frozen=True, slots=True)
class ApplicationFilled:
    """The customer wrote the application, or wrote it anew, after the case was filed."""

    application: dict[str, str]
    at: EpochMs


@dataclass(frozen=True, slots=True)
class SegmentRecorded:
    """The hub has the next stretch of the video's recording."""

    segment: Segment
    at: EpochMs


@dataclass(frozen=True, slots=True)
class RecordingClosed:
    """No more of the recording comes: the device told how far it went."""

    end: RecordingEnd
    at: EpochMs


@dataclass(frozen=True, slots=True)
class CameraChanged:
    """The camera at the customer shows nothing that could be believed, or shows something again: None."""

    fault: str | None
    at: EpochMs


@dataclass(frozen=True, slots=True)
class MaterialAdded:
    """The origin captured a material, and the hub has its bytes."""

    material: Material
    at: EpochMs


@dataclass(frozen=True, slots=True)
class ConsentRecorded:
    """The customer said yes or no to something that is done with what they hand in."""

    consent: Consent
    at: EpochMs


@dataclass(frozen=True, slots=True)
class FindingsChanged:
    """The machine has other remarks on a material of these bytes than it had before."""

    name: str
    sha256: str
    findings: str
    at: EpochMs


@dataclass(frozen=True, slots=True)
class CollectingFinished:
    """The origin has captured all it was asked for."""

    at: EpochMs


@dataclass(frozen=True, slots=True)
class MaterialShown:
    """A handling counter holds these bytes, verified, for the person there to see."""

    name: str
    sha256: str
    counter: DeviceName
    at: EpochMs


@dataclass(frozen=True, slots=True)
class RecaptureAsked:
    """The handler wants these materials again."""

    person: PersonId
    materials: tuple[str, ...]
    reasons: tuple[str, ...]
    at: EpochMs


@dataclass(frozen=True, slots=True)
class ReviewDecided:
    """A reviewer decided, on the materials of these digests. `second`: as the second of two.

    `recording` is the hash of the last stretch of the recording that there was.
    """

    person: PersonId
    passed: bool
    reasons: tuple[str, ...]
    evidence: tuple[str, ...]
    second: bool
    at: EpochMs
    review: str = "review"
    recording: str | None = None


@dataclass(frozen=True, slots=True)
class RoundBegun:
    """A review was passed, and more is captured now: the round of this number, counted from 0."""

    number: int
    at: EpochMs


# -- fulfilment and end


@dataclass(frozen=True, slots=True)
class FulfilmentBegun:
    """The bank's core is to do what was asked, once, under this key."""

    mode: Fulfilment
    key: str
    at: EpochMs


@dataclass(frozen=True, slots=True)
class FulfilmentDone:
    """The core did it; `reference` is its own number for it."""

    key: str
    reference: str
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
    | ManagersAsked
    | CaseMoved
    | OfferMade
    | OfferPresented
    | OfferAccepted
    | OfferDeclined
    | OfferExpired
    | OfferWithdrawn
    | PromiseMade
    | PlaceTold
    | CallbackAsked
    | HandlerLost
    | ApplicationFilled
    | MaterialAdded
    | ConsentRecorded
    | FindingsChanged
    | CollectingFinished
    | MaterialShown
    | RecaptureAsked
    | SegmentRecorded
    | RecordingClosed
    | CameraChanged
    | ReviewDecided
    | RoundBegun
    | FulfilmentBegun
    | FulfilmentDone
    | CaseClosed
    | ResultShown
)
