"""Carries what the outbox holds to the broker, again and again, until its receipts are in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Final, Protocol

import structlog
from sqlalchemy import Connection

from device_profiles.contract.envelope import StreamId, receiver_of
from device_profiles.contract.messages.receipt import Receipt
from device_profiles.delivery.clock import Clock
from device_profiles.delivery.database import Database
from device_profiles.delivery.errors import LinkDownError, PublishRefusedError
from device_profiles.delivery.outbox import (
    Outbox,
    Outgoing,
    due,
    make_all_due,
    make_due_for,
    settle,
    settle_all,
)
from device_profiles.delivery.patience import Patience

SWEEP_S: Final = 1.0
SWEEP_MOST: Final = 200
AT_ONCE: Final = 50

_log = structlog.get_logger()

OnRefused = Callable[[Connection, Outgoing, Receipt], None]
"""What the state becomes when the other side refused a message; runs with the settling."""


class Link(Protocol):
    """What a courier needs of a `Session`."""

    async def wait_connected(self) -> None:
        """Return as soon as the link is up."""
        ...

    async def publish(self, topic: str, payload: bytes) -> object:
        """Publish and wait for the broker's answer; raises LinkDownError or PublishRefusedError."""
        ...


class Courier:
    """Sends fresh messages at once and sweeps up those whose receipt is overdue."""

    def __init__(
        self, database: Database, session: Link, outbox: Outbox, clock: Clock, on_refused: OnRefused
    ) -> None:
        self._database = database
        self._session = session
        self._outbox = outbox
        self._clock = clock
        self._on_refused = on_refused
        self._fresh: asyncio.Queue[Outgoing] = asyncio.Queue()
        self._look_now = asyncio.Event()
        self._all_due = False
        self._applied: list[tuple[StreamId, int]] = []
        self._settling = False
        self._patience = Patience("outbox")

    def send(self, messages: Iterable[Outgoing]) -> None:
        """Send what was just committed. What fails here is swept up later."""
        for message in messages:
            self._fresh.put_nowait(message)

    async def run(self) -> None:
        """Send until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._send_fresh(), name="courier: fresh")
            tasks.create_task(self._sweep(), name="courier: sweep")

    async def link_is_back(self) -> None:
        """After a reconnection nothing that waits for a receipt should wait longer."""
        self._all_due = True
        self._look_now.set()

    async def receiver_is_back(self, receiver: str) -> None:
        """A receiver that was away should not wait longer for what was written to it."""
        now_ms = self._clock.now_ms()
        await self._database.run(lambda connection: make_due_for(connection, receiver, now_ms))
        self._look_now.set()

    async def take_receipt(self, receipt: Receipt, receiver: str) -> None:
        """Act on a receipt: forget the message, or learn why it was refused, or void its number.

        `receiver` is who sent the receipt: it can settle nothing but what was written to it.
        """
        if receipt.outcome == "unreadable":
            self.send(
                await self._database.run(lambda connection: self._void(connection, receipt, receiver))
            )
            return
        if receipt.stream is None or receipt.seq is None or receiver_of(receipt.stream) != receiver:
            _log.warning("receipt for another's stream", stream=receipt.stream, receiver=receiver)
            return
        if receipt.outcome == "applied":
            self._applied.append((receipt.stream, receipt.seq))
            await self._settle_applied()
            return
        stream, seq = receipt.stream, receipt.seq

        def settle_it(connection: Connection) -> None:
            message = settle(connection, stream, seq)
            if message is not None:
                self._on_refused(connection, message, receipt)

        await self._database.run(settle_it)

    async def _settle_applied(self) -> None:
        """Settle what has come in, and then together what came in meanwhile.

        Whoever comes while another settles need not wait: were it lost, the message would be sent again and
        get the same receipt.
        """
        if self._settling:
            return
        self._settling = True
        try:
            while self._applied:
                numbers, self._applied = self._applied, []
                await self._database.run(partial(settle_all, numbers=numbers))
        finally:
            self._settling = False

    def _void(self, connection: Connection, receipt: Receipt, receiver: str) -> list[Outgoing]:
        """Give up what the receiver cannot read; for the state it came from that is a refusal."""
        voided = self._outbox.void(connection, receipt, receiver)
        if voided is None:
            return []
        message, instead = voided
        self._on_refused(connection, message, receipt)
        return [instead]

    async def _send_fresh(self) -> None:
        # A bounded number under way at once: the line keeps their order, none waits for another's PUBACK.
        async with asyncio.TaskGroup() as tasks:
            under_way = asyncio.Semaphore(AT_ONCE)
            while True:
                message = await self._fresh.get()
                await under_way.acquire()
                sending = tasks.create_task(self._send(message))
                sending.add_done_callback(lambda _: under_way.release())

    async def _sweep(self) -> None:
        while True:
            await self._session.wait_connected()
            overdue = await self._patience.insist(self._overdue)
            for message in overdue:
                await self._send(message)
            if len(overdue) < SWEEP_MOST:
                with suppress(TimeoutError):
                    async with asyncio.timeout(SWEEP_S):
                        await self._look_now.wait()

    async def _overdue(self) -> list[Outgoing]:
        self._look_now.clear()
        if self._all_due:
            await self._database.run(lambda connection: make_all_due(connection, self._clock.now_ms()))
            self._all_due = False
        return await self._database.run(
            lambda connection: due(connection, self._clock.now_ms(), SWEEP_MOST)
        )

    async def _send(self, message: Outgoing) -> None:
        try:
            await self._session.publish(message.topic, message.payload)
        except LinkDownError:
            return  # the outbox still has it
        except PublishRefusedError as error:
            _log.error("publish refused", topic=message.topic, reason=str(error))
