"""Devices as a transaction sees them: the register, and what each last said of itself."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from hub.domain.words import DeviceName, EpochMs


@dataclass(frozen=True, slots=True)
class Device:
    """A registered device, and whether it is connected as far as the hub has heard."""

    address: DeviceName
    kind: str
    online: bool
    since: EpochMs | None


@dataclass(frozen=True, slots=True)
class Peripheral:
    """A part of a device as the device last said it is, and since when the hub knows."""

    name: str
    condition: str
    says: str
    since: EpochMs


class Devices(Protocol):
    """The register of devices."""

    def add(self, address: DeviceName, kind: str, password_line: str, now_ms: EpochMs) -> None:
        """Register a device, or give one a new credential."""
        ...

    def remove(self, address: DeviceName) -> None:
        """Strike a device off the register, with what it said of itself. Its cases stay."""
        ...

    def get(self, address: DeviceName) -> Device | None:
        """A registered device."""
        ...

    def all(self) -> list[Device]:
        """Every registered device."""
        ...

    def version(self) -> tuple[int, int]:
        """Changes whenever a device is added or gets a new credential."""
        ...

    def password_lines(self) -> list[str]:
        """The devices' lines of the broker's password file."""
        ...

    def set_presence(self, address: DeviceName, at: EpochMs, *, online: bool) -> None:
        """What the device, or its last will, said of its connection."""
        ...

    def put_peripheral(self, address: DeviceName, peripheral: Peripheral) -> None:
        """What the device said of one of its peripherals."""
        ...

    def peripherals(self, conditions: Collection[str] | None = None) -> dict[DeviceName, list[Peripheral]]:
        """The peripherals of every device that has spoken of any, by name: all, or in these conditions."""
        ...

    def forget_presence(self) -> None:
        """The hub starts: nobody is connected until they say so again."""
        ...
