"""A kiosk that is ill: enrolled at the running hub, it tells of its last hour over a link of its own.

In the hour its program started anew, it was silent, and some of its readings never came. Now it is too hot.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from dashboards.terminal.demo.house import BRANCH_B, House
from dashboards.terminal.simulate.enrolment import enrol, until_let_in
from dashboards.terminal.simulate.members import Member
from dashboards.terminal.simulate.nature import Circumstances, measure, nature_of
from device_profiles.contract import topics
from device_profiles.contract.codec import encode
from device_profiles.contract.envelope import Body, Envelope
from device_profiles.contract.ids import parse_device
from device_profiles.contract.messages.health import Offline, Online, Readings
from device_profiles.contract.topics import Channel
from device_profiles.delivery.client import BrokerAddress
from device_profiles.delivery.clock import Ids, SystemClock
from device_profiles.delivery.session import Presence, Session, Statement
from device_profiles.profiles import load_kinds
from hub.settings import HubSettings

KIOSK: Final = f"{BRANCH_B}/kiosk-7"
ADDRESS: Final = parse_device(KIOSK)
HOUR_AGO_S: Final = range(3_600, 120, -30)
"""How long ago the readings of the hour were measured."""
SILENT_AGO_S: Final = range(1_500, 1_900)
LOST_AGO_S: Final = range(2_500, 2_700)
STARTED_AGO_S: Final = 1_500
LATELY_AGO_S: Final = (110, 80, 40, 30, 0)
"""What is younger than two minutes counts for alarms."""
HOTTER_C: Final = 60.0


class Ailing:
    """The kiosk, and what it says of itself."""

    def __init__(self, broker: BrokerAddress) -> None:
        self.address = KIOSK
        self._ids = Ids(SystemClock())
        self._first_boot, self._boot = self._ids.epoch(), self._ids.epoch()
        self._numbers = {self._first_boot: 0, self._boot: 0}
        birth = Online(boot=self._boot, software="tongban ailing")
        presence = Presence(lambda: self._state(birth), lambda: self._state(Offline(boot=self._boot)))
        self.session = Session(broker, broker.username or "", (), presence)

    async def tells_its_hour(self) -> None:
        """Of the hour what it has kept, then how it was in the last two minutes."""
        now_ms = self._ids.clock.now_ms()
        for ago_s in (*HOUR_AGO_S, *LATELY_AGO_S):
            if ago_s not in SILENT_AGO_S:
                await self._tells(now_ms - 1_000 * ago_s, ago_s, max(0.0, HOTTER_C * (1 - ago_s / 1_200)))

    async def cools_down(self) -> None:
        """Somebody has opened a window."""
        await self._tells(self._ids.clock.now_ms(), 0, 0.0)

    async def _tells(self, at_ms: int, ago_s: int, hotter_c: float) -> None:
        boot = self._boot if ago_s < STARTED_AGO_S else self._first_boot
        self._numbers[boot] += 1
        if ago_s in LOST_AGO_S:
            return
        kind, nature = load_kinds()["kiosk"], nature_of(ADDRESS.branch, ADDRESS.device, 1)
        readings = Readings(
            boot=boot,
            number=self._numbers[boot],
            measured_at=at_ms,
            historical=ago_s in HOUR_AGO_S,
            metrics=measure(kind, nature, Circumstances(at_s=at_ms / 1000, hotter_c=hotter_c)),
        )
        await self.session.publish(topics.up(ADDRESS, Channel.TELEMETRY), _wrap(readings, self._ids))

    def _state(self, body: Body) -> Statement:
        return Statement(topics.state(ADDRESS), _wrap(body, self._ids))


@asynccontextmanager
async def ailing_kiosk(house: House) -> AsyncIterator[Ailing]:
    """The kiosk, once it has told its hour; it stays online until the exit."""
    settings = HubSettings(hub_folder=house.folder / "hub", database_url=None)
    member, port = Member(ADDRESS, "kiosk"), int(house.hub_settings["TONGBAN_BROKER_PORT"])
    broker = (await enrol(settings, [member], "127.0.0.1", port))[member]
    await until_let_in(broker)
    kiosk = Ailing(broker)
    async with asyncio.TaskGroup() as tasks:
        run = tasks.create_task(kiosk.session.run())
        await kiosk.session.wait_connected()
        await kiosk.tells_its_hour()
        yield kiosk
        run.cancel()


def _wrap(body: Body, ids: Ids) -> bytes:
    return encode(
        Envelope(
            id=ids.message_id(),
            type=body.type_name,
            version=body.version,
            sent_at=ids.clock.now_ms(),
            body=body,
        )
    )
