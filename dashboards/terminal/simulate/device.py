"""One simulated device: a link of its own, the product's, over which it reports what its nature measures.

It hears nothing: it takes no cases and nobody signs in there. What befalls it is said by who plays fate.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from importlib.metadata import version
from typing import Final

from dashboards.terminal.simulate.members import Member
from dashboards.terminal.simulate.nature import Circumstances, Nature, measure
from device_profiles.contract import topics
from device_profiles.contract.codec import encode
from device_profiles.contract.envelope import Body, Envelope
from device_profiles.contract.messages.health import Offline, Online, Readings
from device_profiles.contract.topics import Channel
from device_profiles.delivery.client import BrokerAddress
from device_profiles.delivery.clock import Ids
from device_profiles.delivery.errors import DeliveryError
from device_profiles.delivery.session import Presence, Session, Statement
from device_profiles.profiles import DeviceKind

MOST_KEPT: Final = 1_000
IN_LINE_S: Final = 30.0
"""So long a device holds its place among those that connect."""
AHEAD_MS: Final = 120_000
"""The hub refuses what was measured further ahead of its own clock."""


class SimulatedDevice:
    """Runs until cancelled. `sent`: heard by the hub; `missed`: never left, though later ones did;
    `ahead`: measured by a clock that is further ahead than the hub believes."""

    def __init__(
        self,
        member: Member,
        kind: DeviceKind,
        nature: Nature,
        broker: BrokerAddress,
        ids: Ids,
        interval_s: float,
        line: asyncio.Semaphore,
    ) -> None:
        self.member = member
        self.sent = self.missed = self.ahead = self.unacknowledged = 0
        self.mute = False
        self.hotter_c = self.clock_off_s = 0.0
        self.to_lose = 0
        self._kind = kind
        self._nature = nature
        self._ids = ids
        self._interval_s = interval_s
        self._line = line
        self._boot = ids.epoch()
        self._booted_at_s = ids.clock.now_ms() / 1000
        self._number = 0
        self._kept: deque[Readings] = deque()
        self._lost: list[int] = []
        self._cut, self._whole = asyncio.Event(), asyncio.Event()
        self._leaves = False
        name = broker.username or str(member.address).replace("/", ".")
        self._session = Session(broker, name, (), Presence(self._birth, self._death))

    @property
    def connected(self) -> bool:
        """Whether its link is up."""
        return self._session.connected

    @property
    def drops(self) -> int:
        """How often its link broke before it left."""
        return self._session.drops - self._leaves

    @property
    def owes_nothing(self) -> bool:
        """Whether the hub has heard of all that was measured, and can tell what was lost."""
        return not (self._kept or self._lost or self.to_lose or self.unacknowledged)

    def cut_off(self) -> None:
        """Its link is cut, until `join_again`."""
        self._whole.clear()
        self._cut.set()

    def join_again(self) -> None:
        """Its link may come back."""
        self._cut.clear()
        self._whole.set()

    def leaves(self) -> None:
        """When it is ended next it takes its retained word back: the broker remembers nothing of it."""
        self._leaves = True

    async def run(self) -> None:
        """Keep the link up, and report."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._keep_link())
            tasks.create_task(self._report())

    async def _keep_link(self) -> None:
        while True:
            async with asyncio.TaskGroup() as tasks:
                async with self._line:
                    link = tasks.create_task(self._session.run())
                    with suppress(TimeoutError):
                        async with asyncio.timeout(IN_LINE_S):
                            await self._session.wait_connected()
                await self._cut.wait()
                link.cancel()
            await self._whole.wait()

    async def _report(self) -> None:
        await self._session.wait_connected()
        loop = asyncio.get_running_loop()
        due_s = loop.time() + self._nature.phase * self._interval_s
        while True:
            await asyncio.sleep(max(0.0, due_s - loop.time()))
            due_s = max(due_s + self._interval_s, loop.time())
            if not self.mute:
                self._measure()
                await self._send_kept()

    def _measure(self) -> None:
        self._number += 1
        if self.to_lose:
            self.to_lose -= 1
            self._lost.append(self._number)
            return
        now_s = self._ids.clock.now_ms() / 1000
        oldest_s = now_s + self.clock_off_s - self._kept[0].measured_at / 1000 if self._kept else 0.0
        now = Circumstances(
            at_s=now_s,
            up_s=now_s - self._booted_at_s,
            hotter_c=self.hotter_c,
            link_drops=self.drops,
            waiting=len(self._kept),
            oldest_s=max(0.0, oldest_s),
        )
        measured_at = round((now_s + self.clock_off_s) * 1000)
        metrics = measure(self._kind, self._nature, now)
        self._kept.append(
            Readings(boot=self._boot, number=self._number, measured_at=measured_at, metrics=metrics)
        )
        if len(self._kept) > MOST_KEPT:
            self._lost.append(self._kept.popleft().number)

    async def _send_kept(self) -> None:
        while self._kept:
            readings = self._kept[0]
            if len(self._kept) > 1:
                readings = readings.model_copy(update={"historical": True})
            if not await self._send(readings):
                return
            self._kept.popleft()
            self.sent += 1
            self.ahead += readings.measured_at - self._ids.clock.now_ms() > AHEAD_MS
            self.missed += sum(number < readings.number for number in self._lost)
            self._lost = [number for number in self._lost if number > readings.number]

    async def _send(self, readings: Readings) -> bool:
        """Whether the hub was there to hear it."""
        self.unacknowledged += 1
        try:
            topic = topics.up(self.member.address, Channel.TELEMETRY)
            return await self._session.publish(topic, self._wrap(readings))
        except DeliveryError:
            return False
        finally:
            self.unacknowledged -= 1

    def _birth(self) -> Statement:
        software = f"tongban {version('tongban')} simulated"
        return self._statement(self._wrap(Online(boot=self._boot, software=software)))

    def _death(self) -> Statement:
        return self._statement(b"" if self._leaves else self._wrap(Offline(boot=self._boot)))

    def _statement(self, payload: bytes) -> Statement:
        return Statement(topics.state(self.member.address), payload)

    def _wrap(self, body: Body) -> bytes:
        return encode(
            Envelope(
                id=self._ids.message_id(),
                type=body.type_name,
                version=body.version,
                sent_at=self._ids.clock.now_ms(),
                body=body,
            )
        )
