"""Casework as the counters and the hub speak of it (DESIGN section 1, journey A)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from device_profiles.contract.envelope import Body
from device_profiles.contract.ids import BranchAddress, DeviceAddress, EpochMs, Identifier, Sha256
from device_profiles.contract.recording import Segment

MediaType = Literal["image/jpeg", "image/png", "application/pdf", "application/json"]
"""What was captured: a picture, a PDF file, or a signature from a pad (`contract.signature`)."""
LARGEST_MATERIAL_BYTES = 32 * 1024 * 1024
FieldValue = Annotated[str, StringConstraints(max_length=500)]
Covers = Literal["face-comparison", "video"]
"""What a customer may be asked to agree to."""
Language = Literal["zh", "en"]
"""The languages in which a customer can be asked."""
Reason = Annotated[str, StringConstraints(min_length=1, max_length=300)]

News = Literal[
    "accepted",
    "waiting",
    "declined",
    "queued",
    "recapture",
    "reviewed",
    "succeeded",
    "failed",
    "cancelled",
    "expired",
]
"""What the origin is told of its case; the last four are results."""


class Person(BaseModel):
    """A member of staff as a screen names them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    person: Identifier
    name: Annotated[str, StringConstraints(min_length=1, max_length=80)]


class Finding(BaseModel):
    """A machine's remark on a material. It helps the reviewer and never decides."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Identifier
    says: Annotated[str, StringConstraints(max_length=300)]
    detail: dict[Identifier, FieldValue] = Field(default_factory=dict, max_length=20)


Findings = Annotated[tuple[Finding, ...], Field(max_length=50)]


class MaterialRecord(BaseModel):
    """A captured thing: its name in the procedure, and the bytes it is, by their digest."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Identifier
    sha256: Sha256
    size_bytes: int = Field(ge=1, le=LARGEST_MATERIAL_BYTES)
    media_type: MediaType
    captured_at: EpochMs = Field(ge=0, le=2**48)
    findings: Findings = ()


# -- device → hub


class FileCase(Body, type="case.file"):
    """The origin files a case. Its id is the device's: it is the same case however often it arrives."""

    case: Identifier
    target: BranchAddress
    procedure: Identifier
    application: dict[Identifier, FieldValue] = Field(max_length=60)
    language: Language | None = None


class FillIn(Body, type="case.apply"):
    """The application of a case that was filed without one, or the application anew."""

    case: Identifier
    application: dict[Identifier, FieldValue] = Field(max_length=60)


class RecordSegment(Body, type="case.segment"):
    """The next stretch of the case's recording; its bytes, video/mp4, went ahead and were stored."""

    case: Identifier
    segment: Segment


class CloseRecording(Body, type="case.recorded"):
    """The last word of a case's recording, once the case has ended: how many stretches were made.

    `last` is the hash of the last one (64 zeros where there is none), `ended_at` when filming ended by the
    device's clock. `missing` says why its end is not with the hub, where it is not: the camera gave no
    `film`, the `link` did not carry it in time, or the device stopped (`restart`).
    """

    case: Identifier
    stretches: int = Field(ge=0, le=100_000)
    last: Sha256
    ended_at: EpochMs = Field(ge=0, le=2**48)
    missing: Literal["film", "link", "restart"] | None = None


class NoteCamera(Body, type="case.camera"):
    """The camera shows nothing that could be believed, or shows something again."""

    case: Identifier
    sight: Literal["showing", "frozen", "black", "lost"]


class LeaveCallback(Body, type="case.callback"):
    """The customer will not wait for a person, and asks to be called back; this ends the case."""

    case: Identifier
    phone: Annotated[str, StringConstraints(pattern=r"^[0-9+][0-9 -]{4,19}$")]


class Fulfilled(Body, type="case.fulfilled"):
    """What was asked by `case.fulfil` was done here, under this key, or could not be: one of the two."""

    case: Identifier
    key: Identifier
    reference: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = None
    refusal: Reason | None = None


class AddMaterial(Body, type="case.material"):
    """A material was captured; its bytes went ahead on the material channel and were stored."""

    case: Identifier
    material: MaterialRecord


