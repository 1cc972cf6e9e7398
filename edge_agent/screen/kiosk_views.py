"""What the kiosk's page shows and asks, as JSON."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from device_profiles.contract.ids import Identifier
from device_profiles.contract.messages.case import FieldValue, Language
from edge_agent.screen.call_routes import CallView
from edge_agent.screen.views import OriginCaseView, PeripheralView, PresenceView, PrintView


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")


class BeginRequest(_Asked):
    """The customer chose a business, and was asked for their consent to what it takes.

    `visit` is theirs, if the page knows it: once that is over, nothing begins.
    """

    visit: int | None = None
    procedure: Identifier
    language: Language
    face_comparison: bool | None = None
    video: bool | None = None


class ApplicationRequest(_Asked):
    """The application, whole."""

    application: dict[Identifier, FieldValue] = Field(max_length=60)


class ShowRequest(_Asked):
    """Take this material: the photograph by the camera, a paper with the usual scanner or the one named."""

    material: Identifier
    scanner: str | None = Field(default=None, max_length=80)


class CallBackRequest(_Asked):
    """Where the customer wants to be called."""

    phone: Annotated[str, StringConstraints(pattern=r"^[0-9+][0-9 -]{4,19}$")]


class OfferedView(BaseModel):
    """A procedure, and the peripherals for want of which it is not to be had now."""

    procedure: str
    lacking: list[str]


class KioskCaseView(BaseModel):
    """The customer's case, as far as it has come.

    `needs` is what this round asks for: of each group one suffices. `attempts` counts the tries a material
    took, of which there are `most_attempts`.
    """

    case: OriginCaseView
    round: int
    needs: list[list[str]]
    attempts: dict[str, int]
    most_attempts: int
    fulfilment: Literal["asked", "begun", "done", "receipted"] | None
    prints: list[PrintView]


class KioskView(BaseModel):
    """All that the kiosk's page shows; `version` grows with every change.

    `visit` is another number for each customer: what a page holds of an earlier one it forgets. `asked`:
    they seem to be gone, and the screen hides what is theirs; in `ends_in_s` they are.
    """

    version: int
    device: str
    connected: bool
    centre: str | None
    visit: int
    standing: Literal["nobody", "here", "asked"]
    ends_in_s: float | None
    offered: list[OfferedView]
    current: KioskCaseView | None
    scanners: list[str]
    signature_pad: str | None
    presence: PresenceView | None
    sight: Literal["showing", "frozen", "black", "lost"] | None
    peripherals: list[PeripheralView]
    calls: list[CallView]
