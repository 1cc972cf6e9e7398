"""Identifiers: how they are spelled and made. Time and chance come in as arguments."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

IDENTIFIER_PATTERN = r"^[a-z0-9][a-z0-9-]{0,62}$"
"""Every identifier of the contract (DESIGN section 4): safe in a topic, a file name and an address."""

Identifier = Annotated[str, StringConstraints(pattern=IDENTIFIER_PATTERN)]
UUID_PATTERN = r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
MessageId = Annotated[str, StringConstraints(pattern=UUID_PATTERN)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
EpochMs = int
"""Milliseconds since 1970-01-01T00:00:00Z."""


class BranchAddress(BaseModel):
    """Where a branch is: its region and its own name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    region: Identifier
    branch: Identifier

    def __str__(self) -> str:
        return f"{self.region}/{self.branch}"


class DeviceAddress(BaseModel):
    """Where a device stands: region, branch, and its own name within the branch."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    region: Identifier
    branch: Identifier
    device: Identifier

    def __str__(self) -> str:
        return f"{self.region}/{self.branch}/{self.device}"

    @property
    def home(self) -> BranchAddress:
        """The branch to which the device belongs."""
        return BranchAddress(region=self.region, branch=self.branch)


def is_identifier(text: str) -> bool:
    """Whether `text` may serve as an identifier."""
    return re.fullmatch(IDENTIFIER_PATTERN, text) is not None


def parse_branch(text: str) -> BranchAddress:
    """Read `region/branch`.

    Raises:
        ValueError: it is not two identifiers joined by a slash.
    """
    match text.split("/"):
        case [region, branch] if is_identifier(region) and is_identifier(branch):
            return BranchAddress(region=region, branch=branch)
        case _:
            msg = f"{text!r} is not a branch: write region/branch, each of a-z, 0-9 and -"
            raise ValueError(msg)


def parse_device(text: str) -> DeviceAddress:
    """Read `region/branch/device`.

    Raises:
        ValueError: it is not three identifiers joined by slashes.
    """
    match text.split("/"):
        case [region, branch, device] if all(map(is_identifier, (region, branch, device))):
            return DeviceAddress(region=region, branch=branch, device=device)
        case _:
            msg = f"{text!r} is not a device: write region/branch/device, each of a-z, 0-9 and -"
            raise ValueError(msg)


def uuid7(now_ms: EpochMs, chance: bytes) -> str:
    """Make a UUID version 7, which sorts by time (RFC 9562, section 5.7).

    Args:
        now_ms: the time it carries, 48 bits of Unix milliseconds.
        chance: 10 random bytes, of which 74 bits are used.
    """
    value = (now_ms & 0xFFFF_FFFF_FFFF) << 80 | int.from_bytes(chance[:10], "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def case_id(region: str, unique: str) -> str:
    """Name a case: it begins with the region that owns it for good (DESIGN section 10)."""
    return f"{region}-{unique.replace('-', '')}"
