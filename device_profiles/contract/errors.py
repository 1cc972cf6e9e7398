"""What can be wrong with a message, and how its sender is told.

    ContractError
    ├── TopicError          a topic that is not one of ours
    ├── UnreadableError   no envelope could be read: there is no number to settle
    └── RefusedError      the envelope was read, what it carries was not: its number is settled

A `Refusal` is the form in which any of these, and any rule of the bank, travels back to the sender.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from device_profiles.contract.envelope import Header

RefusalCode = Literal[
    # the message itself
    "too_large",
    "not_utf8",
    "not_json",
    "not_an_envelope",
    "unknown_type",
    "unsupported_version",
    "invalid_body",
    "wrong_topic",
    "wrong_stream",
    "not_enrolled",
    "not_granted",
    # the bytes of a material
    "invalid_chunk",
    "wrong_chunk_digest",
    "wrong_digest",
    "not_expected",
    "disk_full",
    # a live link
    "invalid_frame",
    "unknown_call",
    "wrong_epoch",
    "replayed",
    "too_late",
    # the rules of casework
    "unknown_case",
    "case_exists",
    "unknown_branch",
    "unknown_procedure",
    "invalid_application",
    "unknown_material",
    "material_not_stored",
    "materials_missing",
    "not_in_phase",
    "not_the_origin",
    "not_the_handler",
    "stale_offer",
    "not_on_duty",
    "already_taken",
    "broken_chain",
    "recording_incomplete",
]
"""Every reason for which the hub or a device refuses something, as it is written on the wire."""


class Refusal(BaseModel):
    """Why something was not done: a code for programs, a sentence for people, the field at fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: RefusalCode
    says: str = Field(max_length=500)
    field: str | None = Field(default=None, max_length=200)


class ContractError(Exception):
    """Something on the wire does not keep the contract."""

    def __init__(self, code: RefusalCode, says: str, field: str | None = None) -> None:
        super().__init__(f"{code}: {says}")
        # The sender chose these names: cut, so that telling of a fault cannot be one.
        self.refusal = Refusal(code=code, says=says[:500], field=field and field[:200])


class TopicError(ContractError):
    """A topic that no device and no hub of this contract uses."""


class UnreadableError(ContractError):
    """Bytes in which no envelope could be read."""


class RefusedError(ContractError):
    """A readable envelope around something that is not understood or not allowed."""

    def __init__(self, header: Header, code: RefusalCode, says: str, field: str | None = None) -> None:
        super().__init__(code, says, field)
        self.header = header
