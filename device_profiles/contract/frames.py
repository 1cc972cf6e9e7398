"""Single pictures of a link for which no peer connection comes about: JPEG, labelled like a chunk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from device_profiles.contract.errors import ContractError
from device_profiles.contract.ids import EpochMs, Identifier
from device_profiles.contract.messages.signal import Epoch

LARGEST_FRAME_BYTES: Final = 300_000
MOST_FRAMES_PER_S: Final = 8
_JPEG: Final = b"\xff\xd8\xff"


class FrameLabel(BaseModel):
    """What is written on every picture: of which case and epoch, its number, and when it was taken."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    case: Identifier
    epoch: Epoch
    number: int = Field(ge=1, le=2**53)
    captured_at: EpochMs = Field(ge=0, le=2**48)

    def properties(self) -> dict[str, str]:
        """As MQTT 5 user properties."""
        return {name: str(value) for name, value in self}


def read_frame(properties: Mapping[str, str], jpeg: bytes) -> FrameLabel:
    """Read a picture's label from its user properties.

    Raises:
        ContractError: the picture is too large or no JPEG, or its label is malformed.
    """
    if len(jpeg) > LARGEST_FRAME_BYTES:
        raise ContractError("too_large", f"{len(jpeg)} bytes; a frame has at most {LARGEST_FRAME_BYTES}")
    if not jpeg.startswith(_JPEG):
        raise ContractError("invalid_frame", "the bytes are no JPEG file")
    try:
        return FrameLabel.model_validate(dict(properties))
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ".".join(str(part) for part in fault["loc"])
        raise ContractError("invalid_frame", f"user property {field}: {fault['msg']}", field) from error
