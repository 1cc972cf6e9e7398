"""What every part of the counter's casework stands on: the database, the outbox, the way to the screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from sqlalchemy import Connection

from device_profiles.contract.envelope import HUB, Body
from device_profiles.contract.ids import DeviceAddress
from device_profiles.contract.messages.catalogue import channel_of
from device_profiles.contract.topics import up
from device_profiles.delivery.clock import Ids
from device_profiles.delivery.courier import Courier
from device_profiles.delivery.database import Database
from device_profiles.delivery.outbox import Outbox, Outgoing

ResultT = TypeVar("ResultT")


class Changes:
    """Counts changes, so that a screen can wait for the next one."""

    def __init__(self) -> None:
        self.version = 0
        self._next = asyncio.Event()

    def note(self) -> None:
        """Something that the screen shows has changed."""
        self.version += 1
        self._next.set()
        self._next = asyncio.Event()

    async def after(self, version: int, longest_s: float) -> int:
        """Wait until the version is not `version` any more, but no longer than that; the version."""
        if self.version == version:
            with suppress(TimeoutError):
                async with asyncio.timeout(longest_s):
                    await self._next.wait()
        return self.version


class Transaction:
    """One unit of work on the device's database, and the messages it writes to the hub."""

    def __init__(self, connection: Connection, outbox: Outbox, device: DeviceAddress) -> None:
        self.connection = connection
        self._outbox = outbox
        self._device = device
        self.outgoing: list[Outgoing] = []

    def tell_hub(self, body: Body) -> None:
        """Write a numbered message for the hub, in this transaction."""
        topic = up(self._device, channel_of("up", type(body)))
        self.outgoing.append(self._outbox.write(self.connection, HUB, topic, body))


class Records:
    """Runs transactions; what they say is sent, and the screen learns of it, after the commit."""

    def __init__(
        self, device: DeviceAddress, database: Database, ids: Ids, courier: Courier, changes: Changes
    ) -> None:
        self.device = device
        self.ids = ids
        self.changes = changes
        self._database = database
        self._courier = courier
        self._outbox = Outbox(str(device), ids)

    async def change(self, work: Callable[[Transaction], ResultT]) -> ResultT:
        """Change something, whole or not at all."""

        def run(connection: Connection) -> tuple[ResultT, list[Outgoing]]:
            transaction = Transaction(connection, self._outbox, self.device)
            return work(transaction), transaction.outgoing

        result, outgoing = await self._database.run(run)
        self._courier.send(outgoing)
        self.changes.note()
        return result

    async def read(self, work: Callable[[Connection], ResultT]) -> ResultT:
        """Read something."""
        return await self._database.run(work)

    def transaction(self, connection: Connection) -> Transaction:
        """A transaction within one that runs already; its caller sends what it collects."""
        return Transaction(connection, self._outbox, self.device)

    def committed(self, outgoing: list[Outgoing]) -> None:
        """Send what a transaction of `transaction` collected, after its commit."""
        self._courier.send(outgoing)
        self.changes.note()
