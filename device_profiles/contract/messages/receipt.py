"""Receipts: the only proof that the other side has something."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from device_profiles.contract.envelope import Body, StreamId
from device_profiles.contract.errors import Refusal
from device_profiles.contract.ids import Identifier, Sha256


class Receipt(Body, type="receipt.message"):
    """A number of a stream is settled: applied, or refused for good.

    `unreadable` settles nothing: no number could be read from the bytes with this digest, and a
    sender that recognises them sends a `void` under their number.
    """

    outcome: Literal["applied", "refused", "unreadable"]
    stream: StreamId | None = None
    seq: int | None = Field(default=None, ge=1, le=2**53)
    sha256: Sha256 | None = None
    refusal: Refusal | None = None


class UploadReceipt(Body, type="receipt.upload"):
    """How far an upload has come: whole and stored, refused, or to go on from `received_bytes`."""

    upload: Identifier
    outcome: Literal["partial", "stored", "refused"]
    received_bytes: int = Field(ge=0)
    refusal: Refusal | None = None
