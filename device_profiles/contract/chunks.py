"""How a material's bytes are cut and labelled.

After EMQX's file transfer over MQTT: pieces at offsets, each repeatable, the whole known by size and
digest. Every piece carries the label in MQTT 5 user properties, so that an upload needs no opening words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from device_profiles.contract.errors import ContractError
from device_profiles.contract.ids import Identifier, Sha256
from device_profiles.contract.messages.case import LARGEST_MATERIAL_BYTES

CHUNK_BYTES: Final = 256 * 1024
"""Large enough to be quick, small enough to let small messages pass between (FACTS, MQTT)."""
ATTEMPTS: Final = 3
"""How often a piece with a wrong digest is asked for again before the upload is refused."""


class ChunkLabel(BaseModel):
    """What is written on every piece: whose, of what whole, and the digest of the piece itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    case: Identifier
    size_bytes: int = Field(ge=1, le=LARGEST_MATERIAL_BYTES)
    sha256: Sha256
    chunk_sha256: Sha256

    def properties(self) -> dict[str, str]:
        """As MQTT 5 user properties."""
        return {name: str(value) for name, value in self}


def read_label(properties: Mapping[str, str]) -> ChunkLabel:
    """Read a piece's label from its user properties.

    Raises:
        ContractError: a property is missing, unknown or malformed.
    """
    try:
        return ChunkLabel.model_validate(dict(properties))
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ".".join(str(part) for part in fault["loc"])
        raise ContractError("invalid_chunk", f"user property {field}: {fault['msg']}", field) from error
