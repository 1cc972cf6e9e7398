"""What the local screen shows and asks, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from device_profiles.contract.errors import Refusal
from device_profiles.contract.ids import BranchAddress, Identifier
from device_profiles.contract.messages.case import (
    AskRecapture,
    Covers,
    DecideReview,
    FieldValue,
    Language,
    MaterialRecord,
    Person,
    Told,
)
from device_profiles.contract.messages.event import Condition
from edge_agent.casework.printing import Print, PrintState
from edge_agent.eyes.port import PresenceNow
from edge_agent.forms.content import FormContent
from edge_agent.screen.call_routes import CallView
from edge_agent.store.consents import KeptConsent
from edge_agent.store.counter_decisions import CounterDecision
from edge_agent.store.handled_cases import HandledCase
from edge_agent.store.origin_cases import Capture, OriginCase
from edge_agent.store.printed_forms import PrintedForm


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
    """The one-time code to show until `expires_at` (Unix ms); `qr` is a picture of it, a data address."""

    code: str
    expires_at: int
    qr: str


class CaptureView(BaseModel):
    """A captured material: `on_its_way` until the hub has it; `sent_bytes` while it is being sent."""

    material: MaterialRecord
    source: str
    straightened: bool
    on_its_way: bool
    sent_bytes: int | None
    refusal: Refusal | None

    @classmethod
    def of(cls, capture: Capture, sent_bytes: int | None = None) -> CaptureView:
        """A capture as the screen shows it."""
        return cls(
            material=capture.record,
            source=capture.source,
            straightened=capture.page_sha256 is not None,
            on_its_way=not capture.stored and capture.refusal is None,
            sent_bytes=sent_bytes,
            refusal=capture.refusal,
        )


class PrintedFormView(BaseModel):
    """A form that was printed for a case: how often, when last, and whether the data changed since."""

    material: str
    times: int
    printed_at: int
    outdated: bool

    @classmethod
    def of(cls, printed: PrintedForm, current: FormContent | None) -> PrintedFormView:
        """A printed form, beside what would be printed now."""
        return cls(
            material=printed.identity.form,
            times=printed.times,
            printed_at=printed.last_at,
            outdated=current is None or current.identity() != printed.identity,
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
    """A case filed here, what the hub told of it, what was captured, and each consent, in order.

    `wanted_again` names the materials that the handler asked for again, until each is captured anew.
    """

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
    printed_forms: list[PrintedFormView]
    consents: list[ConsentView]
    wanted_again: list[str]

    @classmethod
    def of(
        cls,
        filed: OriginCase,
        captures: Sequence[CaptureView] = (),
        printed: Sequence[PrintedFormView] = (),
        consents: Sequence[KeptConsent] = (),
        wanted_again: Sequence[str] = (),
    ) -> OriginCaseView:
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
            captures=list(captures),
            printed_forms=list(printed),
            consents=[ConsentView.of(kept) for kept in consents],
            wanted_again=list(wanted_again),
        )


class DecisionView(BaseModel):
    """What was decided here, when (Unix ms), and why; `passed` is null when materials are wanted again."""

    passed: bool | None
    reasons: list[str]
    materials: list[str]
    said_at: int
    refusal: Refusal | None

    @classmethod
    def of(cls, made: CounterDecision) -> DecisionView:
        """A decision as the screen shows it."""
        said = made.said
        return cls(
            passed=said.passed if isinstance(said, DecideReview) else None,
            reasons=list(said.reasons),
            materials=list(said.materials) if isinstance(said, AskRecapture) else [],
            said_at=made.said_at,
            refusal=made.refusal,
        )


class HandledCaseView(BaseModel):
    """A case handled here, the materials that have come, and what was decided of it on this screen."""

    case: str
    handler: Person
    origin: str
    procedure: str
    application: dict[str, str]
    ready: bool
    materials: list[MaterialRecord]
    decision: DecisionView | None

    @classmethod
    def of(cls, handled: HandledCase, made: CounterDecision | None) -> HandledCaseView:
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
            decision=None if made is None else DecisionView.of(made),
        )


class PeripheralView(BaseModel):
    """How a peripheral is, and in a sentence what is to be done."""

    peripheral: str
    condition: Condition
    says: str


class PrintView(BaseModel):
    """A document on its way to paper, `since` when (Unix ms): a form, or the case's receipt.

    `queued`, `printing`, `held_up` (the printer wants something, and goes on when it has it), and then
    `printed` or `failed`; `says` is a sentence for the person beside the printer. To try again is to print
    again.
    """

    case: str
    document: Literal["form", "receipt"]
    material: str | None
    state: PrintState
    since: int
    says: str
    condition: Condition | None

    @classmethod
    def of(cls, found: Print) -> PrintView:
        """A print as the screen shows it."""
        return cls(
            case=found.case,
            document="receipt" if found.material is None else "form",
            material=found.material,
            state=found.state,
            since=found.since,
            says=found.says,
            condition=found.condition,
        )


class PresenceView(BaseModel):
    """Who is before the camera, since when (Unix ms), in a sentence; `unseen` while it shows nothing."""

    what: Literal["unseen", "nobody", "one", "several", "turned"]
    since: int
    says: str

    @classmethod
    def of(cls, presence: PresenceNow) -> PresenceView:
        """The presence as the screen shows it."""
        return cls(what=presence.what, since=presence.since, says=presence.says)


class StateView(BaseModel):
    """All that the counter's screen shows; `version` grows with every change.

    The first of `scanners` is the usual one; `camera`, where one is fitted, is the last. `presence` is null
    where there is no camera.
    """

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
    signature_pad: str | None
    prints: list[PrintView]
    presence: PresenceView | None
    calls: list[CallView]
    telemetry_sent: int