class RecordConsent(Body, type="case.consent"):
    """The customer was asked, and said yes, or no, or took their yes back. Casework and nobody else asks.

    `said_at` is by the device's clock; `asked_by` whoever was signed in at the device.
    """

    case: Identifier
    covers: Covers
    given: bool
    said_at: EpochMs = Field(ge=0, le=2**48)
    language: Language
    asked_by: Identifier | None = None


class ChangeFindings(Body, type="case.findings"):
    """The machine's remarks on a material that was sent before: these take the place of the earlier ones.

    Refused once a review was decided: what it rested on stays as it was.
    """

    case: Identifier
    name: Identifier
    sha256: Sha256
    findings: Findings


class FinishCollecting(Body, type="case.collected"):
    """All materials of this round are in; the handler may review."""

    case: Identifier


class MaterialShown(Body, type="case.material_shown"):
    """The handling counter holds the bytes, verified, and can show them to the handler."""

    case: Identifier
    name: Identifier
    sha256: Sha256


class DecideReview(Body, type="case.review"):
    """The handler decides at the counter where they are signed in, on the materials of these digests.

    Refused unless `person` is signed in at this very counter, has the case there with this `fence`, and
    `evidence` is all that the case has now.
    """

    case: Identifier
    person: Identifier
    fence: int = Field(ge=1)
    passed: bool
    reasons: tuple[Reason, ...] = Field(default=(), max_length=20)
    evidence: tuple[Sha256, ...] = Field(max_length=100)


class AskRecapture(Body, type="case.recapture"):
    """The handler asks for materials again where they are signed in; refused as a review there is."""

    case: Identifier
    person: Identifier
    fence: int = Field(ge=1)
    materials: tuple[Identifier, ...] = Field(min_length=1, max_length=50)
    reasons: tuple[Reason, ...] = Field(min_length=1, max_length=20)


class AskForAnother(Body, type="case.ask_for_another"):
    """The origin does not want to wait for the person who promised."""

    case: Identifier


class CancelCase(Body, type="case.cancel"):
    """The origin takes the case back."""

    case: Identifier
    reason: Annotated[str, StringConstraints(max_length=300)] = ""


class ResultShown(Body, type="case.result_shown"):
    """The origin's screen showed the result."""

    case: Identifier


# -- hub → device


class Told(Body, type="case.told"):
    """The origin is told how its case goes. `rerouting`: after a decline, whether the hub goes on.

    With a result, `at` is when it came to be, and `reference` the core's own number for what was done.
    `queued` has a `place` (1: next), `reviewed` the `review` that was passed: more is captured now.
    """

    case: Identifier
    news: News
    handler: Person | None = None
    reasons: tuple[Reason, ...] = Field(default=(), max_length=20)
    materials: tuple[Identifier, ...] = Field(default=(), max_length=50)
    rerouting: bool | None = None
    until: EpochMs | None = None
    at: EpochMs | None = None
    reference: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = None
    place: int | None = Field(default=None, ge=1, le=10_000)
    review: Identifier | None = None


class Fulfil(Body, type="case.fulfil"):
    """The device is to do what was asked, once under this key: dispense the card, print the receipt."""

    case: Identifier
    key: Identifier


class CaseAssigned(Body, type="case.assigned"):
    """The counter at which the handler is signed in gets the case. `fence` grows with each handler."""

    case: Identifier
    fence: int = Field(ge=1)
    handler: Person
    origin: DeviceAddress
    procedure: Identifier
    application: dict[Identifier, FieldValue]


class MaterialRelayed(Body, type="case.material_relayed"):
    """A material of an assigned case, for the handling counter; its bytes went ahead."""

    case: Identifier
    material: MaterialRecord


class CollectingFinished(Body, type="case.ready_for_review"):
    """The origin has captured all it was asked for; the handler may decide."""

    case: Identifier


class CollectingReopened(Body, type="case.collecting_again"):
    """The handler asked for materials again, from whichever screen; `ready_for_review` follows anew."""

    case: Identifier


class CaseReleased(Body, type="case.released"):
    """The case leaves this counter; nothing of it may stay on the screen."""

    case: Identifier
    reason: Literal["closed", "transferred", "reassigned"]
