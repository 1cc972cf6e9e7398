"""What the local screen shows and asks, as JSON."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from device_profiles.contract.errors import Refusal
from device_profiles.contract.ids import BranchAddress, Identifier
from device_profiles.contract.messages.case import (
    Covers,
    FieldValue,
    Language,
    MaterialRecord,
    Person,
    Told,
)
from device_profiles.contract.messages.event import Condition
from edge_agent.store.consents import KeptConsent
from edge_agent.store.handled_cases import HandledCase
from edge_agent.store.origin_cases import Capture, OriginCase


class FileCaseRequest(BaseModel):
    """File a case for a branch."""

    target: BranchAddress
    procedure: Identifier
    application: dict[Identifier, FieldValue] = Field(max_length=60)


class ScanRequestBody(BaseModel):
    """Scan one material, with the counter's usual scanner or the one named."""

    material: Identifier
    scanner: str | None = Field(default=None, max_length=80)


class CancelRequest(BaseModel):
    """Why the case is taken back."""

    reason: str = Field(default="", max_length=300)


class CodeView(BaseModel):
    """The one-time code to show, until `expires_at` (Unix ms)."""

    code: str
    expires_at: int


class CaptureView(BaseModel):
    """A captured material: `on_its_way` until the hub has it."""

    material: MaterialRecord
    source: str
    straightened: bool
    on_its_way: bool
    refusal: Refusal | None

    @classmethod
    def of(cls, capture: Capture) -> CaptureView:
        """A capture as the screen shows it."""
        return cls(
            material=capture.record,
            source=capture.source,
            straightened=capture.page_sha256 is not None,
            on_its_way=not capture.stored and capture.refusal is None,
            refusal=capture.refusal,
        )


class ConsentRequest(BaseModel):
    """What the customer said, asked in this language; `given: false` also takes a yes back."""

    model_config = ConfigDict(extra="forbid")

    covers: Covers
    given: bool
    language: Language


class ConsentView(BaseModel):
    """An answer of the customer's, when it was given (Unix ms), and who asked, if somebody is signed in."""

    covers: Covers
    given: bool
    said_at: int
    language: Language
    asked_by: str | None
    refusal: Refusal | None

    @classmethod
    def of(cls, kept: KeptConsent) -> ConsentView:
        """An answer as the screen shows it."""
        said = kept.said
        return cls(
            covers=said.covers,
            given=said.given,
            said_at=said.said_at,
            language=said.language,
            asked_by=said.asked_by,
            refusal=kept.refusal,
        )


class OriginCaseView(BaseModel):
    """A case filed here, what the hub told of it, what was captured, and each consent, in order."""

    case: str
    branch: str
    procedure: str
    application: dict[str, str]
    filed_at: int
    told: list[Told]
    refusal: Refusal | None
    collected: bool
    result_shown: bool
    captures: list[CaptureView]
    consents: list[ConsentView]

    @classmethod
    def of(cls, filed: OriginCase, captures: list[Capture], consents: list[KeptConsent]) -> OriginCaseView:
        """A case as the screen shows it."""
        return cls(
            case=filed.case,
            branch=filed.branch,
            procedure=filed.procedure,
            application=dict(filed.application),
            filed_at=filed.filed_at,
            told=list(filed.told),
            refusal=filed.refusal,
            collected=filed.collected,
            result_shown=filed.result_shown,
            captures=[CaptureView.of(capture) for capture in captures],
            consents=[ConsentView.of(kept) for kept in consents],
        )


class HandledCaseView(BaseModel):
    """A case handled here, and the materials that have come."""

    case: str
    handler: Person
    origin: str
    procedure: str
    application: dict[str, str]
    ready: bool
    materials: list[MaterialRecord]

    @classmethod
    def of(cls, handled: HandledCase) -> HandledCaseView:
        """A case as the screen shows it."""
        assigned = handled.assigned
        return cls(
            case=assigned.case,
            handler=assigned.handler,
            origin=str(assigned.origin),
            procedure=assigned.procedure,
            application=assigned.application,
            ready=handled.ready,
            materials=list(handled.materials),
        )


class PeripheralView(BaseModel):
    """How a peripheral is, and in a sentence what is to be done."""

    peripheral: str
    condition: Condition
    says: str


class StateView(BaseModel):
    """All that the counter's screen shows; `version` grows with every change."""

    version: int
    device: str
    connected: bool
    waiting_messages: int
    waiting_since: int | None
    person: Person | None
    filed: list[OriginCaseView]
    handled: list[HandledCaseView]
    scanners: list[str]
    peripherals: list[PeripheralView]
    telemetry_sent: int
