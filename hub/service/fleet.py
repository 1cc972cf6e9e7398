"""The registered devices: what kind each is, and news of those that were added while the hub runs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final

from device_profiles.contract.ids import DeviceAddress
from device_profiles.delivery.patience import Patience
from device_profiles.profiles import DeviceKind
from hub.domain.words import EpochMs
from hub.ports.devices import Device
from hub.ports.journal import Books, Journal

LOOK_EVERY_S: Final = 1.0

Admit = Callable[[Sequence[tuple[Device, DeviceKind]], Sequence[str]], Awaitable[None]]
"""Tells the broker which devices may connect, and the lines of their passwords."""


class Fleet:
    """Knows the devices of the register, as it was a moment ago."""

    def __init__(self, journal: Journal, kinds: Mapping[str, DeviceKind]) -> None:
        self._journal = journal
        self._kinds = kinds
        self._known: dict[str, DeviceKind] = {}
        self._version: tuple[int, EpochMs] = (0, 0)
        self._patience = Patience("register of devices")

    def known(self, name: str) -> DeviceKind | None:
        """The kind of a device that was asked for lately, by `region/branch/device`."""
        return self._known.get(name)

    async def kind_of(self, address: DeviceAddress) -> DeviceKind | None:
        """The kind of a registered device; None for a stranger."""
        name = str(address)
        if name not in self._known:
            device = await self._journal.transact(lambda books: books.devices.get(name))
            if device is None:
                return None
            self._known[name] = self._kinds[device.kind]
        return self._known[name]

    async def forget_presence(self) -> None:
        """The hub starts: nobody is connected until they say so again."""
        await self._journal.transact(_nobody_is_there)

    async def register(self) -> tuple[list[tuple[Device, DeviceKind]], list[str]]:
        """Every device with its kind, and the lines of the broker's password file."""
        devices, passwords, self._version = await self._read()
        return devices, passwords

    async def watch(self, admit: Admit) -> None:
        """Tell the broker of devices that `tongban devices add` registered, until cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            await self._patience.insist(lambda: self._admit_new(admit))

    async def _admit_new(self, admit: Admit) -> None:
        if await self._journal.transact(lambda books: books.devices.version()) == self._version:
            return
        devices, passwords, version = await self._read()
        self._known = {device.address: kind for device, kind in devices}
        await admit(devices, passwords)
        self._version = version  # not before: without room for its files the broker has not heard of them

    async def _read(self) -> tuple[list[tuple[Device, DeviceKind]], list[str], tuple[int, EpochMs]]:
        def read(books: Books) -> tuple[list[Device], list[str], tuple[int, EpochMs]]:
            return books.devices.all(), books.devices.password_lines(), books.devices.version()

        devices, passwords, version = await self._journal.transact(read)
        return [(device, self._kinds[device.kind]) for device in devices], passwords, version


def _nobody_is_there(books: Books) -> None:
    books.devices.forget_presence()
    books.people.close_desks()
